#pragma once
#include "results/manifest.hpp"
#include "results/netcdf_file.hpp"

namespace initlab {

/// What every file of initlab's says of its making, as attributes of the whole file: Conventions (which layout, and
/// which generation of it), source, initlab_version, git_revision, and plugins (JSON).
void write_origin(NetcdfWriter& file, std::string_view layout, const std::string& initlab_version,
                  const std::string& git_revision, const std::vector<PluginIdentity>& plugins);

/// The manifest as attributes of the whole file, as store_netcdf describes them.
void write_manifest(NetcdfWriter& file, const Manifest& manifest);

/// Throws ResultError when the file is of another kind or of another generation of this layout.
Manifest read_manifest(const NetcdfReader& file, const std::string& origin);

}  // namespace initlab
