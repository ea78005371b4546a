#include "core/hash.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr auto hash_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

// FIPS 180-2, appendix B, and the test vectors of NIST's validation programme for the empty message.
TEST(Sha256, gives_the_known_answers_of_the_standard) {
  EXPECT_EQ(sha256_hex("abc"), hash_of_abc);
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(StableHash, is_the_first_sixteen_digits_of_sha256) {
  EXPECT_EQ(stable_hash64("abc"), 0xba7816bf8f01cfeaULL);
  EXPECT_EQ(stable_hash64(""), 0xe3b0c44298fc1c14ULL);
}

class Sha256OfFile : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::filesystem::path write(const std::string& name, const std::string& content) const {
    std::ofstream(folder / name, std::ios::binary) << content;
    return folder / name;
  }
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) /
      (std::string("initlab_hash_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(Sha256OfFile, is_the_hash_of_its_content) {
  const std::string long_content(200000, 'x');  // several read buffers
  EXPECT_EQ(sha256_hex_of_file(write("short", "abc")), hash_of_abc);
  EXPECT_EQ(sha256_hex_of_file(write("empty", "")), sha256_hex(""));
  EXPECT_EQ(sha256_hex_of_file(write("long", long_content)), sha256_hex(long_content));
}

void expect_refused(const std::filesystem::path& file, const std::string& reason) {
  try {
    sha256_hex_of_file(file);
    FAIL() << "no error for " << file;
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr(file.string()));
    EXPECT_THAT(error.what(), ::testing::HasSubstr(reason));
  }
}
TEST_F(Sha256OfFile, a_missing_file_is_refused_with_its_name_and_the_reason) {
  expect_refused(folder / "missing", "No such file or directory");
}
TEST_F(Sha256OfFile, a_folder_is_refused) { expect_refused(folder, "Is a directory"); }

}  // namespace
}  // namespace initlab
