#include "experiment/number_file.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "core/error.hpp"
#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;

class NumberFile : public testing::Test {
 protected:
  NumberRows read(const std::string& bytes, std::size_t first = 0, std::size_t count = 2) {
    return read_number_rows(folder_.file("x", bytes), first, count);
  }
  /// What is wrong with a file, without its path.
  std::string refusal(const std::string& bytes, std::size_t first = 0, std::size_t count = 2) {
    return refusal_of(folder_.file("x", bytes), first, count);
  }
  std::string refusal_of(const std::filesystem::path& path, std::size_t first = 0, std::size_t count = 2) {
    try {
      read_number_rows(path, first, count);
    } catch (const UsageError& error) {
      const std::string text = error.what(), start = path.string() + ": ";
      return text.starts_with(start) ? text.substr(start.size()) : "without its path: " + text;
    }
    return "no error";
  }
  template <class T>
  void expect_read(const std::string& type) {
    const std::vector<T> numbers{0, 1, 2, 3, 100, std::numeric_limits<T>::max()};
    const NumberRows rows = read(Npy{.type = type, .data = little_endian(numbers)}.bytes());
    EXPECT_EQ(rows.row_length, 3u) << type;
    EXPECT_EQ(rows.numbers, std::vector<double>(numbers.begin(), numbers.end())) << type;
  }

  ScratchFolder folder_;
};

const std::string cut_off = "ends too early: it is cut off or not what its header says";

TEST_F(NumberFile, npy_of_every_readable_type_is_read) {
  expect_read<float>("<f4");
  expect_read<double>("<f8");
  expect_read<std::uint8_t>("|u1");
  expect_read<std::int8_t>("|i1");
  expect_read<std::int16_t>("<i2");
  expect_read<std::uint16_t>("<u2");
  expect_read<std::int32_t>("<i4");
  expect_read<std::uint32_t>("<u4");
  expect_read<std::int64_t>("<i8");
  expect_read<std::uint64_t>("<u8");
}

TEST_F(NumberFile, npy_negative_numbers_keep_their_sign) {
  const auto integers =
      read(Npy{.type = "<i8", .shape = "(2, 1)", .data = little_endian<std::int64_t>({-5, 6})}.bytes());
  EXPECT_THAT(integers.numbers, ElementsAre(-5.0, 6.0));
  const auto bytes =
      read(Npy{.type = "|i1", .shape = "(2, 1)", .data = little_endian<std::int8_t>({-128, 127})}.bytes());
  EXPECT_THAT(bytes.numbers, ElementsAre(-128.0, 127.0));
}

TEST_F(NumberFile, npy_of_every_version_is_read) {
  for (const char version : {1, 2, 3}) {
    Npy file = npy_of({1, 2, 3, 4, 5, 6}, "(2, 3)");
    file.version = version;
    EXPECT_THAT(read(file.bytes()).numbers, ElementsAre(1, 2, 3, 4, 5, 6)) << int(version);
  }
}

