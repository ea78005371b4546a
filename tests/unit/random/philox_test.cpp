#include "random/philox.hpp"

#include <gtest/gtest.h>

#include "unit/random/draws.hpp"

#ifdef INITLAB_HAVE_RANDOM123
#include <Random123/philox.h>
#endif

namespace initlab {
namespace {

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

// Random123 1.14, tests/kat_vectors, the lines "philox4x32 10".
TEST(Philox, gives_the_known_answers_of_its_authors) {
  EXPECT_EQ(Philox4x32::block({0, 0, 0, 0}, {0, 0}), (Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox4x32::block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox4x32::block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, works_at_compile_time) {
  constexpr Counter block = Philox4x32::block({0, 0, 0, 0}, {0, 0});
  static_assert(block[0] == 0x6627e8d5);
}

TEST(Philox, equals_the_authors_code_for_many_counters) {
#ifdef INITLAB_HAVE_RANDOM123
  Counter counter = {1, 2, 3, 4};
  Key key = {5, 6};
  for (int i = 0; i < 100000; ++i) {
    const philox4x32_ctr_t their_counter = {{counter[0], counter[1], counter[2], counter[3]}};
    const philox4x32_key_t their_key = {{key[0], key[1]}};
    const philox4x32_ctr_t expected = philox4x32(their_counter, their_key);
    const Counter block = Philox4x32::block(counter, key);
    for (std::size_t w = 0; w < 4; ++w) ASSERT_EQ(block[w], expected.v[w]) << "step " << i;
    key = {key[0] ^ counter[1], key[1] + counter[2]};
    counter = block;  // its own output as the next input: random counters
  }
#else
  GTEST_SKIP() << "Random123/philox.h was not found when this was configured (Debian: librandom123-dev)";
#endif
}

TEST(Philox, one_round_less_gives_another_answer) {
  const Counter counter = {1, 2, 3, 4};
  const Key key = {5, 6};
  EXPECT_EQ(testing::naive_philox(10, counter, key), Philox4x32::block(counter, key));
  EXPECT_NE(testing::naive_philox(9, counter, key), Philox4x32::block(counter, key));
}

}  // namespace
}  // namespace initlab
