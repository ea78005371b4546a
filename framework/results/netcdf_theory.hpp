#pragma once
#include <vector>

#include "results/netcdf_field.hpp"
#include "results/run_theory.hpp"

namespace initlab {

/// What theory says of one quantity of a run, as variables of the dimensions (axes..., layer). Of these groups those
/// exist of which anything is known:
///
///   QUANTITY.infinite_width, .finite_width, .predicted_std         as in Prediction
///   QUANTITY.verdict                                               on the mean
///   QUANTITY.predicted_log_mean, .predicted_log_std, .log_verdict  the same of the natural logarithm
///   QUANTITY.predicted_square_ratio, .square_ratio_verdict         of E[y^2] / E[y]^2 over networks
std::vector<NetcdfField> theory_fields(const RunResult& run, const RunTheory& theory, std::size_t quantity);

/// Attributes of the whole file, where they say anything, with one value for all points, or one a point: no_theory, why
/// there is none; theory_initializer, whose laws theory read where it is not the network's own.
void write_theory_attributes(NetcdfWriter& file, const RunTheory& theory);

}  // namespace initlab
