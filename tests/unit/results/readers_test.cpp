#include <gtest/gtest.h>
#include <sys/wait.h>

#include "made_up_phase.hpp"
#include "made_up_theory.hpp"
#include "results/csv.hpp"
#include "results/netcdf_store.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

// What a script answers when a package is missing; the same number as ctest's convention for "skipped".
constexpr int package_missing = 77;

void expect_readable_by(const std::string& script, const ScratchFolder& folder) {
  const std::string command =
      "'" INITLAB_PYTHON "' -B '" INITLAB_READERS "/" + script + "' '" + folder.path().string() + "' 2>&1";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == package_missing) GTEST_SKIP() << "xarray, netCDF4, h5py or pandas is not installed";
  EXPECT_EQ(WEXITSTATUS(status), 0) << command;
}

TEST(Readers, xarray_h5py_and_pandas_find_names_coordinates_and_values) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), folder / "sweep.nc", Overwrite::refuse);
  store_csv(small_sweep(), folder / "sweep.csv", Overwrite::refuse);
  expect_readable_by("read_small_sweep.py", folder);
}

TEST(Readers, find_theory_beside_what_was_measured) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), made_up_theory(small_sweep()), folder / "theory.nc", Overwrite::refuse);
  expect_readable_by("read_theory.py", folder);
}

TEST(Readers, find_the_numbers_of_a_phase_diagram) {
  const ScratchFolder folder;
  store_phase_diagram(small_grid(), phase_manifest(), folder / "phase.nc", Overwrite::refuse);
  expect_readable_by("read_phase.py", folder);
}

}  // namespace
}  // namespace initlab::test
