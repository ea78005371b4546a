#pragma once
#include <cstddef>

namespace initlab {

/// Bytes that this process has allocated and not given back, counted by the allocator in use.
std::size_t allocated_bytes();

}  // namespace initlab
