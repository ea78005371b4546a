#pragma once
#include <filesystem>
#include <string>

#include "results/atomic_file.hpp"
#include "results/manifest.hpp"
#include "theory/phase_diagram.hpp"

namespace initlab {

/// What determines the numbers of a phase diagram, and nothing else: equal ones give equal files.
struct PhaseManifest {
  std::string activation;  ///< with all its parameters: "leaky_relu(slope=0.2)"
  std::string command;     ///< that computes the same numbers again
  std::string initlab_version;
  std::string git_revision;
  PluginIdentity plugin;
};

/// Stores a phase diagram as one netCDF-4 file, written like that of a run (netcdf_store.hpp).
///
///   dimensions   sigma_b, sigma_w
///   coordinates  sigma_b, sigma_w as double
///   variables    q, chi_1, one_minus_c, xi_c, xi_q: double (sigma_b, sigma_w), as in PhasePoint; fate: int of the
///                same shape, whose flag_values and flag_meanings are those of LengthFate. Each has units (but for
///                fate) and long_name; there is no _FillValue.
///   attributes   those of a run's manifest that apply: Conventions, source, initlab_version, git_revision, plugins,
///                title; and activation and command
///
/// Throws ResultError. One thread at a time: netCDF-C is not thread-safe.
void store_phase_diagram(const PhaseGrid& grid, const PhaseManifest& manifest, const std::filesystem::path& path,
                         Overwrite policy);

}  // namespace initlab
