#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace initlab {

/// How and where a run happened: what may differ between two runs that give the same numbers. It is kept out of the
/// result file, so that this one can be compared byte for byte.
struct RunRecord {
  std::string host;
  std::string processor;          ///< model name
  std::string simd_target;        ///< e.g. "AVX2"
  std::string backend;            ///< e.g. "openmp"
  std::optional<unsigned> ranks;  ///< processes that ran it together; none where it was one
  unsigned threads = 0;           ///< of each rank
  std::string started;            ///< UTC, ISO 8601: "2024-05-17T09:30:00Z"
  double seconds = 0;
  std::optional<double> trials_per_second;  ///< none where nothing was drawn
  std::string command_line;
  std::string result_sha256;  ///< of the result file, as it was stored

  bool operator==(const RunRecord&) const = default;
};

/// "depth.nc" -> "depth.nc.run.json".
std::filesystem::path run_record_path(const std::filesystem::path& result_file);

/// Writes the record as JSON beside the result file, whose SHA-256 it adds; replaces an older record, which belonged to
/// an older result. Throws ResultError.
void store_run_record(RunRecord record, const std::filesystem::path& result_file);

/// Throws ResultError if the result file has other bytes than its record says, or there is no record.
void require_unchanged(const std::filesystem::path& result_file);

/// Throws ResultError when it is missing or not such a record.
RunRecord load_run_record(const std::filesystem::path& result_file);

}  // namespace initlab
