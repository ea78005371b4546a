#pragma once
#include "audit/weight_matrix.hpp"

namespace initlab {

/// What rows or columns share that independent ones would not.
struct Repetition {
  std::size_t repeated_rows = 0;     ///< rows that are equal to one above them, zero ones left out
  std::size_t repeated_columns = 0;  ///< likewise
  std::size_t zero_rows = 0;
  bool is_rank_one = false;  ///< all rows are multiples of one; told of four rows and columns or more
};

/// Rows shorter than eight numbers are not compared: in sixteen bits a few numbers may well be equal by chance.
Repetition repetition(const WeightMatrix& matrix);

}  // namespace initlab
