#include "audit/claim.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace initlab {

ClaimedLaw claimed_law(const Initializer& initializer, const Layer& layer) {
  const Law law = initializer.weights(layer);
  ClaimedLaw claim;
  switch (law.family) {
    case Law::Family::constant:
      claim.kind = ClaimedLaw::Kind::constant;
      claim.value = law.scale;
      break;
    case Law::Family::gaussian:
      claim.kind = ClaimedLaw::Kind::drawn;
      claim.std = law.scale;
      break;
    case Law::Family::uniform:
      claim.kind = ClaimedLaw::Kind::drawn;
      claim.family = Family::uniform;
      claim.std = law.scale / std::numbers::sqrt3;
      break;
    case Law::Family::orthogonal:
      claim.kind = ClaimedLaw::Kind::orthogonal;
      claim.family = Family::orthogonal;
      claim.gain = law.scale;
      claim.std = law.scale / std::sqrt(static_cast<double>(std::max(layer.fan_in, layer.fan_out)));
      break;
    case Law::Family::filled:
      if (law.scale > 0.0) claim.kind = ClaimedLaw::Kind::only_spread;
      claim.std = law.scale;
      break;
    default:
      break;
  }
  if (claim.kind == ClaimedLaw::Kind::drawn && law.scale == 0.0) claim.kind = ClaimedLaw::Kind::constant;
  if (law.unit_variance) claim = {};
  return claim;
}

}  // namespace initlab
