#pragma once
#include <string>
#include <vector>

#include "core/initializer.hpp"

namespace initlab {

/// Draws what an initializer states, as a network would: by the dense engine, in single precision, multipliers
/// included. So a scale that single precision cannot draw is found, and so would be a host that draws another law. Each
/// law is drawn once, however many layers have it. `subject` begins the sentence of a Nonconformity.
class HostDraws {
 public:
  HostDraws(std::string subject, const Initializer& initializer)
      : subject_(std::move(subject)), initializer_(initializer) {}

  /// Throws Nonconformity. `law` is what the initializer states for `layer`, any family but `filled`; the layer has
  /// the shape of those of Places::some().
  void expect_weights(const Law& law, const Layer& layer);
  /// Throws Nonconformity. constant(0.0), no biases, is not counted.
  void expect_biases(const Law& law, const Layer& layer);

  /// How many different laws were found as stated.
  std::size_t laws() const { return weights_.size() + biases_.size(); }
  /// The relative error of a scale that would have been found with probability 0.99 in every one of them.
  double noticed_error() const;

 private:
  std::string subject_;
  const Initializer& initializer_;
  std::vector<Law> weights_, biases_;
};

}  // namespace initlab
