#include <gtest/gtest.h>

#include <random>

#include "audit/audit.hpp"
#include "core/error.hpp"
#include "weight_bytes.hpp"

namespace initlab::test {
namespace {

/// A file is read or refused; nothing else may happen. True where it was read.
bool is_read(const ScratchFile& file, const std::string& bytes) {
  try {
    audit(*open_weight_file(file.write(bytes)), {});
    return true;
  } catch (const UsageError& error) {
    EXPECT_GT(std::string(error.what()).size(), 20u);
    return false;
  }
}

std::vector<std::pair<std::string, std::string>> whole_files() {
  std::mt19937_64 random(1);
  std::vector<double> numbers(12 * 16);
  for (double& number : numbers) number = static_cast<double>(random() >> 11) * 0x1p-53 - 0.5;
  const std::string data = bytes_of(numbers), npy = npy_bytes("<f8", "(12, 16)", data);
  const std::string header = R"({"a":{"dtype":"F64","shape":[12,16],"data_offsets":[0,1536]},)"
                             R"("b":{"dtype":"F16","shape":[16],"data_offsets":[1536,1568]}})";
  return {{"npy", npy},
          {"stored npz", zip_bytes({{"a.npy", npy}, {"b.npy", npy}})},
          {"deflated npz", zip_bytes({{"a.npy", npy, true}, {"b.npy", npy, true}}, true)},
          {"safetensors", safetensors_bytes(header, data + data.substr(0, 32))}};
}

TEST(CorruptFiles, a_whole_file_is_read_and_one_cut_off_anywhere_is_refused) {
  const ScratchFile file("cut");
  for (const auto& [name, bytes] : whole_files()) {
    EXPECT_TRUE(is_read(file, bytes)) << name;
    for (std::size_t length = 0; length < bytes.size(); length += length < 150 || length + 100 > bytes.size() ? 1 : 29)
      EXPECT_FALSE(is_read(file, bytes.substr(0, length))) << name << " cut off at " << length;
  }
}

TEST(CorruptFiles, changed_bytes_never_do_harm) {
  const ScratchFile file("changed");
  for (const auto& [name, bytes] : whole_files()) {
    std::mt19937_64 random(2);
    int read = 0;
    constexpr int changes = 500;
    for (int i = 0; i < changes; ++i) {
      std::string changed = bytes;
      // Headers are at the beginning and the end; half of all changes are made there.
      const std::size_t many = 1 + random() % 4,
                        reach = i % 2 == 0 ? changed.size() : std::min<std::size_t>(200, changed.size());
      for (std::size_t k = 0; k < many; ++k) {
        const std::size_t at = random() % reach;
        changed[i % 4 == 1 ? changed.size() - 1 - at : at] = static_cast<char>(random());
      }
      read += is_read(file, changed);
    }
    EXPECT_LT(read, changes) << name << ": no change was ever seen";
  }
}

TEST(CorruptFiles, changed_bytes_of_an_archives_arrays_are_seen) {
  const ScratchFile file("checked");
  const std::string bytes = whole_files()[1].second;
  const std::size_t start = bytes.find("NUMPY") + 128;
  for (std::size_t at = start; at < start + 1000; at += 37) {
    std::string changed = bytes;
    changed[at] ^= 4;
    EXPECT_FALSE(is_read(file, changed)) << at;
  }
}

}  // namespace
}  // namespace initlab::test
