#pragma once
#include "execution/messenger.hpp"

// What lib/initlab/mpi.so offers to the program that it was built with: the only code that is linked to MPI, and opened
// only by processes that mpirun or srun has started (docs/decisions/mpi-in-a-module.md). The number at the end of the
// names changes with Messenger.

/// Begins MPI; not to be called twice. The caller owns the result.
extern "C" initlab::Messenger* initlab_mpi_join_1();
/// "Open MPI 4.1.4". May be called before the other.
extern "C" const char* initlab_mpi_library_1();
