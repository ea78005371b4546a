#include "experiment/npz_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <string_view>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"

namespace initlab {
namespace {

constexpr std::string_view directory_end = "PK\x05\x06", wide_locator = "PK\x06\x07", wide_end = "PK\x06\x06",
                           directory_record = "PK\x01\x02", local_record = "PK\x03\x04";
// Deflate codes at most 258 bytes by two bits or so (zlib's documentation: 1032 to 1).
constexpr std::uint64_t most_deflation = 1032;
constexpr std::uint64_t largest_directory = 64u << 20;
constexpr std::uint32_t in_wide_field = 0xFFFFFFFFu;

[[noreturn]] void refuse(const std::string& where, const std::string& problem) {
  throw UsageError(where + ": " + problem);
}

[[noreturn]] void refuse_damaged(const std::string& where, const std::string& what) {
  refuse(where, "is a damaged archive (" + what + ")");
}

/// The little-endian number of `bytes` bytes at `at`; the caller has checked that they are there.
std::uint64_t number_at(std::string_view data, std::size_t at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(data[at + i]);
  return value;
}

/// What of a record's extra field 1 replaces the 32-bit numbers that are all ones, in this order.
void widen(std::string_view extra, std::initializer_list<std::uint64_t*> numbers, const std::string& where) {
  std::string_view wide;
  while (extra.size() >= 4) {
    const std::size_t length = number_at(extra, 2, 2);
    if (length > extra.size() - 4) break;
    if (number_at(extra, 0, 2) == 1) wide = extra.substr(4, length);
    extra.remove_prefix(4 + length);
  }
  for (std::uint64_t* number : numbers) {
    if (*number != in_wide_field) continue;
    if (wide.size() < 8) refuse_damaged(where, "a 64-bit size is missing");
    *number = number_at(wide, 0, 8);
    wide.remove_prefix(8);
  }
}

std::string inflated(const std::string& packed, std::uint64_t size, const std::string& where) {
  std::string out(size, '\0');
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  std::size_t taken = 0, made = 0;
  int status = Z_OK;
  // zlib counts in 32 bits, so both ends are handed over in pieces.
  while (status == Z_OK) {
    constexpr std::size_t piece = std::numeric_limits<uInt>::max();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + taken));
    stream.avail_in = static_cast<uInt>(std::min(piece, packed.size() - taken));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + made);
    stream.avail_out = static_cast<uInt>(std::min(piece, out.size() - made));
    const uInt in = stream.avail_in, room = stream.avail_out;
    status = inflate(&stream, Z_NO_FLUSH);
    taken += in - stream.avail_in;
    made += room - stream.avail_out;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || made != out.size()) refuse_damaged(where, "its packed bytes cannot be unpacked");
  return out;
}

}  // namespace

NpzFile::NpzFile(const std::filesystem::path& path) : path_(path) {
  const std::string where = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) refuse(where, "no such file");
  if (!std::filesystem::is_regular_file(status)) refuse(where, "is not a regular file");
  size_ = std::filesystem::file_size(path);

  // The end record is 22 bytes and a comment of at most 65535.
  constexpr std::uint64_t end_bytes = 22, locator_bytes = 20, wide_end_bytes = 56;
  const std::uint64_t tail_size = std::min<std::uint64_t>(size_, end_bytes + 65535);
  const std::string tail = bytes(size_ - tail_size, tail_size, where);
  const std::size_t end = tail.rfind(directory_end);
  if (end == std::string::npos || tail.size() - end < end_bytes)
    refuse(where, "is not a .npz archive, or is cut off (its directory, at its end, is missing)");
  std::uint64_t count = number_at(tail, end + 10, 2), length = number_at(tail, end + 12, 4),
                offset = number_at(tail, end + 16, 4);
  if (end >= locator_bytes && std::string_view(tail).substr(end - locator_bytes).starts_with(wide_locator)) {
    const std::string record = bytes(number_at(tail, end - locator_bytes + 8, 8), wide_end_bytes, where);
    if (!record.starts_with(wide_end)) refuse_damaged(where, "its 64-bit directory");
    count = number_at(record, 32, 8), length = number_at(record, 40, 8), offset = number_at(record, 48, 8);
  }
  if (length > largest_directory) refuse_damaged(where, "its directory is " + std::to_string(length) + " bytes long");
  read_directory(bytes(offset, length, where), count);
}

