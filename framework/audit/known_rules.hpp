#pragma once
#include <string>
#include <vector>

#include "audit/family.hpp"
#include "audit/places.hpp"

namespace initlab {

/// A rule that somebody's initializer follows, for one matrix.
struct KnownRule {
  std::string name;  ///< "he_normal (fan_out)"
  Family family;     ///< normal, uniform or orthogonal
  double std;        ///< of the entries; of an orthogonal matrix its gain
};

/// What a network's activation asks of a rule: he_normal's gain is 1/sqrt(E phi(z)^2), sqrt(2) for ReLU.
struct ActivationGain {
  std::string name = "relu";
  double gain = 1.4142135623730951;
  bool is_stated = false;  ///< by the user; else ReLU is supposed, and nothing is held against other gains
};

/// The rules that a matrix of this shape and place is compared with:
///  - he (gain of the activation), for fan_in, fan_out and their mean; lecun (gain 1); xavier; xavier with PyTorch's
///    gains 5/3 (tanh), sqrt 2 (relu) and 3/4 (selu); each normal and uniform;
///  - PyTorch's default, U(-+ 1/sqrt(fan_in)); orthogonal with gain 1, sqrt 2, 5/3, the activation's, and 0.01;
///  - by number: normal 0.02 (GPT-2, BERT), 0.01 (AlexNet, VGG), 1 (embeddings, NTK), 0.05 and uniform -+0.05 (Keras);
///  - in residual networks of L blocks: 0.02/sqrt(2L) (GPT-2, last matrices), he L^(-1/(2m-2)) (Fixup, others),
///    lecun/sqrt L (depth_scaled), xavier 0.67 L^(-1/4) and (9L)^(-1/4) (T-Fixup), xavier (8L)^(-1/4) (DeepNorm).
/// Sources are with the initializers of the same names (initlab plugins show). Rules that coincide for a shape are all
/// listed.
std::vector<KnownRule> known_rules(const WeightMatrix& matrix, const Place& place, const ActivationGain& activation);

}  // namespace initlab
