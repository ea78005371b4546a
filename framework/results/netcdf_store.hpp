#pragma once
#include <filesystem>

#include "results/atomic_file.hpp"
#include "results/run_result.hpp"
#include "results/run_theory.hpp"

namespace initlab {

/// Stores a run as one netCDF-4 file, for xarray, h5py, R, Julia, MATLAB. Equal results give equal bytes, whenever they
/// are written.
///
///   dimensions   one for each axis, named by its key; `layer`; `statistic`
///   coordinates  numeric axes as double, others as strings, each with its `labels`; `layer` as int; `statistic` as
///                strings, the summary_fields
///   variables    one for each quantity, named by it: double (axes..., layer, statistic), attributes units, long_name,
///                log_statistics (yes, no). What was not measured is NaN and has count 0; there is no _FillValue.
///                Beside it what theory says of it and the verdicts, (axes..., layer): theory_fields in
///                netcdf_theory.hpp; the quantity's attribute ancillary_variables names those that exist.
///   attributes   `quantities`: their names in order, as netCDF lists them alphabetically; `complete`: yes, or no with
///                what is `missing`; and the manifest. `seed` is a number and `seed_text` the same as text, because R
///                and JavaScript read numbers above 2^53 inexactly; `engine`, `engine_reason` and `trials_per_block`
///                have one value for all points, or one a point in row-major order; `plugins` is JSON, and so is
///                `inputs`, which only a run with data files has. A text of more than 60 000 bytes is an
///                NC_STRING; a list of more than 4000 is one text, JSON, whose name ends in `_json`.
///
/// The file is decoded again and compared before it takes its name; for the rest see write_atomically. Throws
/// ResultError. One thread at a time: netCDF-C is not thread-safe.
void store_netcdf(const RunResult& result, const RunTheory& theory, const std::filesystem::path& path,
                  Overwrite policy);
/// The same of a run without theory.
void store_netcdf(const RunResult& result, const std::filesystem::path& path, Overwrite policy);

/// Reads back what store_netcdf wrote of the run itself. Throws ResultError when the file is missing, damaged or not an
/// initlab result.
RunResult load_netcdf(const std::filesystem::path& path);

}  // namespace initlab
