#include "experiment/plan_differences.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <sstream>

#include "core/error.hpp"
#include "experiment/settings.hpp"
#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

using Cause = PlanDifference::Cause;
using Told = std::vector<std::string>;

/// "seed: 1 -> 2", one for each difference.
Told told(const Manifest& stored, const Manifest& now) {
  Told lines;
  for (const PlanDifference& difference : differences(stored, now))
    lines.push_back(difference.name + ": " + difference.stored + " -> " + difference.now);
  return lines;
}

Manifest manifest() {
  Manifest out;
  out.title = "T";
  out.claim = "C";
  out.initlab_version = "0.1.0";
  out.git_revision = "0123abc";
  out.experiment_name = "depth.toml";
  out.experiment_text = "trials = 100\n[network]\ndepth = 50\n";
  out.seed = 7;
  out.trials = 100;
  out.trials_per_block = {25};
  out.precision = "float32";
  out.engines = {{"revealed", "all laws are Gaussian"}};
  out.plugins = {{"activation", "relu", "1.0", "gcc 12.2.0", "a1b2", ""},
                 {"initializer", "normal", "1.0", "gcc 12.2.0", "c3d4", "std=0.01"}};
  out.numerics = "libm-3f9c01a2";
  out.inputs = {{"rows.npy", "e5f6"}};
  return out;
}

Told after(const std::function<void(Manifest&)>& change) {
  Manifest now = manifest();
  change(now);
  return told(manifest(), now);
}

TEST(Differences, of_equal_manifests_are_none) {
  EXPECT_EQ(told(manifest(), manifest()), Told{});
  EXPECT_EQ(told({}, {}), Told{});
}

// Does not compile when a manifest gets a new field: it then needs a case below.
TEST(Differences, name_every_field_of_a_manifest) {
  Manifest whole;
  auto& [title, claim, initlab_version, git_revision, experiment_name, experiment_text, overrides, seed, trials,
         trials_per_block, precision, engines, plugins, numerics, inputs] = whole;
  struct Case {
    const void* field;
    std::function<void(Manifest&)> change;
    std::string difference;
  };
  const std::vector<Case> cases{
      {&title, [](Manifest& m) { m.title = "U"; }, "title: \"T\" -> \"U\""},
      {&claim, [](Manifest& m) { m.claim = ""; }, "claim: \"C\" -> \"\""},
      {&initlab_version, [](Manifest& m) { m.initlab_version = "0.2.0"; }, "initlab version: 0.1.0 -> 0.2.0"},
      {&git_revision, [](Manifest& m) { m.git_revision = "0123abd"; }, "initlab git revision: 0123abc -> 0123abd"},
      {&experiment_name, [](Manifest& m) { m.experiment_name = "d.toml"; },
       "name of the experiment file: \"depth.toml\" -> \"d.toml\""},
      {&experiment_text, [](Manifest& m) { m.experiment_text = "trials = 100\n[network]\ndepth = 51\n"; },
       "network.depth: 50 -> 51"},
      {&overrides, [](Manifest& m) { m.overrides = {"network.depth=52"}; }, "network.depth: 50 -> 52"},
      {&seed, [](Manifest& m) { m.seed = 8; }, "seed: 7 -> 8"},
      {&trials, [](Manifest& m) { m.trials = 101; }, "trials: 100 -> 101"},
      {&trials_per_block, [](Manifest& m) { m.trials_per_block = {24}; }, "trials per block: 25 -> 24"},
      {&precision, [](Manifest& m) { m.precision = "float64"; }, "precision: float32 -> float64"},
      {&engines, [](Manifest& m) { m.engines[0].name = "dense"; },
       "engine: revealed (all laws are Gaussian) -> dense (all laws are Gaussian)"},
      {&plugins, [](Manifest& m) { m.plugins[0].version = "1.1"; }, "plugin activation relu version: 1.0 -> 1.1"},
      {&numerics, [](Manifest& m) { m.numerics = "libm-0"; }, "numerics class: libm-3f9c01a2 -> libm-0"},
      {&inputs, [](Manifest& m) { m.inputs[0].sha256 = "e5f7"; }, "input file rows.npy (SHA-256): e5f6 -> e5f7"},
  };
  std::set<const void*> classified;
  for (const auto& [field, change, difference] : cases) {
    EXPECT_EQ(after(change), Told{difference});
    classified.insert(field);
  }
  EXPECT_EQ(classified.size(), 15u);
}

