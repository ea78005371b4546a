#include "results/csv.hpp"

#include <gtest/gtest.h>

#include <locale>

#include "made_up_run.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

RunResult three_rows() {
  RunResult run = empty_run({0, 1}, {{"activation.mean", "1", "", false}, {"x, y", "1", "", true}},
                            {{"network.width", {2.5}, {"2.5"}}, {"initializer", {}, {"normal(std=\"1\")"}}});
  cell(run, 0, 0, 0) = {3, 0, -0.1, 0.25, 0.5, -1e-300, 2, 0, std::nan(""), std::nan("")};
  cell(run, 0, 0, 1) = {9007199254740992, 1, 1.0 / 3, 0, 0, 0, std::numeric_limits<double>::infinity(), 4, 1e22, 0};
  cell(run, 0, 1, 1) = overflowed(3);
  return run;
}

constexpr auto expected =
    "network.width,initializer,layer,observable,count,mean,standard_error,std,min,max,log_mean,log_std\n"
    "2.5,\"normal(std=\"\"1\"\")\",0,activation.mean,3,-0.10000000000000001,0.25,0.5,-1e-300,2,,\n"
    "2.5,\"normal(std=\"\"1\"\")\",0,\"x, y\",9007199254740992,0.33333333333333331,0,0,0,inf,1e+22,0\n"
    "2.5,\"normal(std=\"\"1\"\")\",1,\"x, y\",0,,,,,,,\n";

TEST(Csv, has_a_row_for_each_measured_layer_and_quantity) { EXPECT_EQ(csv_text(three_rows()), expected); }

TEST(Csv, reaches_its_file_unchanged) {
  const ScratchFolder folder;
  store_csv(three_rows(), folder / "run.csv", Overwrite::refuse);
  EXPECT_EQ(content_of(folder / "run.csv"), expected);
}

struct DecimalComma : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Csv, is_the_same_under_a_locale_with_decimal_commas) {
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new DecimalComma));
  const std::string text = csv_text(three_rows());
  std::locale::global(before);
  EXPECT_EQ(text, expected);
}

}  // namespace
}  // namespace initlab::test
