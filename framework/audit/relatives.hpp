#pragma once
#include <string>
#include <vector>

namespace initlab {

/// The beginning of a matrix, in the order of the file.
struct LeadingNumbers {
  std::vector<double> numbers;
  std::size_t count = 0;  ///< of the whole matrix
};

/// Two matrices that are not independent.
struct Relative {
  enum class Kind {
    equal,         ///< the same numbers
    scaled,        ///< the same but for a factor: one draw, scaled twice
    leading_part,  ///< the smaller one is the beginning of the larger: one stream of random numbers, read from its
                   ///< start
    correlated,    ///< something else in common
  };
  Kind kind = Kind::equal;
  std::size_t first = 0, second = 0;  ///< positions in the list
  double correlation = 1.0;
  double factor = 1.0;  ///< second over first
};

/// How many pairs find_relatives tests.
std::size_t pairs_compared(const std::vector<LeadingNumbers>& matrices);

/// Compares any two matrices number by number, as far as both were kept: Pearson's correlation r, and Student's t with
/// n - 2 degrees of freedom at `level` for each pair. Beyond |r| = 1 - 1e-4, which rounding to sixteen bits does not
/// reach, they are one draw. Matrices with fewer than 64 numbers are left out, and so is what has no spread.
std::vector<Relative> find_relatives(const std::vector<LeadingNumbers>& matrices, double level);

}  // namespace initlab