TEST(Differences, name_every_field_of_a_plugin) {
  PluginIdentity whole;  // a new field does not compile
  [[maybe_unused]] const auto& [kind, id, version, compiler, sha256, parameters] = whole;
  const auto changed = [](std::string PluginIdentity::*field, const char* value) {
    return after([=](Manifest& m) { m.plugins[1].*field = value; });
  };
  EXPECT_EQ(changed(&PluginIdentity::kind, "activation"),
            (Told{"plugin initializer normal: used -> not used", "plugin activation normal: not used -> used"}));
  EXPECT_EQ(changed(&PluginIdentity::id, "uniform"),
            (Told{"plugin initializer normal: used -> not used", "plugin initializer uniform: not used -> used"}));
  EXPECT_EQ(changed(&PluginIdentity::version, "2"), Told{"plugin initializer normal version: 1.0 -> 2"});
  EXPECT_EQ(changed(&PluginIdentity::compiler, "clang"),
            Told{"plugin initializer normal compiler: gcc 12.2.0 -> clang"});
  EXPECT_EQ(changed(&PluginIdentity::sha256, "c3d5"), Told{"plugin initializer normal file (SHA-256): c3d4 -> c3d5"});
  EXPECT_EQ(changed(&PluginIdentity::parameters, ""), Told{"plugin initializer normal parameters: std=0.01 -> none"});
}

TEST(Differences, of_a_plugin_with_several_parameters_are_told_once) {
  Manifest stored = manifest();
  stored.plugins.push_back({"initializer", "normal", "1.0", "gcc 12.2.0", "c3d4", "std=0.02"});
  Manifest now = stored;
  now.plugins[1].sha256 = now.plugins[2].sha256 = "new";
  EXPECT_EQ(told(stored, now), Told{"plugin initializer normal file (SHA-256): c3d4 -> new"});
  now = stored;
  now.plugins[2].parameters = "std=0.03";
  EXPECT_EQ(told(stored, now), Told{"plugin initializer normal parameters: std=0.01; std=0.02 -> std=0.01; std=0.03"});
  // from_file: two files that have changed places.
  now = stored;
  stored.plugins[1].sha256 = now.plugins[2].sha256 = "other";
  EXPECT_EQ(told(stored, now), Told{"plugin initializer normal file (SHA-256): other -> c3d4"});
}

TEST(Differences, of_points_name_the_points) {
  Manifest stored = manifest(), now = manifest();
  stored.trials_per_block = {25, 25, 10};
  now.trials_per_block = {25, 10, 10};
  now.engines = {{"revealed", "r"}, {"dense", "d"}, {"dense", "d"}};
  EXPECT_EQ(told(stored, now),
            (Told{"trials per block: 25 (points 1 to 2), 10 (point 3) -> 25 (point 1), 10 (points 2 to 3)",
                  "engine: revealed (all laws are Gaussian) -> revealed (r) (point 1), dense (d) (points 2 to 3)"}));
}

TEST(Differences, of_input_files_name_those_that_came_and_went) {
  EXPECT_EQ(after([](Manifest& m) { m.inputs[0].path = "columns.npy"; }),
            (Told{"input file rows.npy: used -> not used", "input file columns.npy: not used -> used"}));
}

/// Of two texts of one experiment file.
Told texts(const std::string& stored, const std::string& now, const std::vector<std::string>& overrides = {}) {
  Manifest a = manifest(), b = manifest();
  a.experiment_text = stored;
  b.experiment_text = now;
  b.overrides = overrides;
  return told(a, b);
}

TEST(SettingDifferences, are_none_for_layout_comments_order_of_keys_and_spelling_of_numbers) {
  const std::string text =
      "trials = 100\n[network]\ndepth = 50\nactivation = { plugin = 'leaky_relu', slope = 1 }\nwidth = [1, 2]\n"
      "[sweep]\n'input.value' = [1.0, 100.0]\n";
  for (const std::string& other : {
           "# A remark.\n\n" + text + "\n# Another.",
           std::string("trials=100\r\n[sweep]\r\n'input.value' = [1, 1e2]\r\n[network]\r\nwidth = [ 1,\r\n 0x2, ]\r\n"
                       "depth = 5_0\r\nactivation.slope = 1.0\r\nactivation.plugin = \"leaky_relu\"\r\n[input]\r\n"),
           "\xEF\xBB\xBF" + text,
       })
    EXPECT_EQ(texts(text, other), Told{}) << other;
}

TEST(SettingDifferences, apply_the_changes_of_the_command_line) {
  EXPECT_EQ(texts("network.depth = 50\n", "network.depth = 1\n", {"network.depth=50"}), Told{});
  EXPECT_EQ(texts("network.depth = 50\n", "network.depth = 50\n", {"network.depth=100"}),
            Told{"network.depth: 50 -> 100"});
  EXPECT_EQ(texts("[sweep]\n'network.depth' = [1, 2]\n", "[sweep]\n'network.depth' = [1, 2]\n", {"network.depth=2"}),
            (Told{"sweep.network.depth: [1,2] -> not given", "network.depth: not given -> 2"}));
}

