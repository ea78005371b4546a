#pragma once
#include "results/manifest.hpp"
#include "results/netcdf_file.hpp"

namespace initlab {

/// The manifest as attributes of the whole file, as store_netcdf describes them.
void write_manifest(NetcdfWriter& file, const Manifest& manifest);

/// Throws ResultError when the file is of another kind or of another generation of this layout.
Manifest read_manifest(const NetcdfReader& file, const std::string& origin);

}  // namespace initlab
