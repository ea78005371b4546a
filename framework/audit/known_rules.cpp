#include "audit/known_rules.hpp"

#include <cmath>
#include <numbers>

namespace initlab {
namespace {

class Rules {
 public:
  void add(const std::string& name, Family family, double std) { list_.push_back({name, family, std}); }
  void add_both(const std::string& name, const std::string& remark, double std) {
    add(name + "_normal" + remark, Family::normal, std);
    add(name + "_uniform" + remark, Family::uniform, std);
  }
  std::vector<KnownRule> list() && { return std::move(list_); }

 private:
  std::vector<KnownRule> list_;
};

void add_fan_rules(const WeightMatrix& matrix, const ActivationGain& activation, Rules& rules) {
  const double fan_in = matrix.fan_in, fan_out = matrix.fan_out, fan_average = 0.5 * (fan_in + fan_out);
  const std::string gain = activation.name == "relu" ? "" : ", gain of " + activation.name;
  rules.add_both("he", gain.empty() ? "" : " (" + gain.substr(2) + ")", activation.gain / std::sqrt(fan_in));
  if (activation.name != "relu") rules.add_both("he", " (gain of relu)", std::sqrt(2.0 / fan_in));
  if (fan_out != fan_in) {
    rules.add_both("he", " (fan_out" + gain + ")", activation.gain / std::sqrt(fan_out));
    rules.add_both("he", " (fan_average" + gain + ")", activation.gain / std::sqrt(fan_average));
  }
  rules.add_both("xavier", "", 1.0 / std::sqrt(fan_average));
  rules.add_both("xavier", " (gain sqrt 2)", std::sqrt(2.0 / fan_average));
  rules.add_both("xavier", " (gain 5/3)", 5.0 / 3.0 / std::sqrt(fan_average));
  rules.add_both("xavier", " (gain 3/4)", 0.75 / std::sqrt(fan_average));
  rules.add_both("lecun", "", 1.0 / std::sqrt(fan_in));
  rules.add("torch_default", Family::uniform, 1.0 / std::sqrt(3.0 * fan_in));
}

void add_depth_rules(const WeightMatrix& matrix, const Place& place, const ActivationGain& activation, Rules& rules) {
  if (place.layer.blocks == 0 || !place.layer.in_branch()) return;
  const double blocks = place.layer.blocks, xavier = std::sqrt(2.0 / (matrix.fan_in + matrix.fan_out));
  if (place.layer.role == Layer::Role::branch_last)
    rules.add("gpt2's last of a branch, 0.02/sqrt(2L)", Family::normal, 0.02 / std::sqrt(2.0 * blocks));
  else if (place.layer.branch_layers > 1)
    rules.add(
        "fixup", Family::normal,
        activation.gain / std::sqrt(matrix.fan_in) * std::pow(blocks, -1.0 / (2.0 * place.layer.branch_layers - 2.0)));
  rules.add("depth_scaled", Family::normal, 1.0 / std::sqrt(matrix.fan_in * blocks));
  rules.add_both("t_fixup", " (encoder)", 0.67 * std::pow(blocks, -0.25) * xavier);
  rules.add_both("t_fixup", " (decoder)", std::pow(9.0 * blocks, -0.25) * xavier);
  rules.add_both("deepnorm", "", std::pow(8.0 * blocks, -0.25) * xavier);
}

}  // namespace

std::vector<KnownRule> known_rules(const WeightMatrix& matrix, const Place& place, const ActivationGain& activation) {
  Rules rules;
  add_fan_rules(matrix, activation, rules);
  rules.add("orthogonal", Family::orthogonal, 1.0);
  rules.add("orthogonal (gain sqrt 2)", Family::orthogonal, std::numbers::sqrt2);
  rules.add("orthogonal (gain 5/3)", Family::orthogonal, 5.0 / 3.0);
  if (activation.name != "relu")
    rules.add("orthogonal (gain of " + activation.name + ")", Family::orthogonal, activation.gain);
  rules.add("orthogonal (gain 0.01, a policy's head)", Family::orthogonal, 0.01);
  rules.add("normal 0.02 (gpt2)", Family::normal, 0.02);
  rules.add("normal 0.01", Family::normal, 0.01);
  rules.add("normal 1", Family::normal, 1.0);
  rules.add("normal 0.05 (Keras's RandomNormal)", Family::normal, 0.05);
  rules.add("uniform -+0.05 (Keras's RandomUniform)", Family::uniform, 0.05 / std::numbers::sqrt3);
  add_depth_rules(matrix, place, activation, rules);
  return std::move(rules).list();
}

}  // namespace initlab
