#pragma once
#include <optional>
#include <string_view>

#include "results/run_result.hpp"

namespace initlab {

/// The quantities that texts for people are made of, by their names in result files.
namespace known {
inline constexpr std::string_view preactivation_variance = "preactivation.variance";
inline constexpr std::string_view activation_mean = "activation.mean";
inline constexpr std::string_view activation_second_moment = "activation.second_moment";
inline constexpr std::string_view activation_zero_fraction = "activation.zero_fraction";
inline constexpr std::string_view gradient_preactivation = "gradient.preactivation";
inline constexpr std::string_view gradient_weight = "gradient.weight";
}  // namespace known

/// Position of a quantity; nothing when the run did not measure it.
std::optional<std::size_t> find_quantity(const RunResult& result, std::string_view name);

/// The typical value over networks: the geometric mean, exp(log_mean). These laws are close to log-normal, and their
/// mean is carried by a few networks. NaN without logarithms.
double typical(const Summary& summary);

/// What one layer multiplies the typical value by, from the summaries of two layers that are `steps` layers apart:
/// (typical(last) / typical(first))^(1/steps). NaN when it is not defined.
double factor_per_layer(const Summary& first, const Summary& last, double steps);

}  // namespace initlab
