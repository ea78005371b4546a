#include "unit/linear/allocation_counter.hpp"

#include <cstdlib>
#include <new>

std::size_t initlab::testing::allocated_bytes = 0;

void* operator new(std::size_t size) {
  initlab::testing::allocated_bytes += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
