#include "experiment/number_file.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr const char* cut_off = "ends too early: it is cut off or not what its header says";

/// What a header says: where the numbers begin, what they are, and the shape.
struct Layout {
  std::size_t offset = 0;
  std::size_t bytes_each = 0;
  double (*decode)(const char*) = nullptr;
  std::vector<std::size_t> shape;
};

template <class T, bool big_endian>
double decode(const char* bytes) {
  unsigned char raw[sizeof(T)];
  std::memcpy(raw, bytes, sizeof(T));
  if constexpr (big_endian)
    for (std::size_t i = 0; i < sizeof(T) / 2; ++i) std::swap(raw[i], raw[sizeof(T) - 1 - i]);
  T value;
  std::memcpy(&value, raw, sizeof(T));
  return static_cast<double>(value);
}

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& problem) {
  throw UsageError(path.string() + ": " + problem);
}

class File {
 public:
  explicit File(const std::filesystem::path& path) : path_(path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) refuse(path, "no such file (input.path is relative to the experiment file)");
    if (!std::filesystem::is_regular_file(status)) refuse(path, "is not a regular file");
    size_ = std::filesystem::file_size(path);
    stream_.open(path, std::ios::binary);
    if (!stream_) refuse(path, "cannot be read");
  }

  std::string read(std::size_t offset, std::size_t bytes) {
    if (offset > size_ || bytes > size_ - offset) refuse(path_, cut_off);
    std::string data(bytes, '\0');
    stream_.seekg(static_cast<std::streamoff>(offset));
    stream_.read(data.data(), static_cast<std::streamsize>(bytes));
    if (!stream_) refuse(path_, "cannot be read");
    return data;
  }
  std::size_t size() const { return size_; }

 private:
  std::filesystem::path path_;
  std::size_t size_ = 0;
  std::ifstream stream_;
};

std::uint32_t big_endian_word(const std::string& bytes, std::size_t at) {
  std::uint32_t word = 0;
  for (std::size_t i = 0; i < 4; ++i) word = word << 8 | static_cast<unsigned char>(bytes[at + i]);
  return word;
}

/// IDX: 0 0 type dimensions, then each dimension as a big-endian word (yann.lecun.com/exdb/mnist).
Layout read_idx_layout(File& file, const std::filesystem::path& path) {
  const std::string magic = file.read(0, 4);
  Layout layout;
  switch (static_cast<unsigned char>(magic[2])) {
    case 0x08:
      layout.bytes_each = 1, layout.decode = &decode<std::uint8_t, true>;
      break;
    case 0x09:
      layout.bytes_each = 1, layout.decode = &decode<std::int8_t, true>;
      break;
    case 0x0B:
      layout.bytes_each = 2, layout.decode = &decode<std::int16_t, true>;
      break;
    case 0x0C:
      layout.bytes_each = 4, layout.decode = &decode<std::int32_t, true>;
      break;
    case 0x0D:
      layout.bytes_each = 4, layout.decode = &decode<float, true>;
      break;
    case 0x0E:
      layout.bytes_each = 8, layout.decode = &decode<double, true>;
      break;
    default:
      refuse(path, "is not an IDX file (its element type is unknown)");
  }
  const std::size_t dimensions = static_cast<unsigned char>(magic[3]);
  const std::string sizes = file.read(4, 4 * dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) layout.shape.push_back(big_endian_word(sizes, 4 * d));
  layout.offset = 4 + 4 * dimensions;
  return layout;
}

/// The text behind 'key': in the header's Python literal, up to what ends it.
std::string_view npy_field(std::string_view header, std::string_view key, const std::filesystem::path& path) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) refuse(path, "is a damaged .npy file (no " + std::string(key) + " in its header)");
  std::string_view rest = header.substr(at + key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(": "), rest.size()));
  return rest;
}

