#include "audit/safetensors_file.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "core/config_text.hpp"
#include "core/error.hpp"

namespace initlab {
namespace {

using Json = nlohmann::json;
using Kind = NumberArray::Kind;

constexpr std::uint64_t largest_header = 100'000'000;
constexpr std::size_t most_axes = 32;

struct Type {
  const char* name;
  std::size_t bytes;
  Kind kind;
  double (*decode)(const char*);
};

template <class T>
double number(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<double>(value);
}
template <double (*decode)(std::uint16_t)>
double short_number(const char* bytes) {
  std::uint16_t bits;
  std::memcpy(&bits, bytes, sizeof bits);
  return decode(bits);
}

constexpr Type types[] = {{"F64", 8, Kind::floating, &number<double>},
                          {"F32", 4, Kind::floating, &number<float>},
                          {"F16", 2, Kind::floating, &short_number<half_to_double>},
                          {"BF16", 2, Kind::floating, &short_number<bfloat16_to_double>},
                          {"I64", 8, Kind::integer, &number<std::int64_t>},
                          {"I32", 4, Kind::integer, &number<std::int32_t>},
                          {"I16", 2, Kind::integer, &number<std::int16_t>},
                          {"I8", 1, Kind::integer, &number<std::int8_t>},
                          {"U64", 8, Kind::integer, &number<std::uint64_t>},
                          {"U32", 4, Kind::integer, &number<std::uint32_t>},
                          {"U16", 2, Kind::integer, &number<std::uint16_t>},
                          {"U8", 1, Kind::integer, &number<std::uint8_t>},
                          {"BOOL", 1, Kind::integer, &number<std::uint8_t>},
                          {"F8_E4M3", 1, Kind::other, nullptr},
                          {"F8_E5M2", 1, Kind::other, nullptr}};

[[noreturn]] void refuse(const std::string& where, const std::string& problem) {
  throw UsageError(where + ": " + problem);
}

const Type& type_named(const std::string& name, const std::string& where) {
  const auto* type = std::ranges::find_if(types, [&](const Type& t) { return name == t.name; });
  if (type == std::end(types)) refuse(where, "has the unknown type '" + shortened(name, 20) + "'");
  return *type;
}

/// A whole number that is written as one; a header's 1e3 or -1 is damage.
std::uint64_t whole(const Json& value, const std::string& where, const char* what) {
  if (!value.is_number_unsigned()) refuse(where, std::string("has ") + what + " that are not whole numbers");
  return value.get<std::uint64_t>();
}

Json parsed_header(const std::string& text, const std::string& where) {
  std::set<std::string> seen;
  std::string twice;
  const auto remember = [&](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::key && depth == 1 && !seen.insert(value.get<std::string>()).second)
      twice = value.get<std::string>();
    return true;
  };
  const Json header = Json::parse(text, remember, false);
  if (header.is_discarded()) refuse(where, "is damaged (its header is not JSON)");
  if (!header.is_object()) refuse(where, "is damaged (its header is no table of arrays)");
  if (!twice.empty()) refuse(where, "names the array '" + shortened(twice) + "' twice");
  return header;
}

}  // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path) : path_(path) {
  const std::string where = path.string();
  const std::uint64_t size = std::filesystem::file_size(path);
  std::ifstream file(path, std::ios::binary);
  char length_bytes[8];
  file.read(length_bytes, sizeof length_bytes);
  if (!file) refuse(where, "ends before its header");
  const std::uint64_t length = std::bit_cast<std::uint64_t>(length_bytes);
  if (length > largest_header)
    refuse(where, "claims a header of " + std::to_string(length) + " bytes (the format allows " +
                      std::to_string(largest_header) + "): it is damaged or not a .safetensors file");
  if (length > size - 8) refuse(where, "ends within its header: it is cut off");
  std::string text(length, '\0');
  file.read(text.data(), static_cast<std::streamsize>(length));
  if (!file) refuse(where, "cannot be read");
  data_start_ = 8 + length;

  const Json header = parsed_header(text, where);
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") continue;
    const std::string array = where + ": '" + shortened(name) + "'";
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() || !value.contains("shape") ||
        !value["shape"].is_array() || !value.contains("data_offsets") || !value["data_offsets"].is_array() ||
        value["data_offsets"].size() != 2)
      refuse(array, "is not described by a dtype, a shape and two data_offsets");
    Entry entry{.type = value["dtype"], .shape = {}};
    if (value["shape"].size() > most_axes) refuse(array, "has more than 32 axes");
    for (const Json& axis : value["shape"]) entry.shape.push_back(whole(axis, array, "axes"));
    entry.begin = whole(value["data_offsets"][0], array, "data_offsets");
    entry.end = whole(value["data_offsets"][1], array, "data_offsets");
    const std::uint64_t data_bytes = size - data_start_;
    if (entry.begin > entry.end || entry.end > data_bytes)
      refuse(array, "lies at " + std::to_string(entry.begin) + " to " + std::to_string(entry.end) + " of " +
                        std::to_string(data_bytes) + " bytes: the file is cut off or its header is damaged");
    const std::uint64_t bytes = entry.end - entry.begin, each = type_named(entry.type, array).bytes;
    if (elements_of(entry.shape, bytes) != bytes / each || bytes % each != 0)
      refuse(array, "has a shape that does not fit its " + std::to_string(bytes) + " bytes");
    names_.push_back(name);
    entries_.push_back(std::move(entry));
  }
  check_order(size - data_start_);
}

void SafetensorsFile::check_order(std::uint64_t data_bytes) const {
  std::vector<std::size_t> order(entries_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(entries_[i].begin, entries_[i].end); });
  std::uint64_t reached = 0;
  for (const std::size_t i : order) {
    if (entries_[i].begin < reached)
      refuse(path_.string(), "'" + shortened(names_[i]) + "' overlaps the array before it: the header is damaged");
    if (entries_[i].begin > reached)
      refuse(path_.string(), "has a hole before '" + shortened(names_[i]) + "': the header is damaged");
    reached = entries_[i].end;
  }
  if (reached != data_bytes)
    refuse(path_.string(), "has " + std::to_string(data_bytes - reached) + " bytes that belong to no array");
}

NumberArray SafetensorsFile::read(std::size_t index) const {
  const Entry& entry = entries_.at(index);
  const Type& type = type_named(entry.type, path_.string());
  NumberArray array{.kind = type.kind, .type = entry.type, .shape = entry.shape, .numbers = {}};
  if (type.kind == Kind::other) return array;
  std::string bytes(entry.end - entry.begin, '\0');
  std::ifstream file(path_, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(data_start_ + entry.begin));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file) refuse(path_.string(), "cannot be read");
  array.numbers.resize(bytes.size() / type.bytes);
  for (std::size_t i = 0; i < array.numbers.size(); ++i) array.numbers[i] = type.decode(bytes.data() + i * type.bytes);
  return array;
}

}  // namespace initlab
