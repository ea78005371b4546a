#pragma once
#include <filesystem>
#include <string>

#include "results/atomic_file.hpp"
#include "results/run_result.hpp"

namespace initlab {

/// A run as a tidy table for R, pandas and spreadsheets: one row for each point, layer and quantity that was measured.
///
/// Header: the axes' keys, layer, observable, then the first fields of results/summary_fields.hpp. Axes are written as
/// their labels; numbers with 17 significant digits (a double survives), in any locale with a point; a missing value is
/// an empty field, an infinite one `inf` or `-inf`: R's read.csv and pandas understand both. Lines end in a line feed;
/// fields with commas, quotes or line ends are quoted as in RFC 4180.
std::string csv_text(const RunResult& result);

/// Writes it to a file (write_atomically). Throws ResultError.
void store_csv(const RunResult& result, const std::filesystem::path& path, Overwrite policy);

}  // namespace initlab
