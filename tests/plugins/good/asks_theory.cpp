// Passes on what it sees of the layer and of the host's theory.
#include <initlab/initializer.hpp>

struct AsksTheory {
  initlab::Law weights(const initlab::Layer& l) const {
    return initlab::constant(l.theory.mean(l.index) + 10 * l.theory.second_moment(l.depth) +
                             100 * l.theory.derivative_second_moment(l.blocks));
  }
  initlab::Law biases(const initlab::Layer& l) const {
    return initlab::constant(static_cast<int>(l.role) + 1e1 * l.index + 1e2 * l.depth + 1e3 * l.fan_in +
                             1e4 * l.fan_out + 1e5 * l.blocks + 1e6 * l.branch_layers + 1e7 * l.branch_position);
  }
};

INITLAB_INITIALIZER(AsksTheory, "asks_theory", "1.0", "Shows what arrives of the layer and of theory.",
                    "W_ij = E[phi(sqrt(l) z)] + 10 V(L) + 100 D(blocks)", "for tests");
