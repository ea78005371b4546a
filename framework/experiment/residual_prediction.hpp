#pragma once
#include <string>

#include "experiment/prediction_writer.hpp"
#include "experiment/stated_laws.hpp"
#include "theory/moments.hpp"

namespace initlab {

/// Residual networks of all kinds, with multipliers and projections: signals, pairs and gradients at infinite width
/// (residual_recursion.hpp). Gives the reason if there is no theory, which is that of stated_law, else an empty text.
///
///   full, reduced   with Gaussian weights, lengths and the mean to first order in 1/n, with their spread over networks
///                   (residual_width.hpp)
///   full            of a positively homogeneous phi, mean lengths exactly for every law; without biases and with
///                   Gaussian weights their spread and E[y^2] / E[y]^2 too
///   preact          infinite width; phi acts on x_(l-1) itself, which has the law of the units of x_0 besides the
///                   branches' normal part
///   all             lengths and gradients exactly as long as all branches are silent (ReZero, Fixup)
///
/// beta counts 1/n_l for every activation of a block that is not silent, and 1/n_0 for inputs whose length or
/// correlation varies or which phi sees.
std::string predict_residual(const Point& point, const StatedInput& input, const Moments& phi,
                             PredictionWriter& writer);

}  // namespace initlab
