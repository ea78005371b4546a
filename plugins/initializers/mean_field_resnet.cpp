#include <initlab/initializer.hpp>

struct MeanFieldResnet {
  enum class Goal { gradient_budget, largest_signal };
  Goal goal = Goal::gradient_budget;
  double budget = 1.0;
  // Float ends at log(3.4e38) = 88.7. The margin is a factor of 6000 for single units and for networks of finite width.
  double log_bound = 80.0;
  double sigma_v = 1.0, sigma_a = 0.0, sigma_b = 0.0, input_mean_square = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(
          &MeanFieldResnet::goal, "goal", "gradient_budget|largest_signal",
          "gradient_budget for activations like tanh, whose gradients set the limit; largest_signal for those "
          "like ReLU, whose weight gradients do not grow with depth"),
      initlab::param(&MeanFieldResnet::budget, "budget", initlab::positive,
                     "G = log(chi_0/chi_L): mean squared gradients grow by exp(G) from the last block to the input"),
      initlab::param(&MeanFieldResnet::log_bound, "log_bound", initlab::any_value,
                     "of goal largest_signal: E[x_L^2] reaches exp(log_bound); float32 ends at 88.7"),
      initlab::param(&MeanFieldResnet::sigma_v, "sigma_v", initlab::positive,
                     "weight scale of V in x + V phi(W x + b) + a; a block of one matrix has none"),
      initlab::param(&MeanFieldResnet::sigma_a, "sigma_a", initlab::non_negative,
                     "standard deviation of a in x + V phi(W x + b) + a; a block of one matrix has none"),
      initlab::param(&MeanFieldResnet::sigma_b, "sigma_b", initlab::non_negative, "standard deviation of b"),
      initlab::param(&MeanFieldResnet::input_mean_square, "input_mean_square", initlab::positive,
                     "E[x_0^2] of the inputs that are expected"));

  initlab::Law weights(const initlab::Layer& layer) const {
    check(layer);
    const double sigma = !layer.in_branch() ? 1.0 : layer.branch_position == 1 ? sigma_w(layer) : sigma_v;
    return initlab::gaussian(sigma / std::sqrt(layer.fan_in));
  }
  initlab::Law biases(const initlab::Layer& layer) const {
    check(layer);
    return initlab::gaussian(!layer.in_branch() ? 0.0 : layer.branch_position == 1 ? sigma_b : sigma_a);
  }

 private:
  double sigma_w(const initlab::Layer& layer) const {
    using Kind = initlab::Theory::Residual::Kind;
    const initlab::Theory::Residual network{.kind = layer.branch_layers == 1 ? Kind::reduced : Kind::full,
                                            .blocks = layer.blocks,
                                            .sigma_v = sigma_v,
                                            .sigma_a = sigma_a,
                                            .sigma_b = sigma_b,
                                            .input_mean_square = input_mean_square};
    return goal == Goal::gradient_budget ? layer.theory.gradient_budget(network, budget)
                                         : layer.theory.largest_signal(network, log_bound);
  }
  static void check(const initlab::Layer& layer) {
    if (layer.blocks == 0)
      throw std::invalid_argument(
          "a plain network (mean_field_resnet is for residual networks: it solves their recursion). "
          "Take 'critical', or a residual architecture.");
    if (layer.branch_layers > 2)
      throw std::invalid_argument(
          "a branch of " + std::to_string(layer.branch_layers) +
          " matrices (mean_field_resnet solves the recursions of residual-reduced and residual-full, of one and two). "
          "Take one of these, or 'fixup'.");
  }
};

INITLAB_INITIALIZER(
    MeanFieldResnet, "mean_field_resnet", "1.0",
    "Solves the mean-field recursion of residual-reduced or residual-full networks for the weight scale that "
    "suits their depth and activation. A branch of two matrices is taken for x + V phi(W x + b) + a.",
    "W_ij ~ N(0, sigma_w^2/fan_in) with log(chi_0/chi_L) = G, chi_{l-1} = (1 + sigma_v^2 sigma_w^2 "
    "E[phi'(sqrt(q_l) z)^2]) chi_l; V_ij ~ N(0, sigma_v^2/fan_in); skip projections N(0, 1/fan_in)",
    "Yang & Schoenholz 2017, arXiv:1712.08969 (recursion); Yang & Schoenholz 2018, Deep Mean Field Theory: "
    "Layerwise Variance and Width Variation, ICLR workshop (sigma_w^2 L = const; largest variance for ReLU)");
