#include "experiment/stored_plan.hpp"

#include <gmock/gmock.h>

#include <set>

#include "core/config_parser.hpp"
#include "core/config_text.hpp"
#include "core/error.hpp"
#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

StoredPlan made_up_plan() {
  StoredPlan plan;
  plan.manifest = {"Depth of ReLU networks",
                   "With He weights the mean square keeps its size.",
                   "0.1.0",
                   "0123abc",
                   "depth.toml",
                   "# Größe\ntrials = 100\n",
                   {"trials=100", "network.activation='relu'"},
                   7,
                   100,
                   {25, 25, 25, 1},
                   "float32",
                   {{"revealed", "all laws are Gaussian"}, {"dense", "drawn"}, {"dense", "drawn"}, {"dense", "other"}},
                   {{"activation", "relu", "1.0", "gcc 12.2.0", "a1b2", ""},
                    {"initializer", "normal", "1.0", "gcc 12.2.0", "c3d4", "std=0.01"}},
                   "libm-3f9c01a2",
                   {{"rows.npy", "e5f6"}}};
  plan.experiment = "/home/someone/depth.toml";
  plan.plugin_paths = {"/home/someone/my plugins", "/opt/\"more\""};
  plan.shards = 8;
  return plan;
}

std::string refusal_of(const std::string& text) {
  try {
    parse_stored_plan(text, "plan.toml");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

std::string with(std::string text, const std::string& part, const std::string& other) {
  const std::size_t at = text.find(part);
  return at == text.npos ? "does not have " + part : text.replace(at, part.size(), other);
}

void expect_comes_back(const StoredPlan& plan) {
  const std::string text = to_toml(plan);
  EXPECT_TRUE(parse_stored_plan(text, "plan.toml") == plan) << text;
}

TEST(StoredPlan, is_text_that_people_can_read) {
  EXPECT_EQ(to_toml(made_up_plan()), R"(# A plan of initlab.
# It says what a run is, to the bit; to change something, change the experiment file and make another plan.
format = 1
shards = 8

title = "Depth of ReLU networks"
claim = "With He weights the mean square keeps its size."
seed = 7
trials = 100
trials_per_block = [{ trials = 25, repeat = 3 }, { trials = 1 }]
precision = "float32"

initlab_version = "0.1.0"
git_revision = "0123abc"
numerics = "libm-3f9c01a2"
plugin_paths = ["/home/someone/my plugins", "/opt/\"more\""]

[[engine]]
name = "revealed"
reason = "all laws are Gaussian"

[[engine]]
name = "dense"
reason = "drawn"
repeat = 2

[[engine]]
name = "dense"
reason = "other"

[[plugin]]
kind = "activation"
id = "relu"
version = "1.0"
parameters = ""
compiler = "gcc 12.2.0"
sha256 = "a1b2"

[[plugin]]
kind = "initializer"
id = "normal"
version = "1.0"
parameters = "std=0.01"
compiler = "gcc 12.2.0"
sha256 = "c3d4"

[[input]]
path = "rows.npy"
sha256 = "e5f6"

[experiment]
name = "depth.toml"
path = "/home/someone/depth.toml"
overrides = ["trials=100", "network.activation='relu'"]
text = '''
# Größe
trials = 100
'''
)");
}

TEST(StoredPlan, comes_back_as_it_was) { expect_comes_back(made_up_plan()); }

TEST(StoredPlan, comes_back_with_a_table_beside_the_result) {
  StoredPlan plan = made_up_plan();
  plan.csv = "/home/someone/depth.csv";
  expect_comes_back(plan);
}

TEST(StoredPlan, comes_back_with_nothing_in_it) {
  StoredPlan plan;
  expect_comes_back(plan);
}

TEST(StoredPlan, comes_back_with_any_text) {
  std::string controls;
  for (char c = 0; c < 0x20; ++c) controls += c;
  for (const std::string& text : {std::string(),
                                  std::string("no line end"),
                                  std::string("\n"),
                                  std::string("\n\n first line is empty\n\n"),
                                  std::string("'''"),
                                  std::string("''' in the middle ''' of it\n"),
                                  std::string("ends in '"),
                                  std::string("ends in ''"),
                                  std::string("a = \"\"\"b\"\"\"\n"),
                                  std::string("ends in \""),
                                  std::string("a = 'C:\\new\\table'\n"),
                                  std::string("''' \\ \\\n  x"),
                                  std::string("ends in \\"),
                                  std::string("a = 1\r\nb = 2\r\n"),
                                  std::string("a\rb"),
                                  std::string("\xEF\xBB\xBFtrials = 1\n"),
                                  std::string("µ, 漢字, 🎲\n"),
                                  std::string("\xC2\x85 \xE2\x80\xA8\n"),
                                  std::string("\t tab \x7f"),
                                  controls,
                                  "'''" + controls,
                                  std::string("# format = 2\n[experiment]\ntext = '''\n")}) {
    StoredPlan plan = made_up_plan();
    plan.manifest.experiment_text = plan.manifest.title = plan.manifest.claim = text;
    plan.manifest.overrides = {text, text};
    plan.manifest.plugins[1].parameters = text;
    plan.plugin_paths = {text};
    expect_comes_back(plan);
  }
}

TEST(StoredPlan, comes_back_with_any_numbers) {
  for (const std::uint64_t number : {0ull, 9223372036854775807ull, 9223372036854775808ull, 18446744073709551615ull}) {
    StoredPlan plan = made_up_plan();
    plan.manifest.seed = plan.manifest.trials = number;
    plan.manifest.trials_per_block = {number, 1, 1, number};
    expect_comes_back(plan);
  }
}

TEST(StoredPlan, that_is_no_utf8_is_refused) {
  StoredPlan plan = made_up_plan();
  plan.plugin_paths = {"/home/m\xFCller"};
  try {
    to_toml(plan);
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "the plan cannot be stored: a path or an option in it is not UTF-8. Give the file or folder a name "
                 "that is.");
  }
}

TEST(StoredPlan, is_told_from_an_experiment) {
  EXPECT_TRUE(is_stored_plan(to_toml(StoredPlan{})));
  EXPECT_TRUE(is_stored_plan("# A plan of initlab.\r\nformat = 1\r\n"));
  EXPECT_FALSE(is_stored_plan(""));
  EXPECT_FALSE(is_stored_plan("# A plan of initlab. Or rather an experiment.\ntrials = 1\n"));
  EXPECT_FALSE(is_stored_plan("trials = 1\n# A plan of initlab.\n"));
}

TEST(StoredPlan, may_be_longer_than_an_experiment) {
  const ScratchFolder folder;
  const auto read = [&](const std::string& text) { return read_experiment_or_plan(folder.file("file.toml", text)); };
  const std::string comment = "# " + std::string(config_size_limit, 'x');
  EXPECT_EQ(read(to_toml(StoredPlan{}) + comment), to_toml(StoredPlan{}) + comment);
  EXPECT_THROW(read("trials = 1\n" + comment), UsageError);
  EXPECT_THROW(read(to_toml(StoredPlan{}) + "# " + std::string(stored_plan_size_limit, 'x')), UsageError);
}

TEST(StoredPlanReader, says_what_is_wrong_and_where) {
  const std::string good = to_toml(made_up_plan());
  EXPECT_EQ(refusal_of(good), "no error");
  EXPECT_EQ(refusal_of("trials = 1\n"),
            "plan.toml:1:1: is no plan of initlab (its first line is not '# A plan of initlab.'). Use one that initlab "
            "plan has written.");
  EXPECT_EQ(refusal_of(with(good, "format = 1", "format = 2")),
            "plan.toml is a plan of format 2, which a newer initlab has written (this one reads up to 1). Use that "
            "initlab.");
  EXPECT_EQ(refusal_of(with(good, "format = 1", "format = 0")),
            "plan.toml:3:10: 'format' = 0 is out of range (must be at least 1)");
  EXPECT_EQ(refusal_of(with(good, "format = 1\n", "")), "plan.toml: 'format' is missing (an integer, at least 1)");
  EXPECT_EQ(refusal_of(with(good, "shards = 8", "shards = 0")),
            "plan.toml:4:10: 'shards' = 0 is out of range (must be at least 1)");
  EXPECT_EQ(refusal_of(with(good, "shards = 8", "shards = 8\nshard = 3")),
            "plan.toml:5:1: unknown key 'shard' (did you mean 'shards'?)");
  EXPECT_EQ(refusal_of(with(good, "seed = 7", "seed = -7")),
            "plan.toml:8:8: 'seed' must be an integer from 0 to 18446744073709551615 (in quotes beyond "
            "9223372036854775807), not the integer -7");
  EXPECT_EQ(refusal_of(with(good, "repeat = 3", "repeats = 3")),
            "plan.toml:10:36: unknown key 'trials_per_block[0].repeats' (did you mean 'trials_per_block[0].repeat'?)");
  EXPECT_EQ(refusal_of(with(good, "kind = \"activation\"", "kind = 3")),
            "plan.toml:32:8: 'plugin[0].kind' must be a string, not the integer 3");
  EXPECT_EQ(refusal_of(with(good, "[[input]]", "[input]")),
            "plan.toml:47:1: 'input' must be a list of tables, not the table {path=\"rows.npy\",sha256=\"e5f6\"}");
}

TEST(StoredPlanReader, asks_for_every_key) {
  const std::string good = to_toml(made_up_plan());
  int keys = 0;
  for (std::size_t begin = 0; begin < good.find("text = '''"); begin = good.find('\n', begin) + 1) {
    const std::string line = good.substr(begin, good.find('\n', begin) - begin);
    const std::size_t equals = line.find(" = ");
    if (equals == line.npos || line.starts_with("#")) continue;
    const std::string key = line.substr(0, equals);
    if (key == "repeat" || key == "trials_per_block") continue;
    std::string without = good;
    without.erase(begin, line.size() + 1);
    EXPECT_THAT(refusal_of(without), testing::HasSubstr(key + "' is missing")) << line;
    ++keys;
  }
  EXPECT_EQ(keys, 34);
}

TEST(StoredPlan, makes_the_same_plan_again) {
  const ScratchFolder folder;
  const std::filesystem::path file =
      folder.file("depth.toml", "trials = 3\n" + network + "[sweep]\n'network.width' = [4, 8]\n");
  const Plan plan = make_plan(load_experiment(file, {"trials=5", "seed='18446744073709551615'"}), catalogue());
  const StoredPlan stored = parse_stored_plan(to_toml(stored_plan_of(plan, file, {})), "plan.toml");
  folder.file("depth.toml", "nothing of it is left");
  const Plan again = make_plan(stored, catalogue());
  EXPECT_TRUE(again.manifest == plan.manifest);
  EXPECT_EQ(again.command, plan.command);
  EXPECT_EQ(again.blocks.size(), plan.blocks.size());
  EXPECT_EQ(initlab::experiment_of(stored).path, file);
}

TEST(StoredPlan, finds_the_files_that_stand_beside_its_experiment) {
  const ScratchFolder folder;
  const auto rows = [](double last) { return Npy{.data = little_endian<double>({1, 2, 3, 4, 5, last})}.bytes(); };
  folder.file("rows.npy", rows(6));
  const std::filesystem::path file =
      folder.file("depth.toml", "trials = 3\n" + network + "[input]\ndistribution = 'file'\npath = 'rows.npy'\n");
  const Plan plan = make_plan(load_experiment(file, {}), catalogue());
  ASSERT_EQ(plan.manifest.inputs.size(), 1u);
  EXPECT_EQ(plan.manifest.inputs[0].path, "rows.npy");
  EXPECT_EQ(plan.manifest.inputs[0].sha256.size(), 64u);
  const StoredPlan stored = parse_stored_plan(to_toml(stored_plan_of(plan, file, {})), "plan.toml");
  EXPECT_THAT(differences(plan.manifest, make_plan(stored, catalogue()).manifest), testing::IsEmpty());
  folder.file("rows.npy", rows(7));
  const auto changed = differences(plan.manifest, make_plan(stored, catalogue()).manifest);
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(changed[0].name, "input file rows.npy (SHA-256)");
}

TEST(StoredPlan, names_an_input_file_of_several_points_once) {
  const ScratchFolder folder;
  for (const char* name : {"a.npy", "b.npy"})
    folder.file(name, Npy{.data = little_endian<double>({1, 2, 3, 4, 5, 6})}.bytes());
  const Plan plan = plan_of("trials = 3\n" + network +
                                "[input]\ndistribution = 'file'\n[sweep]\n'network.depth' = [1, 2]\n"
                                "'input.path' = ['b.npy', 'a.npy']\n",
                            folder.path());
  ASSERT_EQ(plan.manifest.inputs.size(), 2u);
  EXPECT_EQ(plan.manifest.inputs[0].path, "b.npy");
  EXPECT_EQ(plan.manifest.inputs[1].path, "a.npy");
}

TEST(StoredPlan, of_a_single_trial_makes_that_trial_again) {
  Plan plan = plan_of("trials = 9\n" + network);
  keep_only(plan, 1, 7);
  const StoredPlan stored = stored_plan_of(plan, "/depth.toml", {});
  const Plan again = make_plan(stored, catalogue());
  EXPECT_TRUE(again.manifest == plan.manifest);
  ASSERT_EQ(again.blocks.size(), 1u);
  EXPECT_EQ(again.blocks[0].first_trial, 6u);
  EXPECT_EQ(again.blocks[0].trials, 1u);
}

TEST(Shards, have_each_block_once_and_about_the_same_number) {
  Plan plan;
  for (const std::size_t blocks : {0u, 1u, 7u, 8u, 1000u}) {
    plan.blocks.resize(blocks);
    for (const std::size_t shards : {1u, 2u, 3u, 7u, 8u, 1001u}) {
      std::set<std::size_t> seen;
      std::size_t least = blocks, most = 0, all = 0;
      for (std::size_t shard = 1; shard <= shards; ++shard) {
        const std::vector<std::size_t> part = blocks_of_shard(plan, shard, shards);
        EXPECT_TRUE(std::ranges::is_sorted(part));
        seen.insert(part.begin(), part.end());
        least = std::min(least, part.size()), most = std::max(most, part.size()), all += part.size();
      }
      EXPECT_EQ(all, blocks);
      EXPECT_EQ(seen.size(), blocks);
      EXPECT_TRUE(seen.empty() || *seen.rbegin() == blocks - 1);
      EXPECT_LE(most - least, 1u);
    }
  }
}

TEST(Shards, of_one_point_after_the_other_have_parts_of_every_point) {
  Plan plan;
  plan.blocks.resize(9);
  EXPECT_THAT(blocks_of_shard(plan, 2, 4), testing::ElementsAre(1, 5));
  EXPECT_THAT(blocks_of_shard(plan, 1, 4), testing::ElementsAre(0, 4, 8));
  EXPECT_THAT(blocks_of_shard(plan, 10, 12), testing::IsEmpty());
}

TEST(Shards, that_there_are_not_are_refused) {
  const auto answer = [](std::size_t shard) -> std::string {
    try {
      blocks_of_shard(Plan{}, shard, 8);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(answer(0), "there is no shard 0 (the plan has 8, counted from 1)");
  EXPECT_EQ(answer(9), "there is no shard 9 (the plan has 8, counted from 1)");
  EXPECT_EQ(answer(8), "no error");
}

}  // namespace
}  // namespace initlab::test
