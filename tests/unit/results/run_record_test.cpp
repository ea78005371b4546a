#include "results/run_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

/// Of a result file that holds the three bytes "abc" (FIPS 180-4, example B.1).
const RunRecord record = {
    .host = "node17",
    .processor = "AMD EPYC 7763",
    .simd_target = "AVX2",
    .backend = "openmp",
    .ranks = 4,
    .threads = 64,
    .started = "2024-05-17T09:30:00Z",
    .seconds = 12.5,
    .trials_per_second = 80000,
    .command_line = "initlab run \"a b.toml\"",
    .result_sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
};

class RunRecordFile : public testing::Test {
 protected:
  RunRecordFile() { write_text(result, "abc"); }
  const ScratchFolder folder;
  const std::filesystem::path result = folder / "depth.nc";
};

TEST_F(RunRecordFile, is_kept_beside_its_result) {
  store_run_record(record, result);
  EXPECT_TRUE(std::filesystem::exists(folder / "depth.nc.run.json"));
  EXPECT_EQ(load_run_record(result), record);
}

TEST_F(RunRecordFile, knows_whether_the_result_is_as_it_was_stored) {
  store_run_record(record, result);
  EXPECT_NO_THROW(require_unchanged(result));
  write_text(result, "abd");
  EXPECT_THROW(require_unchanged(result), ResultError);
  std::filesystem::remove(folder / "depth.nc.run.json");
  try {
    require_unchanged(result);
    ADD_FAILURE() << "nothing was refused";
  } catch (const ResultError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("depth.nc.run.json is not there"));
  }
}

TEST_F(RunRecordFile, of_a_newer_run_replaces_the_older) {
  store_run_record(RunRecord{}, result);
  store_run_record(record, result);
  EXPECT_EQ(load_run_record(result), record);
}

TEST_F(RunRecordFile, of_no_trials_has_no_rate) {
  RunRecord phase = record;
  phase.trials_per_second.reset();
  store_run_record(phase, result);
  EXPECT_EQ(load_run_record(result), phase);
  EXPECT_EQ(content_of(folder / "depth.nc.run.json").find("trials"), std::string::npos);
}

TEST_F(RunRecordFile, survives_texts_that_are_not_utf8) {
  RunRecord odd = record;
  odd.host = "node\xff";
  store_run_record(odd, result);
  EXPECT_EQ(load_run_record(result).host, "node\uFFFD");
}

TEST_F(RunRecordFile, that_is_missing_or_something_else_is_an_error) {
  EXPECT_THROW(load_run_record(result), ResultError);
  write_text(folder / "depth.nc.run.json", "{\"host\": 3}");
  EXPECT_THROW(load_run_record(result), ResultError);
}

}  // namespace
}  // namespace initlab::test
