#include "experiment/point_key.hpp"

#include <map>
#include <set>

#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

/// A complete experiment whose keys are given as text.
struct Text {
  std::string top = "", network = "depth = 3\nwidth = 8", activation = "'tanh'",
              initializer = "{ plugin = 'normal', std = 0.4 }";
  std::string input = "count = 2", rest = "";

  std::string text() const {
    return "trials = 10\n" + top + "\n[network]\n" + network + "\nactivation = " + activation +
           "\ninitializer = " + initializer + "\n[input]\n" + input +
           "\n[measure]\nobservables = ['forward', 'gradient']\n" + rest;
  }
};

std::uint64_t key_of(const Text& text) { return plan_of(text.text()).points.at(0).key; }
PointNumbers numbers_of(const Text& text) { return numbers_of_point(result_of(text.text()), 0); }

/// The numbers of every point, by its label.
std::map<std::string, PointNumbers> numbers_by_label(const std::string& sweep) {
  const Plan plan = plan_of(Text{.rest = "[sweep]\n" + sweep}.text());
  const RunResult result = run(plan, *make_backend(BackendKind::serial, 1), nullptr);
  std::map<std::string, PointNumbers> all;
  for (std::size_t p = 0; p < plan.points.size(); ++p) {
    // The layer axis is as long as the deepest point's: only the layers that this point has.
    PointNumbers numbers;
    for (std::size_t layer = 0; layer <= plan.points[p].depth(); ++layer)
      for (std::size_t q = 0; q < result.quantities.size(); ++q) append(numbers, result.at(p, layer, q));
    all[plan.points[p].label] = std::move(numbers);
  }
  return all;
}

// A stored result: whoever changes this text changes every draw of every experiment.
TEST(PointContent, is_this_text) {
  const Plan plan = plan_of(Text{.top = "precision = 'float64'", .input = "count = 2\ncorrelation = 0.5"}.text());
  const Settings& s = plan.points[0].settings;
  const PluginRecord& tanh = catalogue().find(PluginKind::activation, "tanh").record;
  const PluginRecord& normal = catalogue().find(PluginKind::initializer, "normal").record;
  const ResolvedArguments none = resolve(tanh, {}), std04 = resolve(normal, s.network.initializer.arguments);
  const std::string content = point_content(s, {tanh, none}, {normal, std04});
  EXPECT_EQ(content,
            "plain;widths=8x3,;activation=tanh();initializer=normal(std=0.4,);input=count=2;gaussian;correlation=0.5;"
            "float64;");
  EXPECT_EQ(point_key(content), plan.points[0].key);
}

TEST(PointKey, does_not_depend_on_what_no_draw_depends_on) {
  const std::uint64_t key = key_of({});
  EXPECT_EQ(key_of({.top = "title = 'another'\nclaim = 'one'"}), key);
  EXPECT_EQ(key_of({.top = "seed = 99"}), key);
  EXPECT_EQ(key_of({.rest = "[theory]\ninitializer = 'uniform'\n"}), key);
  EXPECT_EQ(plan_of("trials = 77" + Text{}.text().substr(11)).points[0].key, key);
}

TEST(PointKey, does_not_depend_on_whether_a_default_is_spelled_out) {
  const Text plain, spelled{.top = "seed = 1\nengine = 'auto'\nprecision = 'float32'",
                            .network = "architecture = 'plain'\ninput_width = 8\nwidth = [8, 8, 8]\ndepth = 3",
                            .activation = "{ plugin = 'tanh' }",
                            .initializer = "{ bias_std = 0.0, std = 4e-1, plugin = 'normal' }",
                            .input = "distribution = 'gaussian'\ncount = 2"};
  EXPECT_EQ(key_of(spelled), key_of(plain));
  EXPECT_EQ(numbers_of(spelled), numbers_of(plain));
}

