// Multipliers that show what arrived of the layer, and laws with a multiplier and an adjustment.
#include <initlab/initializer.hpp>

struct ScalesParts {
  initlab::Law weights(const initlab::Layer& l) const {
    initlab::Law law = initlab::gaussian(1.0);
    law.multiplier = 1.0 / l.fan_in;
    law.unit_variance = l.role == initlab::Layer::Role::branch_last;
    return law;
  }
  initlab::Multipliers multipliers(const initlab::Layer& l) const {
    initlab::Multipliers m;
    m.skip = l.index + 10.0 * l.depth + 100.0 * l.blocks;
    m.branch = l.branch_position + 10.0 * l.branch_layers + 100.0 * l.fan_in;
    m.branch_input = -l.theory.mean(2.0);
    return m;
  }
};

INITLAB_INITIALIZER(ScalesParts, "scales_parts", "1.0", "Sets every multiplier there is.", "W_ij ~ N(0, 1)",
                    "for tests");
