#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "journal/format.hpp"
#include "journal/journal_writer.hpp"

// Any bytes are either refused with a ResultError or read as a journal that can be continued. They are tried as they
// are and with their checksums repaired, without which hardly any would come further than the first of them.

namespace {

using namespace initlab;
using namespace initlab::journal;

using Bytes = std::vector<std::byte>;

void require(bool fact, const char* text) {
  if (fact) return;
  std::fprintf(stderr, "not so: %s\n", text);
  std::abort();
}

/// A file in memory.
class MemoryFile {
 public:
  explicit MemoryFile(const Bytes& bytes) : number_(memfd_create("journal", MFD_CLOEXEC)) {
    require(number_ >= 0, "there is a file in memory");
    require(write(number_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "it takes the bytes");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(number_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(number_); }

 private:
  int number_;
};

template <class Head>
void repair_head(Bytes& bytes, std::size_t place, Head& head) {
  head.crc = head_crc(head);
  std::memcpy(bytes.data() + place, &head, sizeof head);
}

/// Gives every head and payload, as far as lengths lead, the checksum that fits it, and every record the plan's salt.
Bytes repaired(Bytes bytes) {
  FileHead file = file_head();
  if (bytes.size() < sizeof file) return bytes;
  repair_head(bytes, 0, file);
  std::uint32_t salt = 0;
  for (std::size_t place = sizeof file; bytes.size() - place >= sizeof(RecordHead);) {
    RecordHead head;
    std::memcpy(&head, bytes.data() + place, sizeof head);
    const std::size_t room = bytes.size() - place - sizeof head;
    if (head.length <= room)
      head.payload_crc = crc32c(std::span(bytes).subspan(place + sizeof head, static_cast<std::size_t>(head.length)));
    if (head.kind == RecordKind::plan) salt = head.payload_crc;
    head.salt = salt;
    repair_head(bytes, place, head);
    if (head.length > room || padding(head.length) > room - head.length) break;
    place += sizeof head + static_cast<std::size_t>(head.length + padding(head.length));
  }
  return bytes;
}

void check_places(const JournalReader& journal, std::size_t size) {
  require(journal.end() + journal.torn() == size, "every byte is kept or torn");
  std::uint64_t place = 0;
  for (const JournalRecord& record : journal.records()) {
    require(record.place > place && record.place + record.bytes <= journal.end(), "records lie one behind the other");
    place = record.place + record.bytes;
    Bytes payload(static_cast<std::size_t>(record.bytes));
    journal.read(record, payload);
  }
  place = 0;
  for (const JournalDamage& damage : journal.damage()) {
    require(damage.bytes > 0 && damage.place >= place, "damage lies one behind the other");
    place = damage.place + damage.bytes;
    require(place < journal.end(), "good records follow what is damaged");
  }
}

void check_continued(const JournalReader& before, const JournalReader& after) {
  require(after.torn() == 0, "what is torn is cut off");
  require(after.plan() == before.plan(), "the plan stays");
  require(after.authors().size() == before.authors().size() + 1, "an author is added");
  require(after.damage().size() == before.damage().size(), "damage stays");
  require(after.records().size() == before.records().size() + 1, "a record is added");
  for (std::size_t i = 0; i < before.records().size(); ++i)
    require(after.records()[i].place == before.records()[i].place, "records stay where they are");
}

void try_bytes(const Bytes& bytes) {
  const MemoryFile file(bytes);
  try {
    const JournalReader before(file.path());
    check_places(before, bytes.size());
    if (before.plan().empty()) return;
    auto [writer, reader] = continue_journal(file.path());
    writer.append(1, 2, Bytes(3));
    check_continued(before, JournalReader(file.path()));
  } catch (const ResultError& error) {
    require(std::strlen(error.what()) > 0, "a refusal has a text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  try_bytes(bytes);
  try_bytes(repaired(bytes));
  return 0;
}
