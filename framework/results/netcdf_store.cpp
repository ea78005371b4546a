#include "results/netcdf_store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "results/netcdf_file.hpp"
#include "results/netcdf_manifest.hpp"
#include "results/netcdf_theory.hpp"
#include "results/stored_bytes.hpp"
#include "results/summary_fields.hpp"

namespace initlab {
namespace {

const std::string layer_name = "layer";
const std::string statistic_name = "statistic";
const std::string labels_name = "labels";
const std::string quantities_name = "quantities";
const std::string log_name = "log_statistics";
const std::string complete_name = "complete";
const std::string missing_name = "missing";

/// Position of a summary's numbers in the variable of its quantity, whose dimensions are (axes..., layer, statistic).
std::size_t offset(const RunResult& result, std::size_t point, std::size_t layer) {
  return (point * result.layers.size() + layer) * summary_fields.size();
}

std::vector<double> values_of(const RunResult& result, std::size_t quantity) {
  std::vector<double> values(offset(result, result.points(), 0));
  for (std::size_t point = 0; point < result.points(); ++point)
    for (std::size_t layer = 0; layer < result.layers.size(); ++layer)
      std::ranges::copy(numbers_of(result.at(point, layer, quantity)),
                        values.begin() + static_cast<std::ptrdiff_t>(offset(result, point, layer)));
  return values;
}

std::string joined_names(const std::vector<NetcdfField>& fields) {
  std::string names;
  for (const NetcdfField& field : fields) names += (names.empty() ? "" : " ") + field.name;
  return names;
}

/// `theory` has the fields of every quantity.
std::string encode(const RunResult& result, const std::vector<std::vector<NetcdfField>>& theory,
                   const RunTheory& told) {
  NetcdfWriter file;
  std::vector<int> dimensions;
  for (const Axis& axis : result.axes) {
    const int dimension = file.dimension(axis.key, axis.labels.size());
    const int coordinate = axis.numbers.empty() ? file.variable(axis.key, {dimension}, axis.labels)
                                                : file.variable(axis.key, {dimension}, axis.numbers);
    file.attribute(coordinate, labels_name, axis.labels);
    dimensions.push_back(dimension);
  }

  dimensions.push_back(file.dimension(layer_name, result.layers.size()));
  const int layer =
      file.variable(layer_name, {dimensions.back()}, std::vector<int>(result.layers.begin(), result.layers.end()));
  file.attribute(layer, "long_name", "layer; 0 is the input");

  const std::vector<int> places = dimensions;
  dimensions.push_back(file.dimension(statistic_name, summary_fields.size()));
  file.variable(statistic_name, {dimensions.back()},
                std::vector<std::string>(summary_fields.begin(), summary_fields.end()));

  std::vector<std::string> order;
  for (std::size_t q = 0; q < result.quantities.size(); ++q) {
    const Quantity& quantity = result.quantities[q];
    order.push_back(quantity.name);
    const int variable = file.variable(quantity.name, dimensions, values_of(result, q));
    file.attribute(variable, "units", quantity.unit);
    file.attribute(variable, "long_name", quantity.description);
    file.attribute(variable, log_name, quantity.positive ? "yes" : "no");
    file.attribute(variable, "ancillary_variables", joined_names(theory[q]));
    for (const NetcdfField& field : theory[q]) write_field(file, places, field);
  }
  file.attribute(whole_file, quantities_name, order);
  file.attribute(whole_file, complete_name, result.missing.empty() ? "yes" : "no");
  if (!result.missing.empty()) file.attribute(whole_file, missing_name, result.missing);
  write_theory_attributes(file, told);
  write_manifest(file, result.manifest);
  return file.bytes();
}

[[noreturn]] void damaged(const std::string& origin, std::string_view what) {
  throw ResultError(fmt::format("{} is damaged ({}). Use the file that a run wrote.", origin, what));
}

void read_summaries(RunResult& result, const NetcdfReader& file, const std::string& origin) {
  const std::size_t places = result.points() * result.layers.size();
  result.summaries.resize(places * result.quantities.size());
  for (std::size_t q = 0; q < result.quantities.size(); ++q) {
    const std::vector<double> values = file.numbers(result.quantities[q].name);
    if (values.size() != places * summary_fields.size())
      damaged(origin, result.quantities[q].name + " has another shape");
    for (std::size_t place = 0; place < places; ++place) {
      SummaryNumbers numbers;
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(place * numbers.size()), numbers.size(),
                  numbers.begin());
      result.summaries[place * result.quantities.size() + q] = summary_of(numbers);
    }
  }
}

RunResult decode_unchecked(std::string& bytes, const std::string& origin) {
  const NetcdfReader file(bytes, origin);
  RunResult result;
  result.manifest = read_manifest(file, origin);

  const std::vector<std::string> dimensions = file.dimensions();
  for (const std::string& key : dimensions) {
    if (key == layer_name || key == statistic_name) continue;
    result.axes.push_back({key, {}, file.list_attribute(key, labels_name)});
    if (!file.is_text(key)) result.axes.back().numbers = file.numbers(key);
  }
  const auto layers = file.numbers(layer_name);
  result.layers.assign(layers.begin(), layers.end());
  if (!std::ranges::equal(file.texts(statistic_name), summary_fields)) damaged(origin, "its statistics are others");

  for (const std::string& name : file.list_attribute("", quantities_name))
    result.quantities.push_back({name, file.text_attribute(name, "units"), file.text_attribute(name, "long_name"),
                                 file.text_attribute(name, log_name) == "yes"});
  if (file.text_attribute("", complete_name) == "no") result.missing = file.text_attribute("", missing_name);
  read_summaries(result, file, origin);
  return result;
}

RunResult decode(std::string& bytes, const std::string& origin) {
  try {
    RunResult result = decode_unchecked(bytes, origin);
    check_consistency(result);
    return result;
  } catch (const DomainError& error) {  // here a fault of the file, not of the code
    damaged(origin, error.what());
  }
}

}  // namespace

void store_netcdf(const RunResult& result, const RunTheory& theory, const std::filesystem::path& path,
                  Overwrite policy) {
  check_consistency(result);
  check_output(path, policy);
  std::vector<std::vector<NetcdfField>> fields;
  for (std::size_t q = 0; q < result.quantities.size(); ++q) fields.push_back(theory_fields(result, theory, q));
  std::string bytes = encode(result, fields, theory);
  if (!identical(decode(bytes, path.string()), result)) refuse_other_values(path.string());
  check_reads_back(bytes, path.string(), fields);
  write_atomically(path, bytes, policy);
}

void store_netcdf(const RunResult& result, const std::filesystem::path& path, Overwrite policy) {
  store_netcdf(result, {}, path, policy);
}

RunResult load_netcdf(const std::filesystem::path& path) {
  std::string bytes = stored_bytes(path);
  return decode(bytes, path.string());
}

}  // namespace initlab
