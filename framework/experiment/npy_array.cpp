#include "experiment/npy_array.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/config_text.hpp"
#include "core/error.hpp"

namespace initlab {
namespace {

// NumPy itself allows 32; a longer shape is a damaged header.
constexpr std::size_t most_axes = 32;

struct Element {
  std::size_t bytes;
  NumberArray::Kind kind;
  double (*decode)(std::uint64_t bits);
};

template <class T>
double from_bits(std::uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);  // little-endian, as the baseline processor is
  return static_cast<double>(value);
}

/// What a type is without its byte order: "f4", "u1".
std::optional<Element> element_of(std::string_view type) {
  using Kind = NumberArray::Kind;
  if (type == "f2")
    return Element{2, Kind::floating, [](std::uint64_t b) { return half_to_double(static_cast<std::uint16_t>(b)); }};
  if (type == "f4") return Element{4, Kind::floating, &from_bits<float>};
  if (type == "f8") return Element{8, Kind::floating, &from_bits<double>};
  if (type == "b1" || type == "u1") return Element{1, Kind::integer, &from_bits<std::uint8_t>};
  if (type == "i1") return Element{1, Kind::integer, &from_bits<std::int8_t>};
  if (type == "u2") return Element{2, Kind::integer, &from_bits<std::uint16_t>};
  if (type == "i2") return Element{2, Kind::integer, &from_bits<std::int16_t>};
  if (type == "u4") return Element{4, Kind::integer, &from_bits<std::uint32_t>};
  if (type == "i4") return Element{4, Kind::integer, &from_bits<std::int32_t>};
  if (type == "u8") return Element{8, Kind::integer, &from_bits<std::uint64_t>};
  if (type == "i8") return Element{8, Kind::integer, &from_bits<std::int64_t>};
  return std::nullopt;
}

[[noreturn]] void refuse(const std::string& where, const std::string& problem) {
  throw UsageError(where + ": " + problem);
}

/// What the Python literal of the header holds behind 'key':.
std::string_view field(std::string_view header, std::string_view key, const std::string& where) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos)
    refuse(where, "is a damaged .npy array (no " + std::string(key) + " in its header)");
  std::string_view rest = header.substr(at + key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(": "), rest.size()));
  return rest;
}

std::vector<std::size_t> read_shape(std::string_view text, const std::string& where) {
  const std::size_t end = text.find(')');
  if (!text.starts_with('(') || end == std::string_view::npos) refuse(where, "is a damaged .npy array (its shape)");
  std::vector<std::size_t> shape;
  for (text = text.substr(1, end - 1); !text.empty();) {
    std::size_t length = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || shape.size() == most_axes) refuse(where, "is a damaged .npy array (its shape)");
    shape.push_back(length);
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    text.remove_prefix(std::min(text.find_first_not_of(", "), text.size()));
  }
  return shape;
}

/// From the order in which the first axis runs fastest.
std::vector<double> in_c_order(const std::vector<double>& numbers, const std::vector<std::size_t>& shape) {
  std::vector<double> result(numbers.size());
  std::vector<std::size_t> index(shape.size(), 0);
  std::vector<std::size_t> stride(shape.size(), 1);
  for (std::size_t axis = 1; axis < shape.size(); ++axis) stride[axis] = stride[axis - 1] * shape[axis - 1];
  std::size_t from = 0;
  for (double& number : result) {
    number = numbers[from];
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      from += stride[axis];
      if (++index[axis] < shape[axis]) break;
      from -= index[axis] * stride[axis];
      index[axis] = 0;
    }
  }
  return result;
}

}  // namespace

double half_to_double(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31;
  const double fraction = bits & 1023;
  double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024.0 + fraction, exponent - 25);
  if (exponent == 31) magnitude = fraction == 0.0 ? HUGE_VAL : std::nan("");
  return bits >> 15 ? -magnitude : magnitude;
}

double bfloat16_to_double(std::uint16_t bits) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16));
}

std::size_t elements_of(const std::vector<std::size_t>& shape, std::size_t limit) {
  if (std::ranges::find(shape, std::size_t{0}) != shape.end()) return 0;
  std::size_t product = 1;
  for (const std::size_t length : shape) {
    if (product > limit / length) return limit + 1;
    product *= length;
  }
  return product;
}

NumberArray decode_npy(std::string_view bytes, const std::string& where) {
  constexpr const char* cut_off = "ends too early: it is cut off or not what its header says";
  if (bytes.size() < 12 || !bytes.starts_with("\x93NUMPY")) refuse(where, "is not a .npy array");
  const std::size_t before = bytes[6] == 1 ? 10 : 12;
  std::size_t length = 0;
  for (std::size_t i = before; i-- > 8;) length = length << 8 | static_cast<unsigned char>(bytes[i]);
  if (length > bytes.size() - before) refuse(where, cut_off);
  const std::string_view header = bytes.substr(before, length);
  std::string_view data = bytes.substr(before + length);

  NumberArray array;
  std::string_view type = field(header, "'descr'", where);
  array.type = shortened(type.substr(0, type.find(',')), 20);
  if (type.starts_with('\'') && type.find('\'', 1) != std::string_view::npos) {
    type = type.substr(1, type.find('\'', 1) - 1);
    array.type = shortened(type, 20);
  }
  array.shape = read_shape(field(header, "'shape'", where), where);
  const std::optional<Element> element = type.size() == 3 ? element_of(type.substr(1)) : std::nullopt;
  if (!element) return array;

  const std::size_t count = elements_of(array.shape, data.size());
  if (count > data.size() / element->bytes) refuse(where, cut_off);
  array.kind = element->kind;
  array.numbers.resize(count);
  const bool big_endian = type[0] == '>';
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t bits = 0;
    for (std::size_t k = 0; k < element->bytes; ++k) {
      const std::size_t at = i * element->bytes + (big_endian ? k : element->bytes - 1 - k);
      bits = bits << 8 | static_cast<unsigned char>(data[at]);
    }
    array.numbers[i] = element->decode(bits);
  }
  if (field(header, "'fortran_order'", where).starts_with("True"))
    array.numbers = in_c_order(array.numbers, array.shape);
  return array;
}

}  // namespace initlab
