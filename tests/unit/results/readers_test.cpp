#include <gtest/gtest.h>
#include <sys/wait.h>

#include "made_up_run.hpp"
#include "results/csv.hpp"
#include "results/netcdf_store.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

// What the script answers when a package is missing; the same number as ctest's convention for "skipped".
constexpr int package_missing = 77;

TEST(Readers, xarray_h5py_and_pandas_find_names_coordinates_and_values) {
  const ScratchFolder folder;
  store_netcdf(small_sweep(), folder / "sweep.nc", Overwrite::refuse);
  store_csv(small_sweep(), folder / "sweep.csv", Overwrite::refuse);
  const std::string command =
      std::string("'" INITLAB_PYTHON "' '" INITLAB_READER_SCRIPT "' '") + folder.path().string() + "' 2>&1";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == package_missing) GTEST_SKIP() << "xarray, netCDF4, h5py or pandas is not installed";
  EXPECT_EQ(WEXITSTATUS(status), 0) << command;
}

}  // namespace
}  // namespace initlab::test
