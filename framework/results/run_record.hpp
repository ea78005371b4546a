#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace initlab {

/// How and where a run happened: what may differ between two runs that give the same numbers. It is kept out of the
/// result file, so that this one can be compared byte for byte.
struct RunRecord {
  std::string host;
  std::string processor;    ///< model name
  std::string simd_target;  ///< e.g. "AVX2"
  std::string backend;      ///< e.g. "openmp"
  unsigned threads = 0;
  std::string started;  ///< UTC, ISO 8601: "2024-05-17T09:30:00Z"
  double seconds = 0;
  std::optional<double> trials_per_second;  ///< none where nothing was drawn
  std::string command_line;

  bool operator==(const RunRecord&) const = default;
};

/// "depth.nc" -> "depth.nc.run.json".
std::filesystem::path run_record_path(const std::filesystem::path& result_file);

/// Writes the record as JSON beside the result file; replaces an older record, which belonged to an older result.
/// Throws ResultError.
void store_run_record(const RunRecord& record, const std::filesystem::path& result_file);

/// Throws ResultError when it is missing or not such a record.
RunRecord load_run_record(const std::filesystem::path& result_file);

}  // namespace initlab
