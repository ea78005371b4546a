#include <fmt/format.h>
#include <netcdf.h>
#include <netcdf_mem.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/error.hpp"
#include "results/netcdf_file.hpp"

namespace initlab {
namespace {

void check(int status, std::string_view what) {
  if (status != NC_NOERR)
    throw ResultError(fmt::format("the result file cannot be composed ({}: {}); this is no fault of the disk", what,
                                  nc_strerror(status)));
}

std::vector<const char*> pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> result;
  for (const std::string& text : texts) result.push_back(text.c_str());
  return result;
}

}  // namespace

NetcdfWriter::NetcdfWriter() {
  // The name is not used: nothing is opened.
  check(nc_create_mem("result", NC_NETCDF4, 0, &file_), "start");
}

NetcdfWriter::~NetcdfWriter() {
  if (file_ >= 0) nc_abort(file_);
}

int NetcdfWriter::dimension(const std::string& name, std::size_t length) {
  int id = 0;
  check(nc_def_dim(file_, name.c_str(), length, &id), name);
  return id;
}

int NetcdfWriter::define(const std::string& name, int type, const std::vector<int>& dimensions) {
  int id = 0;
  check(nc_def_var(file_, name.c_str(), type, static_cast<int>(dimensions.size()), dimensions.data(), &id), name);
  return id;
}

int NetcdfWriter::variable(const std::string& name, const std::vector<int>& dimensions,
                           const std::vector<double>& values) {
  const int id = define(name, NC_DOUBLE, dimensions);
  check(nc_put_var_double(file_, id, values.data()), name);
  return id;
}

int NetcdfWriter::variable(const std::string& name, const std::vector<int>& dimensions,
                           const std::vector<int>& values) {
  const int id = define(name, NC_INT, dimensions);
  check(nc_put_var_int(file_, id, values.data()), name);
  return id;
}

int NetcdfWriter::variable(const std::string& name, const std::vector<int>& dimensions,
                           const std::vector<std::string>& values) {
  const int id = define(name, NC_STRING, dimensions);
  check(nc_put_var_string(file_, id, pointers(values).data()), name);
  return id;
}

void NetcdfWriter::attribute(int variable, const std::string& name, std::string_view text) {
  // HDF5 gives an attribute 64 KiB; a string of variable length lies elsewhere. Readers see no difference.
  constexpr std::size_t longest_in_place = 60'000;
  if (text.size() > longest_in_place) return attribute(variable, name, std::vector{std::string(text)});
  if (!text.empty()) check(nc_put_att_text(file_, variable, name.c_str(), text.size(), text.data()), name);
}

void NetcdfWriter::attribute(int variable, const std::string& name, const std::vector<std::string>& texts) {
  if (texts.size() > longest_list) return attribute(variable, name + json_suffix, nlohmann::json(texts).dump());
  if (!texts.empty())
    check(nc_put_att_string(file_, variable, name.c_str(), texts.size(), pointers(texts).data()), name);
}

void NetcdfWriter::attribute(int variable, const std::string& name, const std::vector<std::uint64_t>& numbers) {
  if (numbers.size() > longest_list) return attribute(variable, name + json_suffix, nlohmann::json(numbers).dump());
  const std::vector<unsigned long long> values(numbers.begin(), numbers.end());
  if (!values.empty())
    check(nc_put_att_ulonglong(file_, variable, name.c_str(), NC_UINT64, values.size(), values.data()), name);
}

void NetcdfWriter::attribute(int variable, const std::string& name, const std::vector<int>& numbers) {
  if (!numbers.empty())
    check(nc_put_att_int(file_, variable, name.c_str(), NC_INT, numbers.size(), numbers.data()), name);
}

std::string NetcdfWriter::bytes() {
  NC_memio image{};
  check(nc_close_memio(std::exchange(file_, -1), &image), "end");
  const std::unique_ptr<void, decltype(&std::free)> memory(image.memory, std::free);
  return std::string(static_cast<const char*>(image.memory), image.size);
}

}  // namespace initlab
