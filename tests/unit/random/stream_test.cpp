#include "random/stream.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "core/hash.hpp"
#include "unit/random/draws.hpp"

namespace initlab {
namespace {

using namespace std::string_literals;

TEST(StreamFamily, key_is_the_hash_of_seed_point_and_purpose) {
  const auto bytes = "initlab/stream/1:"s + "\x02\0\0\0\0\0\0\0"s + "\xff\x01\0\0\0\0\0\x80"s + "weights";
  const std::uint64_t hash = stable_hash64(bytes);
  const Stream stream = StreamFamily(2, "weights", 0x80000000000001ff).at(3, 4);
  EXPECT_EQ(stream.key[0], static_cast<std::uint32_t>(hash));
  EXPECT_EQ(stream.key[1], static_cast<std::uint32_t>(hash >> 32));
  EXPECT_EQ(stream.trial, 3u);
  EXPECT_EQ(stream.layer, 4u);
}

// Stored results: a change here changes every result that anyone has published with a seed.
TEST(StreamFamily, key_of_an_example_never_changes) {
  EXPECT_EQ(StreamFamily(1, "weights", 0).at(0), (Stream{{0x87c94d71, 0x37dee5e6}, 0, 0}));
}

TEST(StreamFamily, every_name_has_its_own_key) {
  const Stream base = StreamFamily(1, "weights", 1).at(0);
  EXPECT_EQ(base, StreamFamily(1, "weights", 1).at(0, 0));
  EXPECT_NE(base.key, StreamFamily(2, "weights", 1).at(0).key);
  EXPECT_NE(base.key, StreamFamily(1, "weights", 2).at(0).key);
  EXPECT_NE(base.key, StreamFamily(1, "weight", 1).at(0).key);
  EXPECT_NE(base.key, StreamFamily(1, "", 1).at(0).key);
  EXPECT_NE(StreamFamily(1, "a", 2).at(0).key, StreamFamily(2, "a", 1).at(0).key);
}

std::vector<double> read_normals(StreamReader& reader, std::size_t count) {
  std::vector<double> out(count);
  reader.normals(out);
  return out;
}
std::vector<double> read_uniforms(StreamReader& reader, std::size_t count) {
  std::vector<double> out(count);
  reader.uniforms(out);
  return out;
}

const Stream stream = StreamFamily(1, "reader", 0).at(5, 6);

TEST(StreamReader, pieces_of_any_size_put_together_are_what_fill_gives) {
  std::size_t total = 0;
  std::vector<double> pieces;
  StreamReader reader(stream);
  for (const std::size_t count : {3, 0, 5, 24, 31, 33, 1, 64, 100, 32, 7}) {
    const auto piece = read_normals(reader, count);
    pieces.insert(pieces.end(), piece.begin(), piece.end());
    total += count;
  }
  EXPECT_EQ(pieces, testing::normals<double>(stream, total));
}

TEST(StreamReader, uniforms_are_those_of_fill_uniform) {
  StreamReader reader(stream);
  EXPECT_EQ(read_uniforms(reader, 45), testing::uniforms<double>(stream, 45));
}

TEST(StreamReader, a_change_of_kind_goes_on_with_the_next_group) {
  StreamReader reader(stream);
  read_uniforms(reader, 1);
  const auto normals = read_normals(reader, 33);
  const auto uniforms = read_uniforms(reader, 2);
  std::vector<double> expected_normals(33);
  fill_normal(stream, 1, expected_normals);
  std::vector<double> expected_uniforms(2);
  fill_uniform(stream, 3, expected_uniforms);
  EXPECT_EQ(normals, expected_normals);
  EXPECT_EQ(uniforms, expected_uniforms);
}

TEST(StreamReader, a_copy_reads_on_from_the_same_place) {
  StreamReader reader(stream);
  read_normals(reader, 10);
  StreamReader copy = reader;
  EXPECT_EQ(read_normals(copy, 50), read_normals(reader, 50));
}

}  // namespace
}  // namespace initlab
