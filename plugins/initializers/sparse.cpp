#include <algorithm>
#include <cstdint>
#include <initlab/initializer.hpp>

struct Sparse {
  std::uint32_t connections = 15;
  double std = 1.0;
  double bias = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Sparse::connections, "connections", initlab::at_least(1),
                     "non-zero incoming weights of every unit, all of them in layers with fewer inputs"),
      initlab::param(&Sparse::std, "std", initlab::non_negative, "standard deviation of a non-zero weight"),
      initlab::param(&Sparse::bias, "bias", initlab::any_value, "every bias; the paper takes 0.5 for tanh"));

  initlab::Law weights(const initlab::Layer& layer) const {
    return connections >= layer.fan_in ? initlab::gaussian(std) : initlab::filled();
  }
  initlab::Law biases(const initlab::Layer&) const { return initlab::constant(bias); }

  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    std::ranges::fill(w.all(), 0.0);
    const std::size_t fan_in = layer.fan_in, chosen = std::min<std::size_t>(connections, fan_in);
    for (std::size_t i = 0; i < w.rows(); ++i)
      // Floyd: one new input a step, every set of inputs equally likely (Bentley & Floyd 1987, CACM 30, p. 754).
      for (std::size_t last = fan_in - chosen; last < fan_in; ++last) {
        const auto candidate = static_cast<std::size_t>(stream.uniform() * static_cast<double>(last + 1));
        const bool is_taken = w(i, candidate) != 0.0;
        w(i, is_taken ? last : candidate) = 1.0;
      }
    for (double& weight : w.all())
      if (weight != 0.0) weight = std * stream.normal();
  }
};

INITLAB_INITIALIZER(
    Sparse, "sparse", "1.0",
    "Every unit listens to a few inputs only, however wide the layer. Sums of so few weights do not become normal with "
    "width, so theory has nothing to say.",
    "k of a row's weights, chosen at random, are N(0, std^2), the others 0",
    "Martens 2010, Deep Learning via Hessian-Free Optimization, ICML, section 5 (k = 15, std = 1)");
