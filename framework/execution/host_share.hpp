#pragma once
#include <span>
#include <string>

namespace initlab {

/// What a process may use of a machine that it shares with other ranks of its run.
struct HostShare {
  unsigned ranks = 1;    ///< of this run on this machine, this one included
  unsigned threads = 1;  ///< as many as there are processors for it; at least one
};

/// Which machine this is, and which of its processors this process may run on, as a text for the other ranks.
std::string place_of_this_process();

/// Of the rank at `rank`, from the places of all. A processor that several may run on is divided between them, so that
/// ranks which mpirun has bound have what they are bound to, and others an equal part of the machine.
HostShare host_share(std::span<const std::string> places, unsigned rank);

}  // namespace initlab
