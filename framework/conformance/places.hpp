#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/function_activation.hpp"
#include "core/initializer.hpp"
#include "random/stream.hpp"
#include "theory/service.hpp"

namespace initlab {

/// Weight matrices of every kind of network, as framework/network would ask for them: plain and readout layers, and all
/// roles in residual branches of one to three matrices. The network's activation is tanh, or ReLU where `activation`
/// says so.
class Places {
 public:
  enum class With { tanh, relu };
  explicit Places(With activation = With::tanh);

  /// Fan-in 1 to 1e6 and depth 1, 2, 50 and `deepest`: first, middle and last layer of each.
  std::vector<Layer> all(std::uint32_t deepest) const;
  /// The same for fan-in 64 and depth 50 only.
  std::vector<Layer> some() const;
  /// The first of two layers of a plain network, 32 x 32.
  Layer ordinary() const;

  Theory theory() const { return Theory(service_.table()); }

 private:
  std::unique_ptr<Activation> activation_;
  TheoryService service_;
};

/// "fan_in 64, layer 1 of 50", "fan_in 64, matrix 1 of 2 in block 3 of 50".
std::string described(const Layer&);

/// All that an initializer says about a layer, or that it refuses.
struct Answer {
  std::optional<std::string> refusal;
  Law weights, biases;
  Multipliers multipliers;

  friend bool operator==(const Answer&, const Answer&) = default;
};

/// A refusal is an answer; what is no law at all is thrown as PluginError.
Answer ask(const Initializer&, const Layer&);

/// Whether it draws this matrix itself; no, if it refuses the place.
bool fills(const Initializer&, const Layer&);

/// A stream in the form in which it crosses the plugin boundary. Valid as long as the reader.
initlab_stream host_stream(StreamReader&);

/// What the initializer fills a layer's matrix with.
std::vector<double> filled(const Initializer&, const Layer&, const Stream&);

}  // namespace initlab
