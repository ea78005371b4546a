#pragma once
#include <string>
#include <vector>

#include "results/netcdf_file.hpp"

namespace initlab {

/// A variable of a result file that is either of numbers or of flags, with what a reader needs to make sense of it.
struct NetcdfField {
  std::string name;
  std::string long_name;
  std::string units = "1";                 ///< of numbers
  std::vector<double> numbers = {};        ///< row-major
  std::vector<int> flags = {};             ///< row-major positions in `meanings`
  std::vector<std::string> meanings = {};  ///< one word each; empty for numbers
};

/// Writes the field: numbers as double with `units`, flags as int with `flag_values` and `flag_meanings` (CF
/// conventions 1.10, section 3.5), both with `long_name`.
void write_field(NetcdfWriter& file, const std::vector<int>& dimensions, const NetcdfField& field);

/// Decodes a file's bytes again and throws ResultError unless it has these values under these names, bit for bit. In
/// groups, as they were written. `origin` names the file.
void check_reads_back(std::string& bytes, const std::string& origin,
                      const std::vector<std::vector<NetcdfField>>& groups);

}  // namespace initlab
