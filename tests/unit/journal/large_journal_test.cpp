#include <gtest/gtest.h>
#include <sys/mman.h>

#include <algorithm>
#include <fstream>
#include <string_view>

#include "journal/open_file.hpp"
#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

TEST(LargeJournal, has_records_that_are_longer_and_lie_further_than_32_bits_reach) {
  // In memory, where holes are read four times as fast as on a disk.
  const journal::OpenFile file(memfd_create("journal", MFD_CLOEXEC));
  const std::filesystem::path path = "/proc/self/fd/" + std::to_string(file.number());
  constexpr std::uint64_t length = (std::uint64_t{1} << 32) + 8;
  write_bytes(path, journal_of({{0, 1, payload_of(0, 100)}}));

  journal::RecordHead head{journal::RecordKind::block, 1, 1, 0, length, 0, 0};
  const Bytes zeros(std::size_t{1} << 20);
  for (std::uint64_t done = 0; done < length;) {
    const auto piece = std::span(zeros).first(std::min<std::uint64_t>(zeros.size(), length - done));
    head.payload_crc = crc32c(piece, head.payload_crc);
    done += piece.size();
  }
  head.salt = crc32c(std::as_bytes(std::span(std::string_view("seed = 1\n"))));
  head.crc = head_crc(head);
  std::ofstream(path, std::ios::binary | std::ios::app).write(reinterpret_cast<const char*>(&head), sizeof head);
  // A hole: its zeros take no room.
  std::filesystem::resize_file(path, std::filesystem::file_size(path) + length);

  auto [writer, reader] = continue_journal(path);
  ASSERT_EQ(reader.records().size(), 2u);
  EXPECT_EQ(reader.records()[1].bytes, length);

  const KeptBlock next = {2, 1, payload_of(2, 1000)};
  append(writer, next);
  const std::uint64_t place = std::filesystem::file_size(path) - next.bytes.size();
  ASSERT_GT(place, std::uint64_t{1} << 32);
  Bytes bytes(next.bytes.size());
  reader.read({next.block, next.trials, place, bytes.size()}, bytes);
  EXPECT_EQ(bytes, next.bytes);
}

}  // namespace
}  // namespace initlab::test
