#include "experiment/experiment_file.hpp"

#include <gmock/gmock.h>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "unit/experiment/scratch_folder.hpp"

namespace initlab::test {
namespace {

class ExperimentFileChanges : public testing::Test {
 protected:
  std::string loaded(const std::string& text, const std::vector<std::string>& changes) {
    return canonical(load_experiment(folder_.file("a.toml", text), changes).table);
  }
  std::string refusal(const std::string& text, const std::vector<std::string>& changes) {
    try {
      loaded(text, changes);
    } catch (const UsageError& error) {
      std::string told = error.what();
      const std::string place = (folder_.path() / "a.toml").string();
      return told.find(place) == told.npos ? told : told.replace(told.find(place), place.size(), "a.toml");
    }
    return "no error";
  }

  ScratchFolder folder_;
};

TEST_F(ExperimentFileChanges, replace_or_add_a_key) {
  EXPECT_EQ(loaded("trials = 3\n", {"trials=5", "network.depth=2"}), "{network={depth=2},trials=5}");
}

TEST_F(ExperimentFileChanges, are_made_in_order_so_that_the_later_wins) {
  EXPECT_EQ(loaded("", {"trials=5", "trials=6"}), "{trials=6}");
}

TEST_F(ExperimentFileChanges, keep_the_text_of_the_file_and_are_remembered) {
  const ExperimentFile file =
      load_experiment(folder_.file("a.toml", "# why\ntrials = 3\r\n"), {"trials=5", "seed = '7'"});
  EXPECT_EQ(file.text, "# why\ntrials = 3\r\n");
  EXPECT_THAT(file.overrides, testing::ElementsAre("trials=5", "seed = '7'"));
}

TEST_F(ExperimentFileChanges, of_a_swept_key_end_its_sweep) {
  EXPECT_EQ(loaded("[sweep]\n'network.depth' = [1, 2]\nseed = [3, 4]\n", {"network.depth=9"}),
            "{network={depth=9},sweep={seed=[3,4]}}");
}

TEST_F(ExperimentFileChanges, can_make_a_sweep) {
  EXPECT_EQ(loaded("", {"sweep={'network.depth' = [1, 2]}"}), "{sweep={\"network.depth\"=[1,2]}}");
}

TEST_F(ExperimentFileChanges, of_a_part_of_a_swept_value_are_told) {
  EXPECT_EQ(refusal("[sweep]\n'network.initializer' = ['he_normal', 'normal']\n", {"network.initializer.std=2"}),
            "--set: 'network.initializer.std' would change nothing, because the file sweeps 'network.initializer' "
            "(a.toml:2:1). Set 'network.initializer' as a whole.");
}

TEST_F(ExperimentFileChanges, of_a_part_of_what_is_no_table_are_told) {
  EXPECT_EQ(refusal("network.initializer = 'he_normal'\n", {"network.initializer.std=2"}),
            "--set: 'network.initializer.std' cannot be set, because 'network.initializer' (a.toml:1:23) is the string "
            "\"he_normal\", not a table. Set 'network.initializer' as a whole.");
}

TEST_F(ExperimentFileChanges, without_an_equals_sign_are_told) {
  EXPECT_EQ(refusal("", {"trials"}), "--set: 'trials' has no '='. Write key=value, as in network.depth=50.");
}

}  // namespace
}  // namespace initlab::test