TEST_F(NumberFile, further_axes_are_flattened) {
  const NumberRows rows = read(npy_of({1, 2, 3, 4, 5, 6, 7, 8}, "(2, 2, 2)").bytes());
  EXPECT_EQ(rows.row_length, 4u);
  EXPECT_EQ(rows.rows(), 2u);
  EXPECT_THAT(rows.numbers, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
  EXPECT_EQ(read(npy_of({1, 2}, "(2,)").bytes()).row_length, 1u);
}

TEST_F(NumberFile, rows_are_counted_from_the_first_that_is_asked_for) {
  const std::string bytes = npy_of({1, 2, 3, 4, 5, 6}, "(3, 2)").bytes();
  EXPECT_THAT(read(bytes, 1, 2).numbers, ElementsAre(3, 4, 5, 6));
  EXPECT_THAT(read(bytes, 2, 1).numbers, ElementsAre(5, 6));
}

TEST_F(NumberFile, idx_is_read) {
  const NumberRows images = read(idx_bytes(8, {2, 2, 1}, "\x01\xff\x03\x04"));
  EXPECT_EQ(images.row_length, 2u);
  EXPECT_THAT(images.numbers, ElementsAre(1, 255, 3, 4));
  EXPECT_THAT(read(idx_bytes(9, {2}, "\xff\x01")).numbers, ElementsAre(-1, 1));
  EXPECT_THAT(read(idx_bytes(11, {2}, big_endian<std::int16_t>({-300, 300}))).numbers, ElementsAre(-300, 300));
  EXPECT_THAT(read(idx_bytes(12, {2}, big_endian<std::int32_t>({-70000, 70000}))).numbers, ElementsAre(-70000, 70000));
  EXPECT_THAT(read(idx_bytes(13, {2, 1}, big_endian<float>({0.5f, -2}))).numbers, ElementsAre(0.5, -2));
  EXPECT_THAT(read(idx_bytes(14, {2, 1}, big_endian<double>({0.1, -2}))).numbers, ElementsAre(0.1, -2));
}

TEST_F(NumberFile, what_is_no_file_is_told) {
  EXPECT_EQ(refusal_of(folder_.path() / "nowhere"), "no such file (input.path is relative to the experiment file)");
  EXPECT_EQ(refusal_of(folder_.path()), "is not a regular file");
  EXPECT_EQ(refusal_of("/dev/zero"), "is not a regular file");
}

TEST_F(NumberFile, cut_off_anywhere_is_told) {
  const std::string npy = npy_of({1, 2, 3, 4, 5, 6}, "(2, 3)").bytes();
  const std::string idx = idx_bytes(14, {2, 3}, big_endian<double>({1, 2, 3, 4, 5, 6}));
  for (const std::string& whole : {npy, idx}) {
    EXPECT_EQ(refusal(whole), "no error");
    for (std::size_t length = 0; length < whole.size(); ++length)
      EXPECT_EQ(refusal(whole.substr(0, length)), length < 6 ? "is neither a .npy nor an IDX file" : cut_off) << length;
  }
}

TEST_F(NumberFile, rows_that_are_not_asked_for_may_be_missing) {
  const std::string whole = npy_of({1, 2, 3, 4, 5, 6}, "(3, 2)").bytes();
  EXPECT_EQ(refusal(whole.substr(0, whole.size() - 1), 0, 2), "no error");
  EXPECT_EQ(refusal(whole.substr(0, whole.size() - 1), 2, 1), cut_off);
}

TEST_F(NumberFile, another_format_is_told) {
  EXPECT_EQ(refusal("a,b,c\n1,2,3\n"), "is neither a .npy nor an IDX file");
  EXPECT_EQ(refusal("\x93NUMPX\1\0xxxxxxxxxxxxxx"), "is neither a .npy nor an IDX file");
  EXPECT_EQ(refusal("\x1f\x8b\x08\x08 a gzip file"), "is compressed (gunzip it first)");
  EXPECT_EQ(refusal(idx_bytes(7, {2}, "\1\2")), "is not an IDX file (its element type is unknown)");
}

TEST_F(NumberFile, fortran_order_is_told) {
  Npy file = npy_of({1, 2, 3, 4, 5, 6}, "(2, 3)");
  file.fortran_order = "True";
  EXPECT_EQ(refusal(file.bytes()), "is in Fortran order (save numpy.ascontiguousarray of it)");
}

TEST_F(NumberFile, an_unreadable_type_is_told) {
  for (const std::string type : {">f8", "<f2", "|b1", "<c8", "<U3"})
    EXPECT_EQ(refusal(Npy{.type = type, .data = std::string(48, '\0')}.bytes()),
              "holds elements of type '" + type + "' (readable are float32, float64 and integers)");
}

TEST_F(NumberFile, a_damaged_header_is_told) {
  std::string bytes = npy_of({1, 2, 3, 4, 5, 6}, "(2, 3)").bytes();
  for (const std::string key : {"'descr'", "'fortran_order'", "'shape'"}) {
    std::string damaged = bytes;
    damaged[damaged.find(key) + 1] = '?';
    EXPECT_EQ(refusal(damaged), "is a damaged .npy file (no " + key + " in its header)");
  }
}

TEST_F(NumberFile, a_single_number_is_told) {
  EXPECT_EQ(refusal(npy_of({1}, "()").bytes(), 0, 1), "holds a single number, not rows");
  EXPECT_EQ(refusal(idx_bytes(8, {}, "\1\1\1")), "holds a single number, not rows");
}

TEST_F(NumberFile, empty_rows_are_told) { EXPECT_EQ(refusal(npy_of({}, "(2, 0)").bytes()), cut_off); }

TEST_F(NumberFile, shapes_that_no_file_can_have_are_told) {
  for (const std::string shape :
       {"(2, 4294967296, 4294967296)", "(2, 18446744073709551615)", "(4611686018427387904, 3)"})
    EXPECT_EQ(refusal(npy_of({1, 2, 3}, shape).bytes()), cut_off) << shape;
  EXPECT_EQ(refusal(npy_of({1, 2, 3}, "(2305843009213693953, 8)").bytes(), std::size_t{1} << 58, 1), cut_off);
}

TEST_F(NumberFile, too_few_rows_are_told) {
  const std::string bytes = npy_of({1, 2, 3, 4, 5, 6}, "(2, 3)").bytes();
  EXPECT_EQ(refusal(bytes, 0, 3), "has 2 rows; rows 0 to 2 were asked for (counting from 0)");
  EXPECT_EQ(refusal(bytes, 1, 2), "has 2 rows; rows 1 to 2 were asked for (counting from 0)");
  EXPECT_EQ(refusal(bytes, 5, 1), "has 2 rows; rows 5 to 5 were asked for (counting from 0)");
}

TEST_F(NumberFile, a_number_that_is_not_finite_is_told_with_its_row) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refusal(npy_of({1, 2, 3, 4, nan, 6}, "(3, 2)").bytes(), 1, 2),
            "holds a number that is not finite, in row 2");
  EXPECT_EQ(refusal(npy_of({1, infinity, 3, 4, 5, 6}, "(3, 2)").bytes(), 0, 1),
            "holds a number that is not finite, in row 0");
  EXPECT_EQ(refusal(npy_of({1, nan, 3, 4, 5, 6}, "(3, 2)").bytes(), 1, 2), "no error");
}

}  // namespace
}  // namespace initlab::test