TEST(SettingDifferences, compare_what_the_manifest_has_itself_there) {
  EXPECT_EQ(texts("trials = 5\n", "trials = 5\nseed = 7\nprecision = 'float32'\ntitle = 'T'\n"), Told{});
  EXPECT_EQ(texts("trials = 5\n", "trials = 6\n"), Told{}) << "the manifests have 100 trials";
}

TEST(SettingDifferences, name_keys_that_came_and_went) {
  EXPECT_EQ(texts("engine = 'dense'\n", "input.count = 2\n"),
            (Told{"engine: \"dense\" -> not given", "input.count: not given -> 2"}));
}

TEST(SettingDifferences, of_a_sweep_are_its_values_and_the_order_of_its_axes) {
  EXPECT_EQ(texts("[sweep]\nseed = [1, 2]\n", "[sweep]\nseed = [1, 3]\n"), Told{"sweep.seed: [1,2] -> [1,3]"});
  EXPECT_EQ(texts("[sweep]\nseed = [1, 2]\n", "[sweep]\nseed = [2, 1]\n"), Told{"sweep.seed: [1,2] -> [2,1]"});
  EXPECT_EQ(texts("[sweep]\nseed = [1, 2]\ntrials = [3, 4]\n", "[sweep]\ntrials = [3, 4]\nseed = [1, 2]\n"),
            Told{"order of the sweep's axes: seed, trials -> trials, seed"});
}

TEST(SettingDifferences, tell_a_single_trial_from_all) {
  EXPECT_EQ(texts("trials = 5\n", "trials = 5\n", {"--only 3:4711"}), Told{"--only: not given -> 3:4711"});
}

/// Two legal values for every key that an experiment may have, and the keys that it needs beside.
struct TwoValues {
  std::string key, one, other, beside;
};
const std::vector<TwoValues> every_key{
    {"title", "'a'", "'b'", ""},
    {"claim", "'a'", "'b'", ""},
    {"trials", "5", "6", ""},
    {"seed", "5", "6", ""},
    {"engine", "'dense'", "'auto'", ""},
    {"precision", "'float32'", "'float64'", ""},
    {"network.architecture", "'residual-reduced'", "'plain'", ""},
    {"network.branch_layers", "2", "3", "network.architecture='residual-preact'"},
    {"network.depth", "3", "4", ""},
    {"network.width", "8", "9", ""},
    {"network.input_width", "8", "9", ""},
    {"network.activation", "'tanh'", "'relu'", ""},
    {"network.initializer", "'he_normal'", "'lecun_normal'", ""},
    {"network.initializer.std", "0.5", "0.25", "network.initializer={plugin='normal'}"},
    {"input.distribution", "'sphere'", "'constant'", ""},
    {"input.count", "2", "3", ""},
    {"input.correlation", "0.5", "0.25", "input.count=2"},
    {"input.value", "0.5", "0.25", "input.distribution='constant'"},
    {"input.path", "'a.npy'", "'b.npy'", "input={distribution='file'}"},
    {"input.first_row", "0", "1", "input={distribution='file',path='a.npy'}"},
    {"input.normalize", "false", "true", "input={distribution='file',path='a.npy'}"},
    {"measure.observables", "['forward']", "['gradient']", ""},
    {"measure.cotangents", "'independent'", "'shared'", ""},
    {"theory.initializer", "'he_normal'", "'lecun_normal'", ""},
};

/// The keys that the reader knows, as it lists them itself when it meets an unknown one.
std::set<std::string> known_keys() {
  std::set<std::string> keys;
  for (const std::string table : {"", "network.", "input.", "measure.", "theory."}) {
    std::string list;
    try {
      const ExperimentFile file =
          experiment_from_text("depth.toml", "trials = 3\n" + network, {table + "zqzqzqzqzqzq=1"});
      read_settings(file.table, {});
    } catch (const UsageError& error) {
      list = error.what();
    }
    const std::string beginning = "(known here: ";
    list.erase(0, list.find(beginning) + beginning.size());
    list.pop_back();
    std::istringstream names(list);
    for (std::string name; std::getline(names >> std::ws, name, ',');) keys.insert(table + name);
  }
  for (const char* table : {"network", "input", "measure", "theory", "sweep"}) keys.erase(table);
  return keys;
}

TEST(SettingDifferences, have_two_values_here_of_every_key_that_the_reader_knows) {
  std::set<std::string> here;
  for (const TwoValues& setting : every_key) here.insert(setting.key);
  here.erase("network.initializer.std");
  EXPECT_EQ(here, known_keys());
}

