#include "core/text_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "unit/core/error_text.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

class TextFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "initlab-text-file-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return folder / name;
  }
  std::string refusal(const fs::path& path, std::size_t limit = 1000) const {
    return usage_error([&] { read_text_file(path, limit); });
  }

  fs::path folder;
};

TEST_F(TextFile, bytes_come_back_as_they_are) {
  const std::string text("a\r\nb\0c\xff", 7);
  EXPECT_EQ(read_text_file(write("bytes", text), 1000), text);
  EXPECT_EQ(read_text_file(write("empty", ""), 1000), "");
}

TEST_F(TextFile, a_file_larger_than_one_piece_is_read_whole) {
  const std::string text(200'001, 'x');
  EXPECT_EQ(read_text_file(write("large", text), 200'001), text);
}

TEST_F(TextFile, the_start_of_a_file_is_read_alone) {
  EXPECT_EQ(read_text_start(write("text", "# A plan"), 3), "# A");
  EXPECT_EQ(read_text_start(write("short", "# A"), 8), "# A");
  EXPECT_EQ(read_text_start(write("empty", ""), 8), "");
  EXPECT_EQ(usage_error([] { read_text_start("/dev/zero", 3); }), "/dev/zero: is a device, not a file");
}

TEST_F(TextFile, a_missing_file_is_refused) {
  const fs::path path = folder / "depth.toml";
  EXPECT_EQ(refusal(path), path.string() + ": there is no such file");
  EXPECT_EQ(refusal(""), "the name of the file to read is empty");
}

TEST_F(TextFile, a_directory_is_refused) {
  EXPECT_EQ(refusal(folder), folder.string() + ": is a directory, not a file");
}

TEST_F(TextFile, a_pipe_is_refused_without_waiting_for_its_writer) {
  const fs::path path = folder / "pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(refusal(path), path.string() + ": is a pipe, not a file");
}

TEST_F(TextFile, a_device_is_refused) { EXPECT_EQ(refusal("/dev/zero"), "/dev/zero: is a device, not a file"); }

TEST_F(TextFile, a_circle_of_links_is_refused) {
  const fs::path path = folder / "circle";
  fs::create_symlink(path, path);
  EXPECT_EQ(refusal(path), path.string() + ": cannot be read (Too many levels of symbolic links)");
}

TEST_F(TextFile, a_file_over_the_limit_is_refused) {
  const fs::path path = write("large", std::string(1001, 'x'));
  EXPECT_EQ(refusal(path), path.string() +
                               ": has more than 1000 bytes, which is no longer a text a person wrote. Is it the right "
                               "file?");
}

TEST_F(TextFile, a_file_that_announces_no_size_is_still_held_to_the_limit) {
  const fs::path path = "/proc/self/maps";
  if (!fs::exists(path)) GTEST_SKIP() << "no /proc";
  EXPECT_EQ(fs::file_size(path), 0u);
  EXPECT_NE(refusal(path, 10).find("has more than 10 bytes"), std::string::npos);
}

TEST_F(TextFile, a_file_without_permission_is_refused) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const fs::path path = write("secret", "x");
  fs::permissions(path, fs::perms::none);
  EXPECT_EQ(refusal(path), path.string() + ": cannot be read (Permission denied)");
}

}  // namespace
}  // namespace initlab
