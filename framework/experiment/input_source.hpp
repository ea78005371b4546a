#pragma once
#include <memory>
#include <vector>

#include "experiment/settings.hpp"
#include "linear/batch.hpp"
#include "random/stream.hpp"

namespace initlab {

/// Where the inputs x_0 of a trial come from. Made once a point; may be asked from many threads.
class InputSource {
 public:
  virtual ~InputSource() = default;
  virtual std::size_t units() const = 0;
  /// Writes the inputs of the trial that the stream belongs to: units() x count numbers in double.
  virtual void draw(const Stream& stream, BatchView<double> x) const = 0;
};

/// Distributions:
///  - gaussian: independent standard normal units; between any two inputs the given correlation (0 without one);
///  - sphere: inputs of length sqrt(units) exactly, uniform in direction; with a correlation given, the cosine between
///  any two is
///    exactly that, without one they are independent;
///  - constant: every unit the same value;
///  - file: rows of a file, the same in every trial.
/// Throws UsageError.
std::unique_ptr<InputSource> make_input_source(const InputSettings& settings, const NetworkSettings& network);

}  // namespace initlab
