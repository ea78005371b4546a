#include "document/page_folder.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "core/error.hpp"
#include "document/made_by.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PageFolder : public testing::Test {
 protected:
  PageFolder() {
    std::string name = (fs::temp_directory_path() / "initlab pages XXXXXX").string();
    root_ = mkdtemp(name.data());
    folder_ = root_ / "docs" / "plugins";
  }
  ~PageFolder() override { fs::remove_all(root_); }

  static MadeFile page(const char* path, const std::string& text) {
    return {path, "<!-- " + std::string(made_by) + " -->\n" + text};
  }
  void put(const fs::path& path, const std::string& text) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path) << text;
  }
  std::string refusal(const std::vector<MadeFile>& files) {
    try {
      update_page_folder(folder_, files);
    } catch (const ResultError& error) {
      return error.what();
    }
    return "no error";
  }

  fs::path root_, folder_;
};

TEST_F(PageFolder, says_what_is_new_changed_removed_and_as_before) {
  const FolderChanges first =
      update_page_folder(folder_, {page("README.md", "a"), page("a/old.md", "b"), page("b/x.md", "c")});
  EXPECT_THAT(first.written, ElementsAre("README.md", "a/old.md", "b/x.md"));
  const FolderChanges second = update_page_folder(folder_, {page("README.md", "a"), page("b/x.md", "d")});
  EXPECT_THAT(second.written, IsEmpty());
  EXPECT_THAT(second.changed, ElementsAre("b/x.md"));
  EXPECT_THAT(second.removed, ElementsAre("a/old.md"));
  EXPECT_EQ(second.unchanged, 1u);
  EXPECT_FALSE(fs::exists(folder_ / "a"));
}

TEST_F(PageFolder, does_not_touch_a_file_that_is_as_it_should_be) {
  update_page_folder(folder_, {page("README.md", "a")});
  const auto long_ago = fs::last_write_time(folder_ / "README.md") - std::chrono::hours(1);
  fs::last_write_time(folder_ / "README.md", long_ago);
  update_page_folder(folder_, {page("README.md", "a")});
  EXPECT_EQ(fs::last_write_time(folder_ / "README.md"), long_ago);
}

TEST_F(PageFolder, refuses_a_folder_with_a_file_of_someone_else) {
  update_page_folder(folder_, {page("README.md", "a")});
  put("a/notes.md", "mine");
  EXPECT_THAT(refusal({page("README.md", "b")}), HasSubstr("a/notes.md: is in the way"));
  std::ifstream kept(folder_ / "README.md");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}), page("", "a").text);
}

TEST_F(PageFolder, refuses_a_file_that_only_quotes_the_sentence) {
  put("README.md", std::string(1000, ' ') + std::string(made_by));
  EXPECT_THAT(refusal({page("README.md", "b")}), HasSubstr("README.md: is in the way"));
}

TEST_F(PageFolder, refuses_links) {
  put("../elsewhere/made.md", page("", "x").text);
  fs::create_directories(folder_);
  fs::create_symlink(root_ / "docs/elsewhere", folder_ / "activations");
  EXPECT_THAT(refusal({page("README.md", "b")}), HasSubstr("activations: is in the way"));
}

TEST_F(PageFolder, refuses_a_file_in_place_of_the_folder) {
  fs::create_directories(folder_.parent_path());
  std::ofstream(folder_) << "x";
  EXPECT_THAT(refusal({page("README.md", "b")}), HasSubstr("is a file"));
}

}  // namespace
}  // namespace initlab
