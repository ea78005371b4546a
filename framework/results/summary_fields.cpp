#include "results/summary_fields.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr SummaryNumbers nothing_measured = {0, nan, nan, nan, nan, nan, nan, nan, 0, 0};
constexpr double largest_exact_count = 9007199254740992.0;  // 2^53

}  // namespace

SummaryNumbers numbers_of(const Summary& s) {
  if (trials_of(s) == 0) return nothing_measured;
  return {static_cast<double>(s.count),
          s.mean,
          s.standard_error,
          s.standard_deviation,
          s.min,
          s.max,
          s.log_mean,
          s.log_std,
          static_cast<double>(s.nonfinite),
          static_cast<double>(s.log_count)};
}

Summary summary_of(const SummaryNumbers& numbers) {
  const auto count = [&](std::size_t field) {
    if (!(numbers[field] >= 0 && numbers[field] <= largest_exact_count))
      throw DomainError(fmt::format("a {} of {}", summary_fields[field], numbers[field]));
    return static_cast<std::uint64_t>(numbers[field]);
  };
  Summary s;
  s.count = count(0);
  s.mean = numbers[1];
  s.standard_error = numbers[2];
  s.standard_deviation = numbers[3];
  s.min = numbers[4];
  s.max = numbers[5];
  s.log_mean = numbers[6];
  s.log_std = numbers[7];
  s.nonfinite = count(8);
  s.log_count = count(9);
  return s;
}

std::uint64_t trials_of(const Summary& summary) { return summary.count + summary.nonfinite; }

}  // namespace initlab
