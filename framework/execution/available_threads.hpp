#pragma once
#include <vector>

namespace initlab {

/// The numbers of the processors in this thread's affinity mask; empty if the system does not tell.
std::vector<unsigned> available_processors();

/// Processors this process may run on: its affinity mask (taskset, Slurm, cgroup cpusets), not the size of the machine.
/// At least 1.
unsigned available_threads();

}  // namespace initlab
