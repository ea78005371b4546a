#pragma once
#include <string>

#include "experiment/prediction_writer.hpp"
#include "experiment/stated_laws.hpp"
#include "theory/moments.hpp"

namespace initlab {

/// The residual networks of Yang & Schoenholz 2017 at infinite width (residual_recursion). In a full network of a
/// positively homogeneous phi, whose branch has mean zero, the lengths are exact at any width.
///
/// A full block's branch multiplier counts as part of sigma_v and sigma_a, its branch_input multiplier as part of
/// sigma_w. Gives the reason if there is no theory: other multipliers than 1, widths that change, and those of
/// stated_law.
std::string predict_residual(const Point& point, const StatedInput& input, const Moments& phi,
                             PredictionWriter& writer);

}  // namespace initlab
