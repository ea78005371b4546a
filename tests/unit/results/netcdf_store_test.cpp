#include "results/netcdf_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

#include "core/error.hpp"
#include "made_up_run.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

TEST(NetcdfStore, gives_back_what_was_stored) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), folder / "sweep.nc", Overwrite::refuse);
  EXPECT_TRUE(identical(load_netcdf(folder / "sweep.nc"), small_sweep()));
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(NetcdfStore, gives_back_a_run_without_axes_and_with_an_empty_manifest) {
  const ScratchFolder folder;
  RunResult run = empty_run({0, 1}, {{"activation.mean", "1", "", false}});
  run.manifest = {};
  run.manifest.engines = {{"dense", "its laws are not Gaussian"}};
  run.manifest.trials_per_block = {1};
  cell(run, 0, 1, 0) = normal(7, -0.25, 3);
  store_netcdf(run, folder / "run.nc", Overwrite::refuse);
  EXPECT_TRUE(identical(load_netcdf(folder / "run.nc"), run));
}

TEST(NetcdfStore, keeps_the_largest_seed_and_a_choice_of_engine_for_each_point) {
  const ScratchFolder folder;
  RunResult run = small_sweep();
  run.manifest.seed = std::numeric_limits<std::uint64_t>::max();
  run.manifest.engines = {{"revealed", "a"}, {"dense", "b"}, {"revealed", "a"}, {"dense", "b"}};
  run.manifest.trials_per_block = {1, 2, 3, 4};
  store_netcdf(run, folder / "run.nc", Overwrite::refuse);
  EXPECT_EQ(load_netcdf(folder / "run.nc").manifest, run.manifest);
}

TEST(NetcdfStore, keeps_texts_and_lists_of_plugins_of_any_length) {
  const ScratchFolder folder;
  for (const std::size_t length : {59'999u, 60'000u, 60'001u, 65'535u, 1'000'000u}) {
    RunResult run = small_sweep();
    run.manifest.experiment_text = std::string(length - 2, 'x') + "µ";
    for (int i = 0; i < 1000; ++i)
      run.manifest.plugins.push_back({"initializer", "normal", "1.0", "gcc", "c3d4", "std=" + std::to_string(i)});
    store_netcdf(run, folder / "run.nc", Overwrite::replace);
    EXPECT_EQ(load_netcdf(folder / "run.nc").manifest, run.manifest) << length;
  }
}

TEST(NetcdfStore, keeps_what_each_of_many_points_has) {
  const ScratchFolder folder;
  for (const std::size_t points : {4000u, 4001u, 20'000u}) {
    RunResult run = empty_run({0}, {{"x", "1", "x", false}});
    Axis& axis = run.axes.emplace_back(Axis{"network.activation", {}, {}});
    run.manifest.engines.clear();
    run.manifest.trials_per_block.clear();
    for (std::size_t point = 0; point < points; ++point) {
      axis.labels.push_back("normal(std=" + std::to_string(point) + ")");
      run.manifest.engines.push_back({point % 2 ? "dense" : "revealed", "because of " + std::to_string(point)});
      run.manifest.trials_per_block.push_back(point);
    }
    run.summaries.assign(points, Summary{});
    store_netcdf(run, folder / "run.nc", Overwrite::replace);
    EXPECT_TRUE(identical(load_netcdf(folder / "run.nc"), run)) << points;
  }
}

TEST(NetcdfStore, keeps_extreme_numbers) {
  const ScratchFolder folder;
  RunResult run = small_sweep();
  Summary& summary = cell(run, 0, 1, 0);
  summary.count = std::uint64_t{1} << 53;
  summary.mean = -0.0;
  summary.min = std::numeric_limits<double>::denorm_min();
  summary.max = std::numeric_limits<double>::infinity();
  summary.standard_deviation = 9.969209968386869e+36;  // netCDF's own mark for "missing"
  store_netcdf(run, folder / "run.nc", Overwrite::refuse);
  EXPECT_TRUE(identical(load_netcdf(folder / "run.nc"), run));
}

TEST(NetcdfStore, equal_results_give_equal_bytes_at_any_time) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), folder / "one.nc", Overwrite::refuse);
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 can store times, in seconds
  store_netcdf(small_sweep(), folder / "two.nc", Overwrite::refuse);
  EXPECT_TRUE(content_of(folder / "one.nc") == content_of(folder / "two.nc"));
}

TEST(NetcdfStore, refuses_a_name_that_is_taken_and_an_inconsistent_result) {
  const ScratchFolder folder;
  write_text(folder / "sweep.nc", "old");
  EXPECT_THROW(store_netcdf(small_sweep(), folder / "sweep.nc", Overwrite::refuse), ResultError);
  RunResult run = small_sweep();
  run.summaries.pop_back();
  EXPECT_THROW(store_netcdf(run, folder / "sweep.nc", Overwrite::replace), DomainError);
  EXPECT_EQ(content_of(folder / "sweep.nc"), "old");
  store_netcdf(small_sweep(), folder / "sweep.nc", Overwrite::replace);
  EXPECT_TRUE(identical(load_netcdf(folder / "sweep.nc"), small_sweep()));
}

TEST(NetcdfStore, a_name_that_netcdf_does_not_allow_is_an_error_and_leaves_no_file) {
  const ScratchFolder folder;
  RunResult run = small_sweep();
  run.quantities[0].name = "activation/mean";
  EXPECT_THROW(store_netcdf(run, folder / "sweep.nc", Overwrite::refuse), ResultError);
  EXPECT_EQ(folder.entries(), 0u);
}

TEST(NetcdfStore, loading_something_else_is_an_error_that_names_it) {
  const ScratchFolder folder;
  write_text(folder / "text.nc", "not a netCDF file");
  write_text(folder / "empty.nc", "");
  for (const std::string name : {"text.nc", "empty.nc", "missing.nc", ""}) {
    try {
      load_netcdf(folder / name);
      ADD_FAILURE() << name;
    } catch (const ResultError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr((folder / name).string()));
    }
  }
}

TEST(NetcdfStore, a_truncated_file_is_an_error) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), folder / "whole.nc", Overwrite::refuse);
  const std::string bytes = content_of(folder / "whole.nc");
  for (const std::size_t kept : {bytes.size() / 64, bytes.size() / 16, bytes.size() / 8}) {
    write_text(folder / "part.nc", bytes.substr(0, kept));
    EXPECT_THROW(load_netcdf(folder / "part.nc"), ResultError) << kept;
  }
}

}  // namespace
}  // namespace initlab::test
