#include "cli/output_files.hpp"

#include <filesystem>

#include "core/error.hpp"

namespace initlab {
namespace {

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  const auto unique = [](const auto& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path));
  };
  return unique(a) == unique(b);
}

}  // namespace

void OutputFiles::check() const {
  if (netcdf && csv && !csv_to_stdout() && same_file(*netcdf, *csv))
    throw UsageError("--output and --csv both name " + *csv + ". Give them different names.");
  if (netcdf) check_output(*netcdf, policy);
  if (csv && !csv_to_stdout()) check_output(*csv, policy);
}

std::string OutputFiles::told(const std::string& separator) const {
  std::string text;
  for (const auto& file : {netcdf, csv})
    if (file) text += (text.empty() ? "" : separator) + "Stored in " + *file + ".";
  return text.empty() ? "Nothing is stored; --output FILE.nc and --csv FILE.csv do that." : text;
}

OutputFiles output_files(const CommandLine& line) {
  return {line.text("output"), line.text("csv"), line.has("force") ? Overwrite::keep_backup : Overwrite::refuse};
}

}  // namespace initlab