TEST(PointKey, is_another_for_every_other_content) {
  const std::vector<Text> texts{
      {},
      {.top = "precision = 'float64'"},
      {.network = "depth = 4\nwidth = 8"},
      {.network = "depth = 3\nwidth = 9"},
      {.network = "width = [8, 8, 9]"},
      {.network = "width = [8, 9, 8]"},
      {.network = "depth = 3\nwidth = 8\ninput_width = 9"},
      {.activation = "'relu'"},
      {.initializer = "{ plugin = 'normal', std = 0.41 }"},
      {.initializer = "{ plugin = 'normal', std = 0.4, bias_std = 0.1 }"},
      {.initializer = "'lecun_normal'"},
      {.input = "count = 3"},
      {.input = "count = 2\ncorrelation = 0.5"},
      {.input = "count = 2\ndistribution = 'sphere'"},
      {.input = "count = 2\ndistribution = 'constant'"},
      {.input = "count = 2\ndistribution = 'constant'\nvalue = 2"},
  };
  std::set<std::uint64_t> keys;
  for (const Text& text : texts) EXPECT_TRUE(keys.insert(key_of(text)).second) << text.text();
}

TEST(PointKey, of_file_inputs_depends_on_the_bytes_and_not_on_the_name) {
  const ScratchFolder folder;
  const std::string one = npy_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, "(2, 8)").bytes();
  folder.file("a.npy", one);
  folder.file("b.npy", one);
  folder.file("c.npy", one.substr(0, one.size() - 1) + '\x41');
  const auto key = [&](const std::string& file, const std::string& more = "count = 1") {
    const Text text{.input = "distribution = 'file'\npath = '" + file + "'\n" + more};
    return plan_of(text.text(), folder.path()).points.at(0).key;
  };
  EXPECT_EQ(key("a.npy"), key("b.npy"));
  EXPECT_EQ(key("a.npy"), key("a.npy", "count = 1\nfirst_row = 0\nnormalize = false"));
  EXPECT_NE(key("a.npy"), key("c.npy"));
  EXPECT_NE(key("a.npy"), key("a.npy", "first_row = 1"));
  EXPECT_NE(key("a.npy"), key("a.npy", "normalize = true"));
}

TEST(Results, of_a_point_do_not_depend_on_the_sweep_it_stands_in) {
  const auto few = numbers_by_label("'network.depth' = [2, 5]\n'network.initializer' = ['he_normal', 'orthogonal']\n");
  const auto more =
      numbers_by_label("'network.depth' = [5, 3, 2]\n'network.initializer' = ['orthogonal', 'uniform', 'he_normal']\n");
  EXPECT_EQ(few.size(), 4u);
  EXPECT_EQ(more.size(), 9u);
  for (const auto& [label, numbers] : few) EXPECT_EQ(more.at(label), numbers) << label;
  // The broken twin: points that are not the same do not have the same numbers.
  EXPECT_NE(few.at("network.depth = 2, network.initializer = he_normal"),
            few.at("network.depth = 2, network.initializer = orthogonal"));
}

TEST(Results, of_a_point_are_those_of_the_experiment_without_a_sweep) {
  const auto swept = numbers_by_label("'network.depth' = [2, 3]\n'input.count' = [1, 2]\n");
  EXPECT_EQ(swept.at("network.depth = 3, input.count = 2"), numbers_of({}));
}

TEST(Results, do_not_depend_on_title_and_claim_and_theory_but_on_the_seed) {
  EXPECT_EQ(numbers_of({.top = "title = 'another'\nclaim = 'one'"}), numbers_of({}));
  EXPECT_EQ(numbers_of({.rest = "[theory]\ninitializer = 'uniform'\n"}), numbers_of({}));
  EXPECT_NE(numbers_of({.top = "seed = 2"}), numbers_of({}));
  EXPECT_NE(numbers_of({.top = "seed = '9223372036854775809'"}), numbers_of({}));  // 2^63 + 1: no bit of it is lost
}

TEST(Results, of_the_first_trials_are_those_of_a_shorter_run) {
  const std::string text = Text{}.text();
  const std::string longer = "trials = 20" + text.substr(11);
  for (std::uint64_t trial = 1; trial <= 10; ++trial) {
    Plan ten = plan_of(text), twenty = plan_of(longer);
    keep_only(ten, 1, trial);
    keep_only(twenty, 1, trial);
    const auto backend = make_backend(BackendKind::serial, 1);
    EXPECT_EQ(numbers_of_point(run(ten, *backend, nullptr), 0), numbers_of_point(run(twenty, *backend, nullptr), 0))
        << trial;
  }
  Plan first = plan_of(longer);
  first.blocks = {{0, 0, 10}};
  EXPECT_EQ(numbers_of_point(run(first, *make_backend(BackendKind::serial, 1), nullptr), 0), numbers_of({}));
}

}  // namespace
}  // namespace initlab::test
