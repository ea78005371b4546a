#include "results/netcdf_field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <numeric>

namespace initlab {
namespace {

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

bool has_values(const NetcdfReader& file, const NetcdfField& field) {
  const std::vector<double> found = file.numbers(field.name);
  return field.meanings.empty() ? std::ranges::equal(found, field.numbers, same_bits)
                                : std::ranges::equal(found, field.flags);
}

}  // namespace

void write_field(NetcdfWriter& file, const std::vector<int>& dimensions, const NetcdfField& field) {
  const bool is_flag = !field.meanings.empty();
  const int variable = is_flag ? file.variable(field.name, dimensions, field.flags)
                               : file.variable(field.name, dimensions, field.numbers);
  file.attribute(variable, "long_name", field.long_name);
  if (is_flag) {
    std::vector<int> values(field.meanings.size());
    std::iota(values.begin(), values.end(), 0);
    file.attribute(variable, "flag_values", values);
    file.attribute(variable, "flag_meanings", fmt::format("{}", fmt::join(field.meanings, " ")));
  } else {
    file.attribute(variable, "units", field.units);
  }
}

void check_reads_back(std::string& bytes, const std::string& origin,
                      const std::vector<std::vector<NetcdfField>>& groups) {
  const NetcdfReader file(bytes, origin);
  for (const std::vector<NetcdfField>& group : groups)
    for (const NetcdfField& field : group)
      if (!has_values(file, field)) refuse_other_values(origin);
}

}  // namespace initlab
