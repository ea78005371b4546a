#include <fmt/format.h>
#include <netcdf.h>
#include <netcdf_mem.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/error.hpp"
#include "results/netcdf_file.hpp"

namespace initlab {
namespace {

/// Strings that netCDF allocated.
class StringArray {
 public:
  explicit StringArray(std::size_t size) : pointers_(size, nullptr) {}
  StringArray(const StringArray&) = delete;
  StringArray& operator=(const StringArray&) = delete;
  ~StringArray() { nc_free_string(pointers_.size(), pointers_.data()); }

  char** data() { return pointers_.data(); }
  std::vector<std::string> copy() const {
    std::vector<std::string> texts;
    for (const char* text : pointers_) texts.emplace_back(text != nullptr ? text : "");
    return texts;
  }

 private:
  std::vector<char*> pointers_;
};

}  // namespace

NetcdfReader::NetcdfReader(std::string& bytes, std::string origin)
    : file_size_(bytes.size()), origin_(std::move(origin)) {
  if (nc_open_mem("result", NC_NOWRITE, bytes.size(), bytes.data(), &file_) != NC_NOERR)
    throw ResultError(fmt::format(
        "{} cannot be read as netCDF-4 (damaged, or another kind of file). Use the file that a run wrote.", origin_));
}

NetcdfReader::~NetcdfReader() { nc_close(file_); }

void NetcdfReader::check(int status, std::string_view what) const {
  if (status != NC_NOERR)
    throw ResultError(fmt::format("{} is no initlab result, or damaged ({}: {}). Use the file that a run wrote.",
                                  origin_, what, nc_strerror(status)));
}

int NetcdfReader::id(const std::string& variable) const {
  if (variable.empty()) return NC_GLOBAL;
  int result = 0;
  check(nc_inq_varid(file_, variable.c_str(), &result), variable);
  return result;
}

std::size_t NetcdfReader::size(int variable) const {
  int count = 0;
  check(nc_inq_varndims(file_, variable, &count), "dimensions");
  std::vector<int> ids(static_cast<std::size_t>(count));
  check(nc_inq_vardimid(file_, variable, ids.data()), "dimensions");
  std::size_t product = 1;
  for (const int dimension : ids) {
    std::size_t length = 0;
    check(nc_inq_dimlen(file_, dimension, &length), "dimensions");
    product *= length;
    // A damaged length must not become a request for that much memory.
    check(length <= file_size_ && product <= file_size_ ? NC_NOERR : NC_EDIMSIZE, "dimensions");
  }
  return product;
}

std::vector<std::string> NetcdfReader::dimensions() const {
  int count = 0;
  check(nc_inq_ndims(file_, &count), "dimensions");
  std::vector<std::string> names;
  for (int dimension = 0; dimension < count; ++dimension) {
    std::array<char, NC_MAX_NAME + 1> name{};
    check(nc_inq_dimname(file_, dimension, name.data()), "dimensions");
    names.emplace_back(name.data());
  }
  return names;
}

bool NetcdfReader::is_text(const std::string& variable) const {
  nc_type type = NC_NAT;
  check(nc_inq_vartype(file_, id(variable), &type), variable);
  return type == NC_STRING;
}

std::vector<double> NetcdfReader::numbers(const std::string& variable) const {
  const int source = id(variable);
  std::vector<double> values(size(source));
  check(nc_get_var_double(file_, source, values.data()), variable);
  return values;
}

std::vector<std::string> NetcdfReader::texts(const std::string& variable) const {
  const int source = id(variable);
  StringArray values(size(source));
  check(nc_get_var_string(file_, source, values.data()), variable);
  return values.copy();
}

std::optional<std::size_t> NetcdfReader::attribute_length(int variable, const std::string& name, int type) const {
  nc_type found = NC_NAT;
  std::size_t length = 0;
  const int status = nc_inq_att(file_, variable, name.c_str(), &found, &length);
  if (status == NC_ENOTATT) return std::nullopt;
  check(status, name);
  check(found == type ? NC_NOERR : NC_EBADTYPE, name);
  return length;
}

std::string NetcdfReader::text_attribute(const std::string& variable, const std::string& name) const {
  const int source = id(variable);
  nc_type type = NC_NAT;
  if (nc_inq_atttype(file_, source, name.c_str(), &type) == NC_NOERR && type == NC_STRING) {  // a long one
    const std::vector<std::string> list = list_attribute(variable, name);
    check(list.size() == 1 ? NC_NOERR : NC_EBADTYPE, name);
    return list.front();
  }
  std::string text(attribute_length(source, name, NC_CHAR).value_or(0), '\0');
  if (!text.empty()) check(nc_get_att_text(file_, source, name.c_str(), text.data()), name);
  return text;
}

template <class T>
std::optional<std::vector<T>> NetcdfReader::long_list(const std::string& variable, const std::string& name) const {
  const std::string json = text_attribute(variable, name + json_suffix);
  if (json.empty()) return std::nullopt;
  try {
    return nlohmann::json::parse(json).get<std::vector<T>>();
  } catch (const nlohmann::json::exception&) {
    check(NC_EBADTYPE, name);
    return std::nullopt;
  }
}

std::vector<std::string> NetcdfReader::list_attribute(const std::string& variable, const std::string& name) const {
  if (auto list = long_list<std::string>(variable, name)) return *std::move(list);
  const int source = id(variable);
  const std::size_t length = attribute_length(source, name, NC_STRING).value_or(0);
  StringArray values(length);
  if (length > 0) check(nc_get_att_string(file_, source, name.c_str(), values.data()), name);
  return values.copy();
}

std::vector<std::uint64_t> NetcdfReader::number_attribute(const std::string& variable, const std::string& name) const {
  if (auto list = long_list<std::uint64_t>(variable, name)) return *std::move(list);
  const int source = id(variable);
  std::vector<unsigned long long> values(attribute_length(source, name, NC_UINT64).value_or(0));
  if (!values.empty()) check(nc_get_att_ulonglong(file_, source, name.c_str(), values.data()), name);
  return {values.begin(), values.end()};
}

void refuse_other_values(const std::string& origin) {
  throw ResultError(fmt::format(
      "{} was not written (decoding gave other values than were encoded: a fault of initlab or of the netCDF library). "
      "Please report it with the command and its files.",
      origin));
}

}  // namespace initlab
