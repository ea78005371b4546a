/* Runs before anything else, static constructors included, and is compiled for the oldest x86-64: a processor below the
 * baseline (framework/cmake/InitlabOptions.cmake) gets a sentence instead of an illegal instruction. */
#include <unistd.h>

static void require_baseline(void) {
  static const char text[] =
      "initlab: this processor is too old: it lacks AVX2, FMA or BMI2 (x86-64-v3, 2013 and later), which initlab is "
      "compiled "
      "for.\n";
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return;
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) _exit(70);
  _exit(70);
}

__attribute__((section(".preinit_array"), used)) static void (*const before_everything)(void) = &require_baseline;
