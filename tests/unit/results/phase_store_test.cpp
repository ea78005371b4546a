#include "results/phase_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "made_up_phase.hpp"
#include "results/netcdf_file.hpp"
#include "results/netcdf_store.hpp"
#include "scratch_folder.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;

std::string stored_bytes_of(const PhaseGrid& grid) {
  const ScratchFolder folder;
  store_phase_diagram(grid, phase_manifest(), folder / "phase.nc", Overwrite::refuse);
  EXPECT_EQ(folder.entries(), 1u);
  return content_of(folder / "phase.nc");
}

TEST(PhaseStore, keeps_every_number_of_every_point) {
  const PhaseGrid grid = small_grid();
  std::string bytes = stored_bytes_of(grid);
  const NetcdfReader file(bytes, "phase.nc");
  EXPECT_THAT(file.dimensions(), ElementsAre("sigma_b", "sigma_w"));
  EXPECT_THAT(file.numbers("sigma_b"), ElementsAre(0, 0.3));
  EXPECT_THAT(file.numbers("sigma_w"), ElementsAre(0.5, 1, 1.5));
  const std::pair<const char*, double PhasePoint::*> variables[] = {{"q", &PhasePoint::q},
                                                                    {"chi_1", &PhasePoint::chi_1},
                                                                    {"one_minus_c", &PhasePoint::one_minus_c},
                                                                    {"xi_c", &PhasePoint::xi_c},
                                                                    {"xi_q", &PhasePoint::xi_q}};
  for (const auto& [name, number] : variables)
    for (std::size_t row = 0; row < 2; ++row)
      for (std::size_t column = 0; column < 3; ++column)
        EXPECT_THAT(file.numbers(name).at(3 * row + column), testing::NanSensitiveDoubleEq(grid[row][column].*number))
            << name;
}

TEST(PhaseStore, keeps_fates_as_flags) {
  std::string bytes = stored_bytes_of(small_grid());
  const NetcdfReader file(bytes, "phase.nc");
  EXPECT_EQ(file.text_attribute("fate", "flag_meanings"), "converges vanishes grows stays");
  EXPECT_THAT(file.numbers("fate"), ElementsAre(1, 3, 2, 0, 0, 0));
}

TEST(PhaseStore, says_how_it_was_made) {
  std::string bytes = stored_bytes_of(small_grid());
  const NetcdfReader file(bytes, "phase.nc");
  EXPECT_EQ(file.text_attribute("", "Conventions"), "initlab-phase-1");
  EXPECT_EQ(file.text_attribute("", "source"), "initlab 0.1.0");
  EXPECT_EQ(file.text_attribute("", "git_revision"), "0123abc");
  EXPECT_EQ(file.text_attribute("", "activation"), "leaky_relu(slope=0.2)");
  EXPECT_EQ(file.text_attribute("", "command"), phase_manifest().command);
  EXPECT_THAT(file.text_attribute("", "plugins"), testing::HasSubstr("\"sha256\":\"a1b2\""));
}

TEST(PhaseStore, equal_diagrams_give_equal_bytes_and_others_do_not) {
  EXPECT_TRUE(stored_bytes_of(small_grid()) == stored_bytes_of(small_grid()));
  PhaseGrid other = small_grid();
  other[1][2].xi_q = 0;
  EXPECT_FALSE(stored_bytes_of(other) == stored_bytes_of(small_grid()));
}

TEST(PhaseStore, refuses_a_name_that_is_taken) {
  const ScratchFolder folder;
  write_text(folder / "phase.nc", "old");
  EXPECT_THROW(store_phase_diagram(small_grid(), phase_manifest(), folder / "phase.nc", Overwrite::refuse),
               ResultError);
  EXPECT_EQ(content_of(folder / "phase.nc"), "old");
  store_phase_diagram(small_grid(), phase_manifest(), folder / "phase.nc", Overwrite::replace);
  EXPECT_NE(content_of(folder / "phase.nc"), "old");
}

TEST(PhaseStore, is_not_taken_for_a_run) {
  const ScratchFolder folder;
  store_phase_diagram(small_grid(), phase_manifest(), folder / "phase.nc", Overwrite::refuse);
  try {
    load_netcdf(folder / "phase.nc");
    FAIL();
  } catch (const ResultError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("initlab-phase-1"));
  }
}

}  // namespace
}  // namespace initlab::test
