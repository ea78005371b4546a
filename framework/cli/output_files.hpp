#pragma once
#include <optional>
#include <string>

#include "cli/command_line.hpp"
#include "results/atomic_file.hpp"

namespace initlab {

/// Where a command stores its results: its options --output, --csv and --force.
struct OutputFiles {
  std::optional<std::string> netcdf, csv;
  Overwrite policy = Overwrite::refuse;

  bool csv_to_stdout() const { return csv == "-"; }
  /// Throws UsageError for one name given twice, ResultError for a place that cannot be written.
  void check() const;
  /// "Stored in a.nc.", "Stored in a.csv.", with `separator` between them; or that nothing is, and what would do it.
  std::string told(const std::string& separator) const;
};

OutputFiles output_files(const CommandLine& line);

}  // namespace initlab
