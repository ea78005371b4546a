#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace initlab::test {

/// Numbers as they lie in memory, little-endian here.
template <class T>
std::string little_endian(const std::vector<T>& numbers) {
  static_assert(std::endian::native == std::endian::little);
  return std::string(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
}

template <class T>
std::string big_endian(const std::vector<T>& numbers) {
  std::string bytes;
  for (const T number : numbers) {
    const std::string one = little_endian(std::vector<T>{number});
    bytes.append(one.rbegin(), one.rend());
  }
  return bytes;
}

/// A .npy file (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
struct Npy {
  std::string type = "<f8", fortran_order = "False", shape = "(2, 3)", data = "";
  char version = 1;

  std::string bytes() const {
    std::string header = "{'descr': '" + type + "', 'fortran_order': " + fortran_order + ", 'shape': " + shape + ", }";
    const std::size_t before = version == 1 ? 10 : 12;
    header.resize((before + header.size() + 1 + 63) / 64 * 64 - before - 1,
                  ' ');  // the numbers begin at a multiple of 64
    header += '\n';
    const auto length = static_cast<std::uint32_t>(header.size());
    const std::string words = little_endian(std::vector<std::uint32_t>{length});
    return std::string("\x93NUMPY") + version + '\0' + words.substr(0, version == 1 ? 2 : 4) + header + data;
  }
};

inline Npy npy_of(const std::vector<double>& numbers, const std::string& shape) {
  return {.shape = shape, .data = little_endian(numbers)};
}

/// An IDX file (yann.lecun.com/exdb/mnist): type 8 is uint8, 13 float, 14 double.
inline std::string idx_bytes(char type, const std::vector<std::uint32_t>& shape, const std::string& data) {
  return std::string(2, '\0') + type + static_cast<char>(shape.size()) + big_endian(shape) + data;
}

}  // namespace initlab::test
