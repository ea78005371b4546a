// Plugins that would end this process are met by a child first, where the catalogue's entry asks for it.
#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

CatalogueEntry distrusted(const fs::path& file) { return {file, peek(file), Trust::after_probe}; }

std::string loading(const fs::path& file) {
  return plugin_error([&] {
    const CatalogueEntry entry = distrusted(file);
    load_activation(entry, resolve(entry.record, {}));
  });
}

TEST(Probe, lets_a_good_plugin_be_loaded) {
  const CatalogueEntry activation = distrusted(good("leaky_in_c"));
  const auto phi = load_activation(activation, resolve(activation.record, {}));
  EXPECT_EQ(values_of<double>(*phi, {-1.0, 2.0}), (std::vector{-0.01, 2.0}));
  const CatalogueEntry initializer = distrusted(good("every_parameter"));
  EXPECT_EQ(load_initializer(initializer, resolve(initializer.record, {}))->name(), "every_parameter");
}

TEST(Probe, finds_one_that_ends_the_process_when_it_is_loaded) {
  const std::string told = loading(bad("aborts_when_loaded"));
  EXPECT_TRUE(told.starts_with("activation 'aborts_when_loaded' died of SIGABRT (Aborted) while it was loaded"))
      << told;
  EXPECT_TRUE(told.ends_with("Examine it: initlab plugins check " + bad("aborts_when_loaded").string())) << told;
}

TEST(Probe, finds_one_that_ends_the_process_when_it_is_made) {
  EXPECT_TRUE(
      loading(bad("exits_when_made"))
          .starts_with("activation 'exits_when_made' ended the process with exit code 0 while it was loaded and "
                       "given its parameters"));
}

TEST(Probe, leaves_what_a_plugin_says_to_the_call_itself) {
  EXPECT_EQ(loading(bad("throws_in_create")),
            "activation 'throws_in_create' refused its parameters: low must lie below high");
}

TEST(Probe, is_of_a_catalogue_that_asks_for_it) {
  const Catalogue trusting({fs::path(INITLAB_TEST_PLUGINS) / "good"});
  const Catalogue careful({fs::path(INITLAB_TEST_PLUGINS) / "good"}, Trust::after_probe);
  EXPECT_EQ(trusting.find(PluginKind::activation, "leaky_in_c").trust, Trust::full);
  EXPECT_EQ(careful.find(PluginKind::activation, "leaky_in_c").trust, Trust::after_probe);
}

}  // namespace
}  // namespace initlab::test
