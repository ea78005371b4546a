#pragma once
#include <memory>
#include <string>

#include "execution/messenger.hpp"

namespace initlab {

/// Whether this process is one of several that a launcher (mpirun, srun --mpi=pmix) has started together, and can talk
/// to it. Variables alone do not make it so: those that a job left behind in a shell name a launcher that does not
/// answer any more, and those of Slurm are there without a launcher. INITLAB_MPI=off makes it false.
bool is_launched();

/// Joins the other processes of a launch. Throws UsageError, with a text in the first of them only, if this initlab was
/// built without MPI or the library is missing.
std::unique_ptr<Messenger> join_launch();

/// "Open MPI 4.1.4", "not built in", or why it cannot be used.
std::string mpi_description();

}  // namespace initlab
