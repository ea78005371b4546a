#include "execution/available_threads.hpp"

#include <omp.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <memory>

namespace initlab {
namespace {

struct FreeCpuSet {
  void operator()(cpu_set_t* set) const { CPU_FREE(set); }
};

}  // namespace

std::vector<unsigned> available_processors() {
  constexpr int largest_machine = 1 << 20;
  std::vector<unsigned> numbers;
  // The kernel answers EINVAL when its mask is longer than ours; cpu_set_t alone ends at 1024 processors.
  for (int processors = 1024; processors <= largest_machine; processors *= 2) {
    const std::unique_ptr<cpu_set_t, FreeCpuSet> mask(CPU_ALLOC(processors));
    const auto size = CPU_ALLOC_SIZE(processors);
    if (mask && sched_getaffinity(0, size, mask.get()) == 0) {
      for (unsigned number = 0; number < static_cast<unsigned>(processors); ++number)
        if (CPU_ISSET_S(number, size, mask.get())) numbers.push_back(number);
      return numbers;
    }
    if (errno != EINVAL) break;
  }
  return numbers;
}

unsigned available_threads() {
  // Under OMP_PROC_BIND, common in batch scripts, OpenMP binds the first thread to one processor before main() and the
  // mask shrinks to 1; omp_get_num_procs() remembers the mask the process was given.
  return static_cast<unsigned>(std::max({1, static_cast<int>(available_processors().size()), omp_get_num_procs()}));
}

}  // namespace initlab
