#pragma once
// Finding, copying and damaging plugin files.
#include <gtest/gtest.h>
#include <initlab/abi.h>
#include <stdlib.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "plugins/arguments.hpp"
#include "plugins/load.hpp"
#include "plugins/peek.hpp"

namespace initlab::test {

namespace fs = std::filesystem;

inline fs::path good(const std::string& name) { return fs::path(INITLAB_TEST_PLUGINS) / "good" / (name + ".so"); }
inline fs::path bad(const std::string& name) { return fs::path(INITLAB_TEST_PLUGINS) / "bad" / (name + ".so"); }

/// A new empty folder, removed with this object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = testing::TempDir() + "initlab-plugins-XXXXXX";
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

inline std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline fs::path write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

/// A copy of `file` at `to`, its record changed by `change(initlab_record&)`.
template <class Change>
fs::path copy_with_record(const fs::path& file, const fs::path& to, Change&& change) {
  std::string bytes = bytes_of(file);
  const std::uint64_t magic = INITLAB_MAGIC;
  const std::size_t at = bytes.find(std::string(reinterpret_cast<const char*>(&magic), sizeof magic));
  if (at == bytes.npos) throw std::runtime_error(file.string() + " has no record");
  initlab_record record;
  std::memcpy(&record, bytes.data() + at, sizeof record);
  change(record);
  std::memcpy(bytes.data() + at, &record, sizeof record);
  return write(to, bytes);
}

/// The text of the Exception that f() throws; anything else is a failed test.
template <class Exception, class F>
std::string text_of(F&& f) {
  try {
    f();
  } catch (const Exception& e) {
    return e.what();
  } catch (const std::exception& e) {
    return std::string("another exception: ") + e.what();
  }
  return "no exception";
}
template <class F>
std::string plugin_error(F&& f) {
  return text_of<PluginError>(f);
}

inline CatalogueEntry entry_of(const fs::path& file) { return {file, peek(file)}; }

inline std::unique_ptr<Activation> activation_from(const fs::path& file, const PluginArguments& arguments = {}) {
  const CatalogueEntry entry = entry_of(file);
  return load_activation(entry, resolve(entry.record, arguments));
}
inline std::unique_ptr<Initializer> initializer_from(const fs::path& file, const PluginArguments& arguments = {}) {
  const CatalogueEntry entry = entry_of(file);
  return load_initializer(entry, resolve(entry.record, arguments));
}

template <class T>
std::vector<T> values_of(const Activation& phi, const std::vector<T>& z) {
  std::vector<T> out(z.size());
  phi.value(std::span<const T>(z), std::span<T>(out));
  return out;
}
template <class T>
std::vector<T> derivatives_of(const Activation& phi, const std::vector<T>& z) {
  std::vector<T> out(z.size());
  phi.derivative(std::span<const T>(z), std::span<T>(out));
  return out;
}

}  // namespace initlab::test