Layout read_npy_layout(File& file, const std::filesystem::path& path) {
  const std::string start = file.read(0, 12);
  const bool version_1 = start[6] == 1;
  std::size_t length = 0;
  for (std::size_t i = version_1 ? 2 : 4; i-- > 0;) length = length << 8 | static_cast<unsigned char>(start[8 + i]);
  Layout layout;
  layout.offset = (version_1 ? 10 : 12) + length;
  const std::string header = file.read(version_1 ? 10 : 12, length);

  const std::string_view type = npy_field(header, "'descr'", path).substr(0, 5);
  if (type == "'<f4'")
    layout.bytes_each = 4, layout.decode = &decode<float, false>;
  else if (type == "'<f8'")
    layout.bytes_each = 8, layout.decode = &decode<double, false>;
  else if (type == "'|u1'")
    layout.bytes_each = 1, layout.decode = &decode<std::uint8_t, false>;
  else if (type == "'|i1'")
    layout.bytes_each = 1, layout.decode = &decode<std::int8_t, false>;
  else if (type == "'<i2'")
    layout.bytes_each = 2, layout.decode = &decode<std::int16_t, false>;
  else if (type == "'<u2'")
    layout.bytes_each = 2, layout.decode = &decode<std::uint16_t, false>;
  else if (type == "'<i4'")
    layout.bytes_each = 4, layout.decode = &decode<std::int32_t, false>;
  else if (type == "'<u4'")
    layout.bytes_each = 4, layout.decode = &decode<std::uint32_t, false>;
  else if (type == "'<i8'")
    layout.bytes_each = 8, layout.decode = &decode<std::int64_t, false>;
  else if (type == "'<u8'")
    layout.bytes_each = 8, layout.decode = &decode<std::uint64_t, false>;
  else
    refuse(path, "holds elements of type " + std::string(type) + " (readable are float32, float64 and integers)");
  if (npy_field(header, "'fortran_order'", path).starts_with("True"))
    refuse(path, "is in Fortran order (save numpy.ascontiguousarray of it)");

  std::string_view shape = npy_field(header, "'shape'", path);
  shape = shape.substr(0, shape.find(')'));
  for (std::size_t i = 0; i < shape.size();) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(shape.data() + i, shape.data() + shape.size(), number);
    if (error == std::errc()) layout.shape.push_back(number);
    i = error == std::errc() ? static_cast<std::size_t>(end - shape.data()) : i + 1;
  }
  return layout;
}

}  // namespace

NumberRows read_number_rows(const std::filesystem::path& path, std::size_t first, std::size_t count) {
  File file(path);
  const std::string magic = file.size() >= 6 ? file.read(0, 6) : std::string(6, '\xff');
  Layout layout;
  if (magic == "\x93NUMPY")
    layout = read_npy_layout(file, path);
  else if (magic[0] == 0 && magic[1] == 0)
    layout = read_idx_layout(file, path);
  else if (magic.starts_with("\x1f\x8b"))
    refuse(path, "is compressed (gunzip it first)");
  else
    refuse(path, "is neither a .npy nor an IDX file");

  if (layout.shape.empty()) refuse(path, "holds a single number, not rows");
  NumberRows out;
  out.row_length = 1;
  for (std::size_t d = 1; d < layout.shape.size(); ++d) {
    if (layout.shape[d] == 0 || out.row_length > file.size() / layout.shape[d]) refuse(path, cut_off);
    out.row_length *= layout.shape[d];
  }
  if (first > layout.shape[0] || count > layout.shape[0] - first)
    refuse(path, "has " + std::to_string(layout.shape[0]) + " rows; rows " + std::to_string(first) + " to " +
                     std::to_string(first + count - 1) + " were asked for (counting from 0)");

  const std::size_t row_bytes = out.row_length * layout.bytes_each;
  if (first + count > file.size() / row_bytes) refuse(path, cut_off);  // before a product of them can overflow
  const std::string bytes = file.read(layout.offset + first * row_bytes, count * row_bytes);
  out.numbers.resize(count * out.row_length);
  for (std::size_t i = 0; i < out.numbers.size(); ++i) {
    out.numbers[i] = layout.decode(bytes.data() + i * layout.bytes_each);
    if (!std::isfinite(out.numbers[i]))
      refuse(path, "holds a number that is not finite, in row " + std::to_string(first + i / out.row_length));
  }
  return out;
}

}  // namespace initlab
