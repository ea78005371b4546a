// Which plugins there are, and what is answered when one is not.
#include "plugins/catalogue.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

fs::path copy_as(const std::string& id, const fs::path& to) {
  return copy_with_record(good("leaky_in_c"), to, [&](initlab_record& r) {
    std::memset(r.id, 0, sizeof r.id);
    std::memcpy(r.id, id.data(), id.size());
  });
}

std::vector<std::string> names(const Catalogue& catalogue) {
  std::vector<std::string> out;
  for (const CatalogueEntry& e : catalogue.entries()) out.push_back(plugin_name(e.record.kind, e.record.id));
  return out;
}

TEST(Catalogue, files_in_a_path_entry_and_one_folder_down_are_found_in_order) {
  TemporaryFolder folder;
  copy_as("beta", folder / "beta.so");
  copy_as("alpha", folder / "inner/alpha.so");
  copy_as("deep", folder / "inner/inner/deep.so");
  write(folder / "notes.txt", "not a plugin");
  fs::copy_file(good("asks_theory"), folder / "asks_theory.so");
  const Catalogue catalogue({folder.path()});
  EXPECT_THAT(names(catalogue), ElementsAre("activation 'alpha'", "activation 'beta'", "initializer 'asks_theory'"));
  EXPECT_THAT(catalogue.problems(), IsEmpty());
  EXPECT_EQ(catalogue.find(PluginKind::activation, "alpha").file, folder / "inner/alpha.so");
}

TEST(Catalogue, an_earlier_path_entry_shadows_later_ones) {
  TemporaryFolder one, two;
  copy_as("same", one / "same.so");
  copy_as("same", two / "same.so");
  copy_as("other", two / "other.so");
  const Catalogue catalogue({one.path(), two.path()});
  EXPECT_EQ(catalogue.find(PluginKind::activation, "same").file, one / "same.so");
  EXPECT_EQ(catalogue.find(PluginKind::activation, "other").file, two / "other.so");
  EXPECT_THAT(names(catalogue), ElementsAre("activation 'other'", "activation 'same'"));
  EXPECT_THAT(catalogue.problems(), IsEmpty());
}

TEST(Catalogue, a_broken_file_is_answered_with_its_own_sentence_and_shadows_too) {
  TemporaryFolder one, two;
  const auto broken = write(one / "same.so", "");
  copy_as("same", two / "same.so");
  const Catalogue catalogue({one.path(), two.path()});
  const std::string sentence = broken.string() + ": empty. Copy or build it again.";
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::activation, "same"); }), sentence);
  ASSERT_EQ(catalogue.problems().size(), 1u);
  EXPECT_EQ(catalogue.problems()[0].file, broken);
  EXPECT_EQ(catalogue.problems()[0].text, sentence);
  EXPECT_THAT(names(catalogue), IsEmpty());
}

TEST(Catalogue, a_broken_file_does_not_hide_the_other_kind_on_the_same_path_entry) {
  TemporaryFolder folder;
  copy_as("same", folder / "activations/same.so");
  write(folder / "initializers/same.so", "");
  const Catalogue catalogue({folder.path()});
  EXPECT_EQ(catalogue.find(PluginKind::activation, "same").record.id, "same");
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::initializer, "same"); }),
            (folder / "initializers/same.so").string() + ": empty. Copy or build it again.");
}

TEST(Catalogue, two_files_with_one_kind_and_id_on_one_path_entry_are_refused) {
  TemporaryFolder folder;
  const auto one = copy_as("same", folder / "one/same.so");
  const auto two = copy_as("same", folder / "two/same.so");
  const Catalogue catalogue({folder.path()});
  const std::string sentence = "activation 'same' is there twice on one plugin path entry: " + one.string() + " and " +
                               two.string() + ". Remove or rename one of them.";
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::activation, "same"); }), sentence);
  ASSERT_EQ(catalogue.problems().size(), 1u);
  EXPECT_EQ(catalogue.problems()[0].text, sentence);
  EXPECT_THAT(names(catalogue), IsEmpty());
}

