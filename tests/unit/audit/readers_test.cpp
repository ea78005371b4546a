#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "audit/weight_file.hpp"
#include "core/error.hpp"
#include "experiment/npz_file.hpp"
#include "weight_bytes.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Numbers = std::vector<double>;

const Numbers six = {0.5, -1.25, 3.0, 1e-3, 7.0, -0.0};

std::string refusal(const std::string& bytes) {
  const ScratchFile file("refused");
  try {
    const auto weights = open_weight_file(file.write(bytes));
    for (std::size_t i = 0; i < weights->names().size(); ++i) weights->read(i);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "was read";
}

TEST(NpzFile, stored_deflated_and_wide_entries_give_the_same_numbers) {
  const std::string npy = npy_bytes("<f8", "(2, 3)", bytes_of(six));
  for (const bool is_wide : {false, true}) {
    const ScratchFile file("three.npz");
    const NpzFile npz(
        file.write(zip_bytes({{"a.npy", npy, false}, {"b.npy", npy, true}, {"notes.txt", "x"}}, is_wide)));
    EXPECT_THAT(npz.names(), ElementsAre("a", "b"));
    for (const char* name : {"a", "b"}) {
      EXPECT_EQ(npz.read(name).numbers, six);
      EXPECT_THAT(npz.read(name).shape, ElementsAre(2, 3));
    }
  }
}

TEST(NpzFile, fortran_order_and_big_endian_numbers_are_turned_round) {
  const Numbers by_columns = {1, 4, 2, 5, 3, 6};
  EXPECT_EQ(decode_npy(npy_bytes("<f8", "(2, 3)", bytes_of(by_columns), "True"), "x").numbers,
            (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(decode_npy(npy_bytes(">i2", "(2,)", std::string("\x01\x02\xff\xfe", 4)), "x").numbers, (Numbers{258, -2}));
}

TEST(NpzFile, half_precision_numbers_are_exact) {
  EXPECT_EQ(half_to_double(0x3C00), 1.0);
  EXPECT_EQ(half_to_double(0xC000), -2.0);
  EXPECT_EQ(half_to_double(0x0001), 0x1p-24);
  EXPECT_EQ(half_to_double(0x03FF), 1023 * 0x1p-24);
  EXPECT_EQ(half_to_double(0x7BFF), 65504.0);
  EXPECT_TRUE(std::isinf(half_to_double(0x7C00)));
  EXPECT_TRUE(std::isnan(half_to_double(0x7C01)));
  EXPECT_EQ(bfloat16_to_double(0x3F80), 1.0);
  EXPECT_EQ(bfloat16_to_double(0xC049), -3.140625);
}

TEST(NpzFile, what_is_no_number_is_told_and_not_read) {
  EXPECT_EQ(decode_npy(npy_bytes("|O", "(3,)", "pickled"), "x").kind, NumberArray::Kind::other);
  EXPECT_EQ(decode_npy(npy_bytes("<c8", "(1,)", std::string(8, 'x')), "x").kind, NumberArray::Kind::other);
}

TEST(NpzFile, damage_has_a_sentence) {
  const std::string npy = npy_bytes("<f8", "(2, 3)", bytes_of(six));
  EXPECT_THAT(refusal(zip_bytes({{"a.npy", npy}, {"a.npy", npy}})), HasSubstr("'a' is there twice"));
  EXPECT_THAT(refusal(zip_bytes({{"a.txt", npy}})), HasSubstr("holds no .npy array"));
  EXPECT_THAT(refusal(zip_bytes({{"archive/data.pkl", "x"}})), HasSubstr("safetensors.torch.save_file"));
  std::string flipped = zip_bytes({{"a.npy", npy}});
  flipped[flipped.find("NUMPY") + 130] ^= 1;
  EXPECT_THAT(refusal(flipped), HasSubstr("checksum"));
  EXPECT_THAT(refusal(zip_bytes({{"a.npy", npy_bytes("<f8", "(3, 3)", bytes_of(six))}})), HasSubstr("ends too early"));
  EXPECT_THAT(refusal(zip_bytes({{"a.npy", npy_bytes("<f8", "(4611686018427387904, 4611686018427387904)", "")}})),
              HasSubstr("ends too early"));
  std::string bomb = zip_bytes({{"a.npy", npy, true}});
  bomb.replace(bomb.find("PK\x01\x02") + 24, 4, little(0x7FFFFFFF, 4));
  EXPECT_THAT(refusal(bomb), HasSubstr("it claims 2147483647 bytes"));
}

TEST(SafetensorsFile, all_floating_types_are_read) {
  const std::string header =
      R"({"__metadata__":{"format":"pt"},"d":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},)"
      R"("f":{"dtype":"F32","shape":[2],"data_offsets":[16,24]},"h":{"dtype":"F16","shape":[1],"data_offsets":[24,26]},)"
      R"("b":{"dtype":"BF16","shape":[],"data_offsets":[26,28]},"none":{"dtype":"F32","shape":[0,5],"data_offsets":[28,28]}})";
  const std::string data =
      bytes_of(Numbers{0.5, -2}) + bytes_of(std::vector<float>{1.5f, 0.25f}) + little(0x3C00, 2) + little(0x3F80, 2);
  const ScratchFile file("types.safetensors");
  const auto weights = open_weight_file(file.write(safetensors_bytes(header, data)));
  std::vector<Numbers> numbers;
  for (std::size_t i = 0; i < weights->names().size(); ++i) numbers.push_back(weights->read(i).numbers);
  EXPECT_THAT(weights->names(), ElementsAre("b", "d", "f", "h", "none"));
  EXPECT_THAT(numbers, ElementsAre(Numbers{1}, Numbers{0.5, -2}, Numbers{1.5, 0.25}, Numbers{1}, Numbers{}));
}

TEST(SafetensorsFile, damage_has_a_sentence) {
  const auto with = [](const std::string& arrays, const std::string& data) {
    return refusal(safetensors_bytes("{" + arrays + "}", data));
  };
  const std::string eight(8, 'x');
  EXPECT_THAT(
      with(
          R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]})",
          eight),
      HasSubstr("overlaps"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]})", eight), HasSubstr("a hole before 'a'"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})", eight),
              HasSubstr("4 bytes that belong to no"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]})", eight),
              HasSubstr("lies at 0 to 12 of 8"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]})", eight), HasSubstr("lies at 8 to 0"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]})", eight),
              HasSubstr("does not fit its 8 bytes"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]})", eight),
              HasSubstr("does not fit"));
  EXPECT_THAT(with(R"("a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]})", eight), HasSubstr("unknown type 'F33'"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]})", eight), HasSubstr("not whole numbers"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.0]})", eight), HasSubstr("not whole numbers"));
  EXPECT_THAT(with(R"("a":{"dtype":"F32","data_offsets":[0,8]})", eight), HasSubstr("is not described by"));
  EXPECT_THAT(
      with(
          R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]})",
          eight),
      HasSubstr("'a' twice"));
  EXPECT_THAT(with(R"("a":)", eight), HasSubstr("not JSON"));
  EXPECT_THAT(refusal(little(100'000'001, 8) + "{}"), HasSubstr("claims a header of 100000001 bytes"));
  EXPECT_THAT(refusal(little(50, 8) + "{}"), HasSubstr("cut off"));
}

TEST(WeightFile, other_files_have_a_sentence) {
  EXPECT_THAT(refusal("\x89HDF\r\n and more"), HasSubstr("numpy.savez"));
  EXPECT_THAT(refusal("hello"), HasSubstr("none of .npy, .npz and .safetensors"));
  EXPECT_THAT(refusal(""), HasSubstr("none of"));
}

}  // namespace
}  // namespace initlab::test
