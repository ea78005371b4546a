#pragma once
#include <string>

namespace initlab {

/// The widest vectors the kernels may use. The results are the same; only the speed differs.
enum class SimdLimit {
  none,  ///< the best that the processor has
  avx2,  ///< no AVX-512: for timing, and for processors that lower their clock under it
};

/// Holds for the whole process, from the next call of a kernel on. Meant for the start of the program, before threads
/// run.
void limit_simd(SimdLimit limit);

/// What the kernels use now: "avx2" or "avx512".
std::string simd_target_name();

}  // namespace initlab
