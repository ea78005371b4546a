#pragma once
// Which versions of a kernel Highway compiles. Include this before any header of Highway, in every file that uses it:
// the macros decide what "the static target" is, and that must be the same everywhere.
#ifdef HIGHWAY_HWY_DETECT_TARGETS_H_
#error "include random/highway_config.hpp before the headers of Highway"
#endif

// AVX2 and AVX-512 only. Lesser targets lack the fused multiply-add, so they could not give the same bits, and no
// processor without AVX2 gets this far (the whole program is compiled for x86-64-v3). AVX3_DL adds nothing that is used
// here.
#define HWY_DISABLED_TARGETS (HWY_SCALAR | HWY_EMU128 | HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)

// Highway's idea of AVX2 contains AES and PCLMUL, which x86-64-v3 does not promise; without this line the compiler's
// flags would not make AVX2 the baseline and no enabled target would be left. Nothing here uses those two.
#define HWY_DISABLE_PCLMUL_AES
