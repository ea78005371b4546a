#include <fmt/format.h>

#include <limits>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/guarded_array.hpp"
#include "conformance/initializer_checks.hpp"
#include "conformance/instance.hpp"
#include "conformance/places.hpp"

namespace initlab {
namespace {

constexpr std::size_t sizes[] = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 100, 1000};

template <class Real>
using Batch = void (Activation::*)(std::span<const Real>, std::span<Real>) const;

template <class Real>
void ask(const Subject& subject, const Activation& phi, Batch<Real> f, const char* what, Doing& doing) {
  for (const std::size_t size : sizes)
    for (const GuardedSide side : {GuardedSide::before, GuardedSide::behind}) {
      const std::string place = fmt::format("{} of {} numbers in {} precision", what, size,
                                            sizeof(Real) == sizeof(float) ? "single" : "double");
      doing.now(fmt::format("asked for {}, with a page that nobody may touch {} them", place,
                            side == GuardedSide::before ? "before" : "behind"));
      GuardedArray<Real> z(size, side), out(size, side);
      for (std::size_t i = 0; i < size; ++i) z.all()[i] = Real(0.37) * static_cast<Real>(i % 11) - Real(1.9);
      std::ranges::fill(out.all(), std::numeric_limits<Real>::quiet_NaN());
      z.make_read_only();
      (phi.*f)(z.all(), out.all());
      for (std::size_t i = 0; i < size; ++i)
        if (std::isnan(out.all()[i]))
          throw Nonconformity(
              fmt::format("{} left entry {} (counted from 0) unwritten, or gave NaN, when asked for {}.",
                          subject.name(), i, place));
    }
}

template <class Real>
void ask(const Subject& subject, const Activation& phi, Doing& doing) {
  ask<Real>(subject, phi, &Activation::value, "phi", doing);
  ask<Real>(subject, phi, &Activation::derivative, "phi'", doing);
}

constexpr std::pair<std::uint32_t, std::uint32_t> shapes[] = {{1, 1}, {3, 5}, {5, 3}, {32, 32}, {1, 100}, {100, 1}};

}  // namespace

std::string check_activation_bounds(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  ask<float>(subject, *phi, doing);
  ask<double>(subject, *phi, doing);
  return fmt::format("It touches nothing beside batches of {} sizes, nor its inputs, and leaves no entry out.",
                     std::size(sizes));
}

std::string check_fill_bounds(const Subject& subject, Doing& doing) {
  const auto initializer = load_initializer(subject, doing);
  const Places places;
  std::size_t asked = 0;
  for (const auto& [fan_out, fan_in] : shapes)
    for (const GuardedSide side : {GuardedSide::before, GuardedSide::behind}) {
      Layer layer = places.ordinary();
      layer.fan_in = fan_in;
      layer.fan_out = fan_out;
      if (!fills(*initializer, layer)) continue;
      doing.now(fmt::format("asked to fill {} x {} entries, with a page that nobody may touch {} them", fan_out, fan_in,
                            side == GuardedSide::before ? "before" : "behind"));
      GuardedArray<double> entries(std::size_t{fan_in} * fan_out, side);
      StreamReader reader(Stream{{1, 2}, 3, 4});
      initializer->fill(layer, host_stream(reader), entries.all());
      ++asked;
    }
  if (asked == 0) return "It fills no matrix itself.";
  return fmt::format("It touches nothing beside matrices of {} shapes and leaves no entry out.", std::size(shapes));
}

}  // namespace initlab
