#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

/// HDF5 gives an attribute 64 KiB, in which a text that lies elsewhere takes 16 bytes.
constexpr std::size_t longest_list = 4000;
inline const std::string json_suffix = "_json";

/// Stands for the whole file where a variable is asked for.
constexpr int whole_file = -1;

/// A netCDF-4 file composed in memory: its bytes are the result, so that the netCDF and HDF5 libraries never meet a
/// full disk or a lock. Every call throws ResultError with the library's text when it fails.
class NetcdfWriter {
 public:
  NetcdfWriter();
  NetcdfWriter(const NetcdfWriter&) = delete;
  NetcdfWriter& operator=(const NetcdfWriter&) = delete;
  ~NetcdfWriter();

  /// `length` must be positive: 0 would mean "unlimited".
  int dimension(const std::string& name, std::size_t length);

  /// Variables and their values, in row-major order of the dimensions.
  int variable(const std::string& name, const std::vector<int>& dimensions, const std::vector<double>& values);
  int variable(const std::string& name, const std::vector<int>& dimensions, const std::vector<int>& values);
  int variable(const std::string& name, const std::vector<int>& dimensions, const std::vector<std::string>& values);

  /// Attributes of a variable or of the whole file. Empty texts and lists are left out: HDF5 tools read them as "no
  /// data". Texts and numbers of a list longer than longest_list become one text, JSON, named with json_suffix.
  void attribute(int variable, const std::string& name, std::string_view text);
  void attribute(int variable, const std::string& name, const std::vector<std::string>& texts);
  void attribute(int variable, const std::string& name, const std::vector<std::uint64_t>& numbers);
  void attribute(int variable, const std::string& name, const std::vector<int>& numbers);

  /// Closes the file and gives its bytes. The last call.
  std::string bytes();

 private:
  int define(const std::string& name, int type, const std::vector<int>& dimensions);

  int file_ = -1;
};

/// Reads a netCDF-4 file from its bytes, which must outlive the reader. Names that do not exist, and types that do not
/// fit, are ResultErrors that begin with `origin`, the text that names the file.
class NetcdfReader {
 public:
  NetcdfReader(std::string& bytes, std::string origin);
  NetcdfReader(const NetcdfReader&) = delete;
  NetcdfReader& operator=(const NetcdfReader&) = delete;
  ~NetcdfReader();

  /// In the order of their definition. Variables have no order: HDF5 does not keep it in files composed in memory.
  std::vector<std::string> dimensions() const;

  bool is_text(const std::string& variable) const;
  std::vector<double> numbers(const std::string& variable) const;
  std::vector<std::string> texts(const std::string& variable) const;

  /// Attributes of a variable, or of the whole file when `variable` is empty; empty when they do not exist.
  std::string text_attribute(const std::string& variable, const std::string& name) const;
  std::vector<std::string> list_attribute(const std::string& variable, const std::string& name) const;
  std::vector<std::uint64_t> number_attribute(const std::string& variable, const std::string& name) const;

 private:
  void check(int status, std::string_view what) const;
  int id(const std::string& variable) const;
  std::size_t size(int variable) const;
  /// A list that was too long for an attribute; nothing when there is none.
  template <class T>
  std::optional<std::vector<T>> long_list(const std::string& variable, const std::string& name) const;
  /// Nothing when the attribute does not exist.
  std::optional<std::size_t> attribute_length(int variable, const std::string& name, int type) const;

  int file_ = -1;
  std::size_t file_size_;
  std::string origin_;
};

/// Throws the ResultError of a file that is not written, because its bytes are decoded to other values than were
/// encoded.
[[noreturn]] void refuse_other_values(const std::string& origin);

}  // namespace initlab
