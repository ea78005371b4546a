#pragma once
#include <initlab/law.hpp>
#include <initlab/layer.hpp>
#include <span>
#include <string>

namespace initlab {

/// An initializer as networks and theory see it: a law for every weight matrix and bias vector. Where it comes from is
/// not their concern. Every function may run on many threads at once. A failure inside is thrown as PluginError.
class Initializer {
 public:
  virtual ~Initializer() = default;

  virtual std::string name() const = 0;
  virtual Law weights(const Layer&) const = 0;
  /// Gaussian, uniform or constant.
  virtual Law biases(const Layer&) const { return constant(0.0); }
  /// Of the residual block whose branch begins with this layer.
  virtual Multipliers multipliers(const Layer&) const { return {}; }
  /// Draws a whole matrix, row-major (fan_out x fan_in), where weights() answered Law::Family::filled. `stream` is
  /// called from this thread only.
  virtual void fill(const Layer&, const initlab_stream& stream, std::span<double> out) const = 0;
};

}  // namespace initlab
