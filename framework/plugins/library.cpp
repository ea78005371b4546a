#include "plugins/library.hpp"

#include "core/error.hpp"
#include "plugins/floating_point_keeper.hpp"

#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>
#include <fmt/format.h>

#include <boost/dll/shared_library.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace initlab {

namespace {

// Never destroyed: closing a library at exit would run its destructors among ours.
const boost::dll::shared_library* keep(boost::dll::shared_library library) {
  static auto& kept = *new std::deque<boost::dll::shared_library>;
  static auto& mutex = *new std::mutex;
  const std::lock_guard lock(mutex);
  return &kept.emplace_back(std::move(library));
}

std::string loader_text(const std::string& file) {
  const char* given = ::dlerror();
  const std::string_view text = given ? given : "no reason given";
  return std::string(text.starts_with(file + ": ") ? text.substr(file.size() + 2) : text);
}

}  // namespace

Library::Library(const std::filesystem::path& file, LoadedMode mode) {
  // Absolute: the loader would take a bare name for one of the system's libraries.
  const auto path = std::filesystem::absolute(file);
  std::optional<FloatingPointKeeper>
      keeper;  // a library linked with -ffast-math turns on flush-to-zero for this thread
  if (mode == LoadedMode::put_back) keeper.emplace();
  boost::dll::shared_library library;
  std::error_code error;
  library.load(path, error, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local);
  if (error)
    throw PluginError(
        fmt::format("{}: cannot be loaded ({}). Build it with initlab_add_plugin, which links it completely.",
                    file.string(), loader_text(path.string())));
  library_ = keep(std::move(library));
}

const void* Library::symbol(const std::string& name) const {
  return library_->has(name) ? &library_->get<const char>(name) : nullptr;
}

}  // namespace initlab
