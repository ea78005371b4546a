#pragma once
#include <memory>

#include "execution/backend.hpp"

namespace initlab {

// One source file each. `threads` is at least 1; users call make_backend.
std::unique_ptr<Backend> make_serial_backend();
std::unique_ptr<Backend> make_openmp_backend(unsigned threads);
std::unique_ptr<Backend> make_tbb_backend(unsigned threads);

}  // namespace initlab
