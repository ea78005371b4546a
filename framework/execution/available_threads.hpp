#pragma once

namespace initlab {

/// Processors this process may run on: its affinity mask (taskset, Slurm, cgroup cpusets), not the size of the machine.
/// At least 1.
unsigned available_threads();

}  // namespace initlab
