#include "results/run_record.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

const RunRecord record = {"node17", "AMD EPYC 7763",           "AVX2", "openmp", 64, "2024-05-17T09:30:00Z", 12.5,
                          80000,    "initlab run \"a b.toml\""};

TEST(RunRecord, is_kept_beside_its_result) {
  const ScratchFolder folder;
  store_run_record(record, folder / "depth.nc");
  EXPECT_TRUE(std::filesystem::exists(folder / "depth.nc.run.json"));
  EXPECT_EQ(load_run_record(folder / "depth.nc"), record);
}

TEST(RunRecord, of_a_newer_run_replaces_the_older) {
  const ScratchFolder folder;
  store_run_record(RunRecord{}, folder / "depth.nc");
  store_run_record(record, folder / "depth.nc");
  EXPECT_EQ(load_run_record(folder / "depth.nc"), record);
}

TEST(RunRecord, of_no_trials_has_no_rate) {
  const ScratchFolder folder;
  RunRecord phase = record;
  phase.trials_per_second.reset();
  store_run_record(phase, folder / "phase.nc");
  EXPECT_EQ(load_run_record(folder / "phase.nc"), phase);
  EXPECT_EQ(content_of(folder / "phase.nc.run.json").find("trials"), std::string::npos);
}

TEST(RunRecord, survives_texts_that_are_not_utf8) {
  const ScratchFolder folder;
  RunRecord odd = record;
  odd.host = "node\xff";
  store_run_record(odd, folder / "depth.nc");
  EXPECT_EQ(load_run_record(folder / "depth.nc").host, "node\uFFFD");
}

TEST(RunRecord, that_is_missing_or_something_else_is_an_error) {
  const ScratchFolder folder;
  EXPECT_THROW(load_run_record(folder / "depth.nc"), ResultError);
  write_text(folder / "depth.nc.run.json", "{\"host\": 3}");
  EXPECT_THROW(load_run_record(folder / "depth.nc"), ResultError);
}

}  // namespace
}  // namespace initlab::test