TEST(Catalogue, an_activation_and_an_initializer_may_share_an_id) {
  TemporaryFolder folder;
  copy_as("same", folder / "activations/same.so");
  copy_with_record(good("asks_theory"), folder / "initializers/same.so",
                   [](initlab_record& r) { std::strcpy(r.id, "same"); });
  const Catalogue catalogue({folder.path()});
  EXPECT_THAT(catalogue.problems(), IsEmpty());
  EXPECT_EQ(catalogue.find(PluginKind::activation, "same").record.kind, PluginKind::activation);
  EXPECT_EQ(catalogue.find(PluginKind::initializer, "same").record.kind, PluginKind::initializer);
}

TEST(Catalogue, an_unknown_name_is_answered_with_the_nearest) {
  TemporaryFolder folder;
  copy_as("leaky_relu", folder / "leaky_relu.so");
  const Catalogue catalogue({folder.path()});
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::activation, "leaky_rleu"); }),
            "activation 'leaky_rleu' is unknown (did you mean 'leaky_relu'?). List all with: initlab plugins list");
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::initializer, "leaky_relu"); }),
            "initializer 'leaky_relu' is unknown ('leaky_relu' is an activation). List all with: initlab plugins list");
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::initializer, "he"); }),
            "initializer 'he' is unknown (there is no usable initializer in " + folder.path().string() +
                "). Set --plugin-path or INITLAB_PLUGIN_PATH.");
  EXPECT_EQ(plugin_error([] { Catalogue({}).find(PluginKind::initializer, "he"); }),
            "initializer 'he' is unknown (the plugin path is empty). Set --plugin-path or INITLAB_PLUGIN_PATH.");
}

TEST(Catalogue, a_missing_folder_is_a_problem_not_an_end) {
  const Catalogue catalogue({"/no/such/folder"});
  ASSERT_EQ(catalogue.problems().size(), 1u);
  EXPECT_EQ(catalogue.problems()[0].text, "/no/such/folder: the folder cannot be read (No such file or directory).");
}

TEST(Catalogue, problems_come_in_the_order_of_their_names_whatever_the_file_system_says) {
  TemporaryFolder folder;
  std::vector<fs::path> expected, found;
  for (char letter = 'z'; letter >= 'a'; --letter) write(folder / (std::string(1, letter) + ".so"), "");
  for (char letter = 'a'; letter <= 'z'; ++letter) expected.push_back(folder / (std::string(1, letter) + ".so"));
  const Catalogue catalogue({folder.path()});
  for (const CatalogueProblem& problem : catalogue.problems()) found.push_back(problem.file);
  EXPECT_EQ(found, expected);
}

TEST(Catalogue, a_folder_named_like_a_plugin_is_a_problem) {
  TemporaryFolder folder;
  fs::create_directory(folder / "x.so");
  const Catalogue catalogue({folder.path()});
  EXPECT_EQ(plugin_error([&] { catalogue.find(PluginKind::activation, "x"); }),
            (folder / "x.so").string() + ": a folder, not a plugin file. Rename it or remove it.");
}

// The fixture's static constructor ends the process; see Misbehaviour for the proof that it would.
TEST(Catalogue, listing_runs_no_code_of_a_plugin) {
  TemporaryFolder folder;
  fs::copy_file(bad("aborts_when_loaded"), folder / "aborts_when_loaded.so");
  EXPECT_THAT(names(Catalogue({folder.path()})), ElementsAre("activation 'aborts_when_loaded'"));
}

TEST(Catalogue, a_thousand_plugins_are_listed_within_five_seconds) {
  TemporaryFolder folder;
  constexpr int count = 1000;
  for (int i = 0; i < count; ++i) {
    const std::string id = "copy_" + std::to_string(i);
    copy_as(id, folder / (id + ".so"));
  }
  const auto start = std::chrono::steady_clock::now();
  const Catalogue catalogue({folder.path()});
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(catalogue.entries().size(), static_cast<std::size_t>(count));
  EXPECT_LT(seconds.count(), 5.0);
}

}  // namespace
}  // namespace initlab::test