void NpzFile::read_directory(const std::string& records, std::uint64_t count) {
  constexpr std::size_t fixed = 46;
  const std::string where = path_.string();
  std::string_view rest = records;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (rest.size() < fixed || !rest.starts_with(directory_record))
      refuse_damaged(where, "its directory ends too early");
    const std::size_t name_bytes = number_at(rest, 28, 2), extra_bytes = number_at(rest, 30, 2),
                      all_bytes = fixed + name_bytes + extra_bytes + number_at(rest, 32, 2);
    if (all_bytes > rest.size()) refuse_damaged(where, "its directory ends too early");
    std::string name(rest.substr(fixed, name_bytes));
    const std::uint64_t flags = number_at(rest, 8, 2), method = number_at(rest, 10, 2);
    Entry entry{.offset = number_at(rest, 42, 4),
                .packed = number_at(rest, 20, 4),
                .size = number_at(rest, 24, 4),
                .crc = static_cast<std::uint32_t>(number_at(rest, 16, 4)),
                .is_deflated = method == 8};
    widen(rest.substr(fixed + name_bytes, extra_bytes), {&entry.size, &entry.packed, &entry.offset}, where);
    rest.remove_prefix(all_bytes);
    if (name.ends_with("/data.pkl"))
      refuse(where,
             "is a PyTorch archive (its arrays are in Python's pickle). Save it with safetensors.torch.save_file");
    if (!name.ends_with(".npy")) continue;
    const std::string member = where + ": '" + shortened(name) + "'";
    if (flags & 1) refuse(member, "is encrypted");
    if (method != 0 && method != 8)
      refuse(member, "is packed by method " + std::to_string(method) + " (readable are stored and deflated arrays)");
    if (entry.packed > size_ ||
        (entry.is_deflated ? entry.size / most_deflation > entry.packed : entry.size != entry.packed))
      refuse_damaged(member, "it claims " + std::to_string(entry.size) + " bytes");
    name.resize(name.size() - 4);
    names_.push_back(std::move(name));
    entries_.push_back(entry);
  }
  if (names_.empty()) refuse(where, "holds no .npy array");
  std::vector<std::string> sorted = names_;
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice != sorted.end()) refuse_damaged(where, "'" + shortened(*twice) + "' is there twice");
}

std::string NpzFile::bytes(std::uint64_t offset, std::uint64_t count, const std::string& where) const {
  if (offset > size_ || count > size_ - offset) refuse_damaged(where, "a part lies beyond its end");
  std::ifstream file(path_, std::ios::binary);
  std::string data(count, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(data.data(), static_cast<std::streamsize>(count));
  if (!file) refuse(where, "cannot be read");
  return data;
}

std::string NpzFile::contents(const Entry& entry, const std::string& where) const {
  constexpr std::uint64_t fixed = 30;
  const std::string local = bytes(entry.offset, fixed, where);
  if (!local.starts_with(local_record)) refuse_damaged(where, "it does not begin where the directory says");
  const std::uint64_t start = entry.offset + fixed + number_at(local, 26, 2) + number_at(local, 28, 2);
  std::string data = bytes(start, entry.packed, where);
  if (entry.is_deflated) data = inflated(data, entry.size, where);
  uLong crc = crc32_z(0, nullptr, 0);
  crc = crc32_z(crc, reinterpret_cast<const Bytef*>(data.data()), data.size());
  if (crc != entry.crc) refuse_damaged(where, "its checksum does not fit");
  return data;
}

NumberArray NpzFile::read(const std::string& name) const {
  const auto found = std::ranges::find(names_, name);
  if (found == names_.end())
    throw UsageError(path_.string() + ": has no array '" + shortened(name) + "'" + did_you_mean(name, names_) + ".");
  const std::string where = path_.string() + ": '" + shortened(name) + "'";
  return decode_npy(contents(entries_[static_cast<std::size_t>(found - names_.begin())], where), where);
}

}  // namespace initlab
