#pragma once
#include <span>
#include <vector>

#include "execution/backend.hpp"
#include "experiment/plan.hpp"
#include "results/prediction.hpp"

namespace initlab {

/// What theory predicts for a grid point: the point's own network, activation and laws, layer by layer, no simulation.
///
///   plain (plain_prediction.hpp)                              infinite width, to first order in 1/n or exactly
///   residual-reduced, residual-full (residual_prediction.hpp) infinite width; lengths to first order in 1/n or exactly
///   residual-preact (residual_prediction.hpp)                 infinite width
///
/// Theory that leaves out orders of 1/n is given an allowance, with beta = sum of 1/n_l over the layers that a number
/// depends on (Hanin's measure of depth over width; of gradients all layers, of signals those below and itself,
/// gaussian inputs counting as one), or the largest relative correction of first order, |shift| / q + Var K / (5 q^2),
/// if that is larger:
///
///   2 beta^2 |value|   where the first order is known (5 beta^2 for a mean of logarithms)
///   2 beta |value|     where it is not
///
/// The squared distance of two inputs is allowed Var m / (4 m) more, m the mean square: their lengths differ in a
/// network of finite width, which does not shrink with 1 - c. Where uniform biases make up a share s of q, beta is 0.25
/// s at least: their fourth cumulant is counted, higher ones are not.
///
/// The factors are empirical, not derived. Seen were up to 0.6 beta for 1 - c of ReLU, 0.4 beta for gradients of tanh
/// and 0.34 beta^2 for E[x] of ReLU, but near 3 for a deep GELU network in terms of depth over width alone, which is
/// why beta grows with the first-order correction. So a PASS says "within the allowance", which the table prints. Where
/// the allowance reaches the value itself, the number is predicted but not tested. Rounding is allowed for with 1e-5
/// (float32) or 1e-11 (float64) of the value. Where theory fails (DomainError, PluginError), its sentence is the reason
/// that there is none.
PointPrediction predict(const Point& point, std::span<const Quantity> quantities);

/// All points of a plan, on the threads of that backend; the numbers do not depend on it.
std::vector<PointPrediction> predict(const Plan& plan, const Backend& backend);
std::vector<PointPrediction> predict(const Plan& plan);  ///< on this thread

/// A run of this plan in which nothing has been measured: its axes, layers, quantities and manifest.
RunResult frame_of(const Plan& plan);

}  // namespace initlab
