#include <fmt/format.h>

#include <cstring>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/initializer_checks.hpp"
#include "conformance/instance.hpp"
#include "conformance/places.hpp"
#include "conformance/together.hpp"

namespace initlab {
namespace {

constexpr std::size_t threads = 4;
constexpr std::size_t rounds = 25;

template <class Real>
void compare(const Subject& subject, const Activation& phi) {
  // Every thread has inputs of its own, so that a buffer that they share shows.
  std::vector<std::vector<Real>> z(threads), values(threads), derivatives(threads);
  for (std::size_t t = 0; t < threads; ++t) {
    for (const double each : evenly_spaced(-5.0 + 0.1 * static_cast<double>(t), 5.0, 700 + 13 * t))
      z[t].push_back(static_cast<Real>(each));
    values[t] = values_of(phi, z[t]);
    derivatives[t] = derivatives_of(phi, z[t]);
  }
  const auto same = [](const std::vector<Real>& a, const std::vector<Real>& b) {
    return std::memcmp(a.data(), b.data(), a.size() * sizeof(Real)) == 0;
  };
  together(threads, [&](std::size_t t) {
    for (std::size_t round = 0; round < rounds; ++round)
      if (!same(values_of(phi, z[t]), values[t]) || !same(derivatives_of(phi, z[t]), derivatives[t]))
        throw Nonconformity(
            fmt::format("{} gives other numbers when {} threads ask at once than when one asks after the "
                        "other. It must keep nothing between calls: no statics, no shared buffer.",
                        subject.name(), threads));
  });
}

}  // namespace

std::string check_activation_threads(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  doing.now(fmt::format("asked by {} threads at once", threads));
  compare<float>(subject, *phi);
  compare<double>(subject, *phi);
  return fmt::format("{} threads at once get the same bits as one after the other.", threads);
}

std::string check_initializer_threads(const Subject& subject, Doing& doing) {
  const auto initializer = load_initializer(subject, doing);
  const Places places;
  const std::vector<Layer> some = places.some();
  std::vector<Answer> answers;
  for (const Layer& layer : some) answers.push_back(ask(*initializer, layer));
  doing.now(fmt::format("asked by {} threads at once", threads));
  together(threads, [&](std::size_t t) {
    for (std::size_t round = 0; round < rounds; ++round)
      for (std::size_t i = 0; i < some.size(); ++i) {
        const std::size_t place = (i + t * some.size() / threads) % some.size();
        if (ask(*initializer, some[place]) != answers[place])
          throw Nonconformity(
              fmt::format("{} answers otherwise when {} threads ask at once than when one asks after the "
                          "other. It must keep nothing between calls: no statics.",
                          subject.name(), threads));
      }
  });
  return fmt::format("{} threads at once get the same answers for {} layers as one after the other.", threads,
                     some.size());
}

}  // namespace initlab
