#include "plugins/search_path.hpp"

#include <optional>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

using testing::Test;

class SearchPath : public Test {
 protected:
  SearchPath() {
    if (const char* value = std::getenv(variable)) before_ = value;
    ::unsetenv(variable);
  }
  ~SearchPath() override { before_ ? ::setenv(variable, before_->c_str(), 1) : ::unsetenv(variable); }
  static constexpr const char* variable = "INITLAB_PLUGIN_PATH";

 private:
  std::optional<std::string> before_;
};

std::vector<fs::path> first(std::size_t count, std::vector<fs::path> path) {
  path.resize(std::min(count, path.size()));
  return path;
}

TEST_F(SearchPath, the_command_line_comes_before_the_environment_and_the_installed_folder) {
  TemporaryFolder one, two, three;
  ::setenv(variable, ("/elsewhere::" + three.path().string() + ":").c_str(), 1);
  const auto path = plugin_search_path({one.path().string() + ":" + two.path().string()});
  EXPECT_EQ(first(4, path), (std::vector<fs::path>{one.path(), two.path(), "/elsewhere", three.path()}));
  // This program lies in <build>/bin, the shipped plugins in <build>/lib/initlab/plugins.
  ASSERT_EQ(path.size(), 5u);
  EXPECT_TRUE(fs::equivalent(path.back(), INITLAB_SHIPPED_PLUGINS));
}

TEST_F(SearchPath, a_missing_folder_on_the_command_line_is_a_usage_error) {
  EXPECT_EQ(text_of<UsageError>([] { plugin_search_path({"/no/such/folder"}); }),
            "--plugin-path /no/such/folder: there is no such folder. Correct the path.");
}

}  // namespace
}  // namespace initlab::test
