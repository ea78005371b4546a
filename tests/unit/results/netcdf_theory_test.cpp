#include "results/netcdf_theory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "made_up_theory.hpp"
#include "results/netcdf_store.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;
using testing::IsNan;

const std::string moment = "activation.second_moment";

/// A stored run, opened again.
class StoredTheory {
 public:
  StoredTheory(const RunResult& run, const RunTheory& theory) {
    const ScratchFolder folder;
    store_netcdf(run, theory, folder / "run.nc", Overwrite::refuse);
    read_back = load_netcdf(folder / "run.nc");
    bytes = content_of(folder / "run.nc");
  }
  NetcdfReader reader() { return NetcdfReader(bytes, "run.nc"); }

  RunResult read_back;
  std::string bytes;
};

TEST(NetcdfTheory, leaves_the_run_as_it_was) {
  EXPECT_TRUE(identical(StoredTheory(small_sweep(), made_up_theory(small_sweep())).read_back, small_sweep()));
}

TEST(NetcdfTheory, stands_where_its_measurement_stands) {
  const RunResult run = small_sweep();
  const RunTheory theory = made_up_theory(run);
  StoredTheory stored(run, theory);
  const NetcdfReader file = stored.reader();
  const std::vector<double> infinite = file.numbers(moment + ".infinite_width");
  const std::vector<double> finite = file.numbers(moment + ".finite_width");
  const std::vector<double> spread = file.numbers(moment + ".predicted_std");
  ASSERT_EQ(infinite.size(), run.points() * run.layers.size());
  for (std::size_t point = 0; point < run.points(); ++point)
    for (std::size_t layer = 0; layer < run.layers.size(); ++layer) {
      const std::size_t place = point * run.layers.size() + layer;
      if (layer < theory.predictions[point].layers()) {
        EXPECT_EQ(infinite[place], run.at(point, layer, 0).mean * 1.25);
        EXPECT_EQ(finite[place], theory.predictions[point].at(layer, 0).finite_width);
        EXPECT_EQ(spread[place], run.at(point, layer, 0).standard_deviation);
      } else {
        EXPECT_THAT(infinite[place], IsNan());
        EXPECT_THAT(finite[place], IsNan());
        EXPECT_THAT(spread[place], IsNan());
      }
    }
}

TEST(NetcdfTheory, has_the_verdicts_of_the_table) {
  const RunResult run = small_sweep();
  StoredTheory stored(run, made_up_theory(run));
  const NetcdfReader file = stored.reader();
  EXPECT_EQ(file.text_attribute(moment + ".verdict", "flag_meanings"), "pass fail unreliable none");
  // Point 0 has layers 0 to 2 and a wrong prediction at the last, point 1 no theory, points 2 and 3 all four layers.
  EXPECT_THAT(file.numbers(moment + ".verdict"), ElementsAre(0, 0, 1, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(file.numbers(moment + ".log_verdict"), ElementsAre(0, 0, 0, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0));
}

TEST(NetcdfTheory, of_which_nothing_is_known_is_not_there) {
  StoredTheory stored(small_sweep(), made_up_theory(small_sweep()));
  const NetcdfReader file = stored.reader();
  EXPECT_EQ(file.text_attribute(moment, "ancillary_variables"),
            moment + ".infinite_width " + moment + ".finite_width " + moment + ".predicted_std " + moment +
                ".verdict " + moment + ".predicted_log_mean " + moment + ".predicted_log_std " + moment +
                ".log_verdict");
  EXPECT_EQ(file.text_attribute("gradient.preactivation", "ancillary_variables"), "");
  EXPECT_THROW(file.numbers("gradient.preactivation.infinite_width"), ResultError);
  EXPECT_THROW(file.numbers(moment + ".square_ratio_verdict"), ResultError);
}

TEST(NetcdfTheory, says_for_each_point_why_there_is_none) {
  RunTheory theory = made_up_theory(small_sweep());
  StoredTheory some(small_sweep(), theory);
  EXPECT_THAT(some.reader().list_attribute("", "no_theory"),
              ElementsAre("", "residual-preact has no theory yet", "", ""));
  EXPECT_THAT(some.reader().list_attribute("", "theory_initializer"), ElementsAre());
  for (PointPrediction& point : theory.predictions) point.initializer = "he_normal";
  StoredTheory all(small_sweep(), theory);
  EXPECT_THAT(all.reader().list_attribute("", "theory_initializer"), ElementsAre("he_normal"));
}

TEST(NetcdfTheory, of_squares_is_kept_where_it_is_exact) {
  RunTheory theory = made_up_theory(small_sweep());
  theory.predictions[3].at(1, 0).square_ratio = 1.05;
  theory.assessment = assess(small_sweep(), theory.predictions);
  StoredTheory stored(small_sweep(), theory);
  const std::vector<double> ratios = stored.reader().numbers(moment + ".predicted_square_ratio");
  EXPECT_EQ(ratios.at(3 * 4 + 1), 1.05);
  EXPECT_THAT(ratios.at(3 * 4 + 2), IsNan());
  EXPECT_NE(stored.reader().numbers(moment + ".square_ratio_verdict").at(3 * 4 + 1), 3.0);
}

TEST(NetcdfTheory, of_no_points_leaves_the_file_as_it_is_without) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), folder / "without.nc", Overwrite::refuse);
  EXPECT_TRUE(StoredTheory(small_sweep(), {}).bytes == content_of(folder / "without.nc"));
}

}  // namespace
}  // namespace initlab::test