TEST(SettingDifferences, name_every_key_that_an_experiment_can_have) {
  const ScratchFolder folder;
  for (const char* name : {"a.npy", "b.npy"})
    folder.file(name, Npy{.data = little_endian<double>({1, 2, 3, 4, 5, 6})}.bytes());
  const auto manifest_with = [&](const std::vector<std::string>& changes) {
    return make_plan(experiment_from_text(folder.path() / "depth.toml", "trials = 3\n" + network, changes), catalogue())
        .manifest;
  };
  for (const auto& [key, one, other, beside] : every_key) {
    std::vector<std::string> stored, now;
    if (!beside.empty()) stored = now = {beside};
    stored.push_back(key + "=" + one), now.push_back(key + "=" + other);
    const auto all = differences(manifest_with(stored), manifest_with(now));
    EXPECT_TRUE(std::ranges::any_of(all, [&](const PlanDifference& each) {
      return each.name == key && each.cause == Cause::setting;
    })) << key;
    EXPECT_TRUE(differences(manifest_with(now), manifest_with(now)).empty()) << key;
  }
}

TEST(RequireSamePlan, lets_equal_plans_pass) { require_same_plan(manifest(), manifest(), "depth.nc.journal"); }

std::string refusal_of(const std::function<void(Manifest&)>& change, const std::string& what) {
  Manifest now = manifest();
  change(now);
  try {
    require_same_plan(manifest(), now, what);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(RequireSamePlan, says_what_differs_and_how_to_go_on) {
  EXPECT_EQ(refusal_of(
                [](Manifest& m) {
                  m.seed = 8;
                  m.overrides = {"network.depth=100"};
                  m.trials_per_block = {12};
                },
                "my results/depth.nc.journal"),
            "my results/depth.nc.journal was begun with another plan; what differs:\n"
            "  network.depth: 50 (stored) -> 100\n"
            "  seed: 7 (stored) -> 8\n"
            "  trials per block: 25 (stored) -> 12\n"
            "Go on with the stored plan: initlab run 'my results/depth.nc' --resume; or start anew with --force.");
}

TEST(RequireSamePlan, does_not_send_to_the_stored_plan_where_that_cannot_be_had) {
  EXPECT_EQ(refusal_of([](Manifest& m) { m.seed = 8, m.plugins[0].sha256 = "a1b3"; }, "depth.nc.journal"),
            "depth.nc.journal was begun with another plan; what differs:\n"
            "  seed: 7 (stored) -> 8\n"
            "  plugin activation relu file (SHA-256): a1b2 (stored) -> a1b3\n"
            "Go on where these are as they were: initlab run depth.nc --resume; or start anew with --force.");
}

TEST(RequireSamePlan, says_what_to_do_with_what_was_found) {
  const auto last_line = [](const std::string& what, const std::function<void(Manifest&)>& change) {
    const std::string text = refusal_of(change, what);
    EXPECT_THAT(text, testing::StartsWith(what + " is of another plan; what differs:\n  "));
    return text.substr(text.rfind('\n') + 1);
  };
  const auto seed = [](Manifest& m) { m.seed = 8; };
  const auto numerics = [](Manifest& m) { m.numerics = "libm-0"; };
  for (const char* journal : {"job/shard-0003.journal", "job/shard-0003.journal.2"})
    EXPECT_EQ(last_line(journal, seed), "Begin that shard anew with --force, or take the file away.");
  EXPECT_EQ(last_line("job/plan.toml", seed), "A plan is run as it is: make another with initlab plan.");
  EXPECT_EQ(last_line("job/plan.toml", numerics),
            "Run it where these are as they were, or make another with initlab plan.");
  EXPECT_EQ(last_line("depth.nc", seed), "Store under another name, or replace it with --force.");
}

TEST(RequireSamePlan, finds_the_result_of_every_process_s_journal) {
  const auto seed = [](Manifest& m) { m.seed = 8; };
  for (const char* journal : {"a/depth.journal", "a/depth.journal.12"})
    EXPECT_THAT(refusal_of(seed, journal), testing::HasSubstr("initlab run a/depth --resume;")) << journal;
}

TEST(RequireSamePlan, shows_where_long_values_differ) {
  const std::string same(200, 'x');
  const std::string text = refusal_of([&](Manifest& m) { m.title = "T" + same + "1"; }, "a.nc.journal");
  EXPECT_THAT(text, testing::HasSubstr("title: \"T\" (stored) -> \"T" + same.substr(0, 75) + "...\n"));
  Manifest stored = manifest(), now = manifest();
  stored.title = same + "stored", now.title = same + "now";
  try {
    require_same_plan(stored, now, "a.nc.journal");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("title: ..." + same.substr(0, 20) + "stored\" (stored) -> ..." +
                                                 same.substr(0, 20) + "now\"\n"));
  }
}

}  // namespace
}  // namespace initlab::test
