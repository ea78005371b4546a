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

// 0: the system did not answer.
int processors_in_affinity_mask() {
  constexpr int largest_machine = 1 << 20;
  // The kernel answers EINVAL when its mask is longer than ours; cpu_set_t alone ends at 1024 processors.
  for (int processors = 1024; processors <= largest_machine; processors *= 2) {
    const std::unique_ptr<cpu_set_t, FreeCpuSet> mask(CPU_ALLOC(processors));
    const auto size = CPU_ALLOC_SIZE(processors);
    if (mask && sched_getaffinity(0, size, mask.get()) == 0) return CPU_COUNT_S(size, mask.get());
    if (errno != EINVAL) break;
  }
  return 0;
}

}  // namespace

unsigned available_threads() {
  // Under OMP_PROC_BIND, common in batch scripts, OpenMP binds the first thread to one processor before main() and the
  // mask shrinks to 1; omp_get_num_procs() remembers the mask the process was given.
  return static_cast<unsigned>(std::max({1, processors_in_affinity_mask(), omp_get_num_procs()}));
}

}  // namespace initlab
