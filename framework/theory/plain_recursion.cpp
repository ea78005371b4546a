#include "theory/plain_recursion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "theory/asymptotic_moments.hpp"

namespace initlab {
namespace {

void check(const InputPair& input) {
  if (!(input.mean_square >= 0.0 && std::isfinite(input.mean_square) && input.one_minus_c >= 0.0 &&
        input.one_minus_c <= 2.0))
    throw DomainError(
        fmt::format("inputs of mean square {} and 1 - c = {} (a mean square is finite and not negative, 1 - c lies "
                    "between 0 and 2). Correct the input.",
                    input.mean_square, input.one_minus_c));
}

// Mean square and half the mean squared distance of two inputs' x, in a common unit.
struct Signal {
  double mean_square;
  double half_square_distance;
  double log_unit;

  Signal in_unit(double unit) const {
    return {converted(mean_square, log_unit, unit), converted(half_square_distance, log_unit, unit), unit};
  }
};

PlainLayer preactivation(const LayerVariances& layer, Signal x) {
  // Beside a bias, what is too small for a double is zero.
  if (layer.bias > 0.0 && x.log_unit < 0.0) x = x.in_unit(0.0);
  const double bias = converted(layer.bias, 0.0, x.log_unit);
  const double q = layer.weight * x.mean_square + bias;
  const double one_minus_c = q > 0.0 ? std::min(layer.weight * x.half_square_distance / q, 2.0) : 0.0;
  return {ScaledLength{q, x.log_unit}.fitted(), one_minus_c};
}

Signal activated(const AsymptoticMoments& phi, const PlainLayer& h) {
  return {phi.second_moment(h.length), phi.deficit(h.length, h.one_minus_c), h.length.log_unit};
}

}  // namespace

std::vector<PlainLayer> plain_recursion(const Moments& phi, std::span<const LayerVariances> layers,
                                        const InputPair& input) {
  check(input);
  const AsymptoticMoments moments(phi);
  Signal x = {input.mean_square, input.mean_square * input.one_minus_c, 0.0};
  std::vector<PlainLayer> result;
  result.reserve(layers.size());
  for (const LayerVariances& layer : layers) {
    check(layer);
    result.push_back(preactivation(layer, x));
    x = activated(moments, result.back());
  }
  return result;
}

std::vector<double> plain_log_gradients(const Moments& phi, std::span<const LayerVariances> layers,
                                        std::span<const PlainLayer> signal, std::span<const std::size_t> widths) {
  const std::size_t depth = layers.size();
  if (signal.size() != depth || (!widths.empty() && widths.size() != depth + 1))
    throw DomainError(
        fmt::format("{} layers with {} signals and {} widths (a width belongs to x_0 and to every layer). "
                    "Give numbers that fit.",
                    depth, signal.size(), widths.size()));
  const AsymptoticMoments moments(phi);
  std::vector<double> log_gradients(depth, 0.0);
  for (std::size_t l = depth; l-- > 1;) {  // signal[l - 1] is layer l
    const double mean_square_slope = moments.derivative_second_moment(signal[l - 1].length);
    const double width_ratio =
        widths.empty() ? 1.0 : static_cast<double>(widths[l + 1]) / static_cast<double>(widths[l]);
    log_gradients[l - 1] = log_gradients[l] + std::log(layers[l].weight * width_ratio * mean_square_slope);
  }
  return log_gradients;
}

}  // namespace initlab
