#pragma once
#include <cstddef>

namespace initlab::testing {

/// Bytes asked of operator new since the program began; what was given back is not taken off. Counted where
/// allocation_counter.cpp is linked, which replaces the program's operator new.
extern std::size_t allocated_bytes;

}  // namespace initlab::testing
