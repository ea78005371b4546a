#include <algorithm>
#include <bit>
#include <initlab/initializer.hpp>

struct Hadamard {
  initlab::Law weights(const initlab::Layer&) const { return initlab::filled(); }

  void fill(const initlab::Layer& layer, initlab::HostStream&, initlab::Entries w) const {
    std::ranges::fill(w.all(), 0.0);
    if (layer.fan_out <= layer.fan_in) {
      for (std::size_t i = 0; i < w.rows(); ++i) w(i, i) = 1.0;
      return;
    }
    // Sylvester's matrix of the next power of two: entry (i, j) is -1 to the number of ones that i and j share.
    const double scale = 1.0 / std::sqrt(static_cast<double>(std::bit_ceil(std::size_t{layer.fan_out})));
    for (std::size_t i = 0; i < w.rows(); ++i)
      for (std::size_t j = 0; j < w.columns(); ++j) w(i, j) = std::popcount(i & j) % 2 == 0 ? scale : -scale;
  }
};

INITLAB_INITIALIZER(
    Hadamard, "hadamard", "1.0",
    "ZerO: the identity where a layer does not widen, a corner of a Hadamard transform where it does, so that new "
    "units are "
    "not copies. Nothing is random, so theory has nothing to say.",
    "W = I* for fan_out <= fan_in, else c I* H_m I*, H_m Sylvester's 2^m x 2^m matrix, 2^m >= fan_out, c = 2^(-m/2), "
    "which makes c H_m orthogonal",
    "Zhao, Schaefer & Anandkumar 2022, ZerO Initialization, arXiv:2110.12661");
