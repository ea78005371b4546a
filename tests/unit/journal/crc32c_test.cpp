#include "journal/crc32c.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <vector>

namespace initlab::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

std::uint32_t crc(std::span<const std::uint8_t> bytes, std::uint32_t before = 0) {
  return crc32c(std::as_bytes(bytes), before);
}

/// Bit by bit, from the definition.
std::uint32_t slow_crc(std::span<const std::uint8_t> bytes) {
  constexpr std::uint32_t reversed_polynomial = 0x82f63b78;
  std::uint32_t remainder = ~std::uint32_t{0};
  for (const std::uint8_t byte : bytes) {
    remainder ^= byte;
    for (int bit = 0; bit < 8; ++bit) remainder = (remainder >> 1) ^ ((remainder & 1) ? reversed_polynomial : 0);
  }
  return ~remainder;
}

// RFC 3720, appendix B.4; its bytes are listed in the order in which they are sent, the least significant first.
TEST(Crc32c, gives_the_answers_of_rfc_3720) {
  Bytes rising(32);
  std::iota(rising.begin(), rising.end(), std::uint8_t{0});
  EXPECT_EQ(crc(Bytes(32, 0x00)), 0x8a9136aau);
  EXPECT_EQ(crc(Bytes(32, 0xff)), 0x62a8ab43u);
  EXPECT_EQ(crc(rising), 0x46dd794eu);
  std::ranges::reverse(rising);
  EXPECT_EQ(crc(rising), 0x113fdb5cu);
  const Bytes read_command = {0x01, 0xc0, 0, 0, 0, 0, 0,    0, 0,    0, 0, 0,    0, 0, 0, 0,
                              0x14, 0,    0, 0, 0, 0, 0x04, 0, 0,    0, 0, 0x14, 0, 0, 0, 0x18,
                              0x28, 0,    0, 0, 0, 0, 0,    0, 0x02, 0, 0, 0,    0, 0, 0, 0};
  EXPECT_EQ(crc(read_command), 0xd9963a56u);
}

TEST(Crc32c, gives_the_check_value_of_the_catalogues) {
  EXPECT_EQ(crc32c(std::as_bytes(std::span(std::string_view("123456789")))), 0xe3069283u);
  EXPECT_EQ(crc({}), 0u);
}

TEST(Crc32c, is_the_remainder_of_the_division_for_every_length_and_start) {
  Bytes bytes(100);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * i * 7 + 3);
  for (std::size_t start = 0; start < 9; ++start)
    for (std::size_t length = 0; start + length <= bytes.size(); ++length) {
      const auto part = std::span(bytes).subspan(start, length);
      ASSERT_EQ(crc(part), slow_crc(part)) << start << ' ' << length;
    }
}

TEST(Crc32c, goes_on_behind_earlier_bytes) {
  Bytes bytes(61);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{17});
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut)
    ASSERT_EQ(crc(std::span(bytes).subspan(cut), crc(std::span(bytes).first(cut))), crc(bytes)) << cut;
}

}  // namespace
}  // namespace initlab::test
