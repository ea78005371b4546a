#pragma once
#include <string>

#include "core/activation.hpp"

namespace initlab {

/// phi and phi' as an SVG picture: from -4 to 4, or as far as the kinks reach; as high as the two need, but no higher
/// than the picture is wide, so that a parabola does not flatten everything else.
std::string activation_plot(const Activation& phi);

}  // namespace initlab
