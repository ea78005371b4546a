#include "random/simd_targets.hpp"

// The configuration comes before Highway.
// clang-format off
#include "random/highway_config.hpp"
#include <hwy/highway.h>
// clang-format on

namespace initlab {

void limit_simd(SimdLimit limit) { hwy::DisableTargets(limit == SimdLimit::avx2 ? HWY_AVX3 | HWY_AVX3_DL : 0); }

std::string simd_target_name() {
  // Without AVX3 the kernels take the baseline, AVX2, also where Highway does not report it (a processor without AES).
  return (hwy::SupportedTargets() & HWY_TARGETS & HWY_AVX3) != 0 ? "avx512" : "avx2";
}

}  // namespace initlab
