#pragma once
#include <string>

#include "experiment/prediction_writer.hpp"
#include "experiment/stated_laws.hpp"
#include "theory/moments.hpp"

namespace initlab {

/// Plain networks: signals and gradients at infinite width (plain_recursion), signals to first order in 1/n. Gives the
/// reason if there is no theory, else an empty text.
///
/// K_l, the variance of h_l given the layers below, and M_l = |x_l|^2 / n_l form a Markov chain (mathematics.md,
/// section 3; M_0 is the input's). To first order, all at q_l, with F = E[phi^4]:
///
///   E K_(l+1)   = sigma_w^2 E M_l + sigma_b^2            Var K_(l+1) = sigma_w^4 Var M_l
///   E M_l       = V + V' shift(K_l) + V'' (Var K_l / 2 + e_l / 6)
///   Var M_l     = (F - V^2) / n_l + V'^2 Var K_l
///
/// e_l is the fourth cumulant of h_l given the layers below: kappa sigma_w^4 E[x_(l-1)^4] / n_(l-1), kappa the excess
/// kurtosis of the weights (0 for Gaussian ones, -1.2 for uniform ones), which follows from E[f''''(h)] = 4 (d/dq)^2
/// E[f(h)]. Measured |h_l|^2 / n_l vary by 2 K^2 / n_l in addition.
///
/// For a positively homogeneous phi the means are exact, and for Gaussian weights without biases all laws are products
/// of independent factors (width_product.hpp): of M_l one for each of the layers 1..l; of dE/dh_l one for each of l..L;
/// of the weight gradient both, since the two are independent.
std::string predict_plain(const Point& point, const StatedInput& input, const Moments& phi, PredictionWriter& writer);

}  // namespace initlab
