#include <gtest/gtest.h>

#include "audit/truncated_normal.hpp"
#include "core/error.hpp"
#include "drawn_weights.hpp"

namespace initlab::test {
namespace {

/// States N(0, 2/fan_in), in a test that needs no plugin.
class He : public Initializer {
 public:
  std::string name() const override { return "he"; }
  Law weights(const Layer& layer) const override { return gaussian(std::sqrt(2.0 / layer.fan_in)); }
  void fill(const Layer&, const initlab_stream&, std::span<double>) const override { throw DomainError("never asked"); }
};

enum class Kind { normal, uniform, truncated };

MemoryFile he_file(std::uint32_t seed, Kind kind, double factor = 1.0) {
  constexpr std::size_t widths[] = {64, 96, 48, 64, 128};
  MemoryFile file;
  Drawn drawn(seed);
  for (std::size_t i = 0; i + 1 < std::size(widths); ++i) {
    const std::size_t n = widths[i] * widths[i + 1];
    const double left = TruncatedNormal{2.0}.std();
    const auto entries = kind == Kind::normal    ? drawn.normal(n)
                         : kind == Kind::uniform ? drawn.uniform(n)
                                                 : drawn.truncated(n, 2.0, left);
    file.add("layers." + std::to_string(i) + ".weight", {widths[i + 1], widths[i]},
             times(entries, factor * std::sqrt(2.0 / static_cast<double>(widths[i]))));
  }
  return file;
}

bool is_accused(const MemoryFile& file, const Initializer* claims, double false_alarms) {
  AuditOptions options;
  options.claims = claims;
  options.false_alarms = false_alarms;
  return audit(file, options).worst() != Judgement::ok;
}

TEST(Calibration, good_files_are_accused_no_more_often_than_stated) {
  // At a rate that can be counted; the levels of the tests follow from it as they do from 1e-3.
  constexpr int files = 400;
  constexpr double rate = 0.2;
  const double most = files * rate + 4.0 * std::sqrt(files * rate * (1.0 - rate));
  const He he;
  for (const Kind kind : {Kind::normal, Kind::truncated}) {
    int claimed = 0;
    for (std::uint32_t seed = 0; seed < files; ++seed) claimed += is_accused(he_file(60'000 + seed, kind), &he, rate);
    EXPECT_LE(claimed, most);
    EXPECT_GE(claimed, files * rate / 4.0);  // the level is used, not only kept
  }
  for (const Kind kind : {Kind::normal, Kind::uniform, Kind::truncated}) {
    int accused = 0;
    for (std::uint32_t seed = 0; seed < files; ++seed)
      accused += is_accused(he_file(70'000 + seed, kind), nullptr, rate);
    EXPECT_LE(accused, most);
  }
}

TEST(Calibration, at_the_usual_rate_some_hundred_good_files_pass_and_their_broken_twins_do_not) {
  const He he;
  int accused = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    accused += is_accused(he_file(80'000 + seed, Kind::normal), &he, 1e-3);
    // 4608 entries and more: five per cent are 4.8 standard errors of the smallest matrix, 6 of the next, 8 of the
    // last.
    ASSERT_TRUE(is_accused(he_file(90'000 + seed, Kind::normal, 1.05), &he, 1e-3)) << seed;
  }
  EXPECT_LE(accused, 3);  // 0.3 are expected: more than three have a probability of 3e-4
}

}  // namespace
}  // namespace initlab::test
