#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

/// An array of numbers from a file, in C order: the last axis runs fastest.
struct NumberArray {
  enum class Kind { floating, integer, other };
  Kind kind = Kind::other;
  std::string type;                ///< as the file writes it: "<f4", "BF16"
  std::vector<std::size_t> shape;  ///< empty for a single number
  std::vector<double> numbers;     ///< none of kind other (texts, dates, complex numbers, records)
};

/// An IEEE half-precision number (binary16) from its bits; a bfloat16 one. Exact.
double half_to_double(std::uint16_t bits);
double bfloat16_to_double(std::uint16_t bits);

/// The product of the lengths, or `limit` + 1 where it is larger than `limit`; an axis of length 0 makes it 0.
std::size_t elements_of(const std::vector<std::size_t>& shape, std::size_t limit);

/// Decodes the bytes of a .npy file, NumPy's format 1 to 3
/// (numpy.org/doc/stable/reference/generated/numpy.lib.format.html): float16, float32, float64, integers and booleans
/// of either byte order, in C or Fortran order. Throws UsageError, beginning with `where`, for bytes that are not such
/// a file or fewer than its header promises; more of them are ignored, as by NumPy.
NumberArray decode_npy(std::string_view bytes, const std::string& where);

}  // namespace initlab
