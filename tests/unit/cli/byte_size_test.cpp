#include "cli/byte_size.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace initlab {
namespace {

TEST(ByteSize, has_decimal_and_binary_units) {
  EXPECT_EQ(parse_byte_size("1000", "--memory"), 1000.0);
  EXPECT_EQ(parse_byte_size("1.5e9", "--memory"), 1.5e9);
  EXPECT_EQ(parse_byte_size("500MB", "--memory"), 5e8);
  EXPECT_EQ(parse_byte_size("2GiB", "--memory"), 0x1p31);
  EXPECT_EQ(parse_byte_size("2 GiB", "--memory"), 0x1p31);
  EXPECT_EQ(parse_byte_size("64 kB", "--memory"), 64000.0);
}

TEST(ByteSize, refuses_what_is_none) {
  for (const char* text : {"", "much", "-1", "0", "2 gigs", "2GiB2", "nan", "inf"}) {
    try {
      parse_byte_size(text, "--memory");
      ADD_FAILURE() << text;
    } catch (const UsageError& error) {
      EXPECT_EQ(error.what(),
                "--memory '" + std::string(text) + "' must be a size in bytes, as in 2GiB, 500MB or 1e9.");
    }
  }
}

TEST(ByteSize, is_told_in_binary_units) {
  EXPECT_EQ(byte_size_text(512), "512 B");
  EXPECT_EQ(byte_size_text(2.5 * 0x1p30), "2.5 GiB");
  EXPECT_EQ(byte_size_text(0x1p50), "1.02e+03 TiB");
}

}  // namespace
}  // namespace initlab
