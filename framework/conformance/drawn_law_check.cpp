#include <fmt/format.h>

#include <cmath>

#include "conformance/host_draws.hpp"
#include "conformance/initializer_checks.hpp"
#include "conformance/instance.hpp"
#include "conformance/places.hpp"

namespace initlab {
namespace {

constexpr std::size_t matrices = 64;
// Student's t with 63 degrees of freedom exceeds 5.6 with probability 5e-7. Two tests a layer, at most 20 layers: a
// false alarm in 50 000 plugins, and always the same one, because the streams are fixed. The 64 matrices of 64 x 64
// independent normal entries know the standard deviation to 0.14 %: a deviation of 1.5 % is noticed with probability
// 0.9999.
constexpr double largest_t = 5.6;
constexpr double rounding = 1e-9;  // of the standard deviation: matrices may have an exact mean square

struct Sample {
  double mean = 0.0, standard_error = 0.0;
};

Sample sample_of(const std::vector<double>& numbers) {
  const double n = static_cast<double>(numbers.size());
  Sample out;
  for (const double x : numbers) out.mean += x / n;
  double squares = 0.0;
  for (const double x : numbers) squares += (x - out.mean) * (x - out.mean);
  out.standard_error = std::sqrt(squares / (n - 1) / n);
  return out;
}

bool differs(const Sample& sample, double expected, double scale) {
  return std::abs(sample.mean - expected) > largest_t * sample.standard_error + rounding * scale;
}

/// Matrices are independent, entries of one need not be: so each matrix is one observation.
void expect_stated_deviation(const Subject& subject, const Initializer& initializer, const Layer& layer,
                             double stated) {
  std::vector<double> means, mean_squares;
  for (std::uint32_t trial = 0; trial < matrices; ++trial) {
    double sum = 0.0, squares = 0.0;
    const std::vector<double> entries = filled(initializer, layer, Stream{{11, 12}, trial, 1});
    for (const double w : entries) sum += w, squares += w * w;
    means.push_back(sum / static_cast<double>(entries.size()));
    mean_squares.push_back(squares / static_cast<double>(entries.size()));
  }
  const Sample mean = sample_of(means), mean_square = sample_of(mean_squares);
  if (differs(mean, 0.0, stated))
    throw Nonconformity(fmt::format("{} fills entries of mean {:.6g} +- {:.1g} where theory reads 0 ({}).",
                                    subject.name(), mean.mean, mean.standard_error, described(layer)));
  if (differs(mean_square, stated * stated, stated * stated))
    throw Nonconformity(
        fmt::format("{} states a standard deviation of {:.6g} and fills entries of {:.6g} +- {:.1g} ({}). Correct the "
                    "number in filled(), or fill().",
                    subject.name(), stated, std::sqrt(mean_square.mean),
                    mean_square.standard_error / (2 * std::sqrt(mean_square.mean)), described(layer)));
}

}  // namespace

std::string check_drawn_law(const Subject& subject, Doing& doing) {
  const auto initializer = load_initializer(subject, doing);
  const Places places;
  HostDraws host(subject.name(), *initializer);
  std::size_t by_itself = 0, silent = 0;
  for (const Layer& layer : places.some()) {
    if (layer.index > 1) continue;  // one of every role
    const Answer answer = ask(*initializer, layer);
    if (answer.refusal) continue;
    const Law& law = answer.weights;
    doing.now(fmt::format("drawn from ({})", described(layer)));
    if (law.family != Law::Family::filled) {
      host.expect_weights(law, layer);
    } else if (law.scale == 0.0) {
      ++silent;
    } else {
      expect_stated_deviation(subject, *initializer, layer, law.scale);
      ++by_itself;
    }
    host.expect_biases(answer.biases, layer);
  }
  std::vector<std::string> sentences;
  if (by_itself > 0)
    sentences.push_back(fmt::format(
        "{} places that it fills have mean 0 and the stated deviation (1.5% more or less would show).", by_itself));
  if (silent > 0)
    sentences.push_back("It fills matrices without stating a deviation; theory will have nothing to say.");
  if (host.laws() > 0)
    sentences.push_back(fmt::format(
        "The host draws, in single precision: {} {} found as stated (a scale {:.1f}% off shows with probability 0.99).",
        host.laws(), host.laws() == 1 ? "law is" : "laws are", std::ceil(1000.0 * host.noticed_error()) / 10.0));
  return fmt::format("{}", fmt::join(sentences, " "));
}

}  // namespace initlab
