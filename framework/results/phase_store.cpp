#include "results/phase_store.hpp"

#include <algorithm>
#include <iterator>

#include "core/error.hpp"
#include "results/netcdf_field.hpp"
#include "results/netcdf_manifest.hpp"

namespace initlab {
namespace {

/// Counts up when an older reader would misunderstand the file.
constexpr std::string_view layout = "initlab-phase-1";

NetcdfField number_field(const PhaseGrid& grid, double PhasePoint::*number, std::string name, std::string long_name) {
  NetcdfField field{std::move(name), std::move(long_name)};
  for (const std::vector<PhasePoint>& row : grid)
    for (const PhasePoint& point : row) field.numbers.push_back(point.*number);
  return field;
}

NetcdfField fate_field(const PhaseGrid& grid) {
  NetcdfField field{"fate", "what becomes of lengths; stays: every length is a fixed point"};
  for (const LengthFate fate : every_length_fate) field.meanings.emplace_back(to_string(fate));
  for (const std::vector<PhasePoint>& row : grid)
    for (const PhasePoint& point : row) {
      const auto position = std::ranges::find(every_length_fate, point.fate) - std::begin(every_length_fate);
      field.flags.push_back(static_cast<int>(position));
    }
  return field;
}

NetcdfField weight_scales(const PhaseGrid& grid) {
  return number_field({grid.front()}, &PhasePoint::sigma_w, "sigma_w", "weight scale, Var W = sigma_w^2 / fan_in");
}

NetcdfField bias_scales(const PhaseGrid& grid) {
  NetcdfField field{"sigma_b", "bias scale, Var b = sigma_b^2"};
  for (const std::vector<PhasePoint>& row : grid) field.numbers.push_back(row.front().sigma_b);
  return field;
}

std::vector<NetcdfField> fields_of(const PhaseGrid& grid) {
  return {number_field(grid, &PhasePoint::q, "q", "fixed point q* of the length map that length 1 is led to"),
          number_field(grid, &PhasePoint::chi_1, "chi_1", "factor of mean squared gradients a layer, at q*"),
          number_field(grid, &PhasePoint::one_minus_c, "one_minus_c", "1 - c*, c* the correlation two inputs end with"),
          number_field(grid, &PhasePoint::xi_c, "xi_c", "depth scale of the approach to c*, in layers"),
          number_field(grid, &PhasePoint::xi_q, "xi_q", "depth scale of the approach to q*, in layers"),
          fate_field(grid)};
}

std::string encode(const PhaseManifest& manifest, const std::vector<NetcdfField>& coordinates,
                   const std::vector<NetcdfField>& fields) {
  NetcdfWriter file;
  std::vector<int> dimensions;
  for (const NetcdfField& coordinate : coordinates) {
    dimensions.push_back(file.dimension(coordinate.name, coordinate.numbers.size()));
    write_field(file, {dimensions.back()}, coordinate);
  }
  for (const NetcdfField& field : fields) write_field(file, dimensions, field);
  write_origin(file, layout, manifest.initlab_version, manifest.git_revision, {manifest.plugin});
  file.attribute(whole_file, "title", "Phase diagram of " + manifest.activation);
  file.attribute(whole_file, "activation", manifest.activation);
  file.attribute(whole_file, "command", manifest.command);
  return file.bytes();
}

}  // namespace

void store_phase_diagram(const PhaseGrid& grid, const PhaseManifest& manifest, const std::filesystem::path& path,
                         Overwrite policy) {
  check_output(path, policy);
  const std::vector<NetcdfField> coordinates = {bias_scales(grid), weight_scales(grid)};
  const std::vector<NetcdfField> fields = fields_of(grid);
  std::string bytes = encode(manifest, coordinates, fields);
  check_reads_back(bytes, path.string(), {coordinates, fields});
  write_atomically(path, bytes, policy);
}

}  // namespace initlab
