#pragma once
#include <filesystem>
#include <string>

namespace boost::dll {
class shared_library;
}

namespace initlab {

/// What becomes of a floating-point mode (rounding, flush-to-zero) that a library sets while it is loaded.
enum class LoadedMode {
  put_back,
  left_as_it_is,  ///< for whoever wants to know
};

/// A shared library in memory. It stays there for the rest of the process: its code may still be on another thread's
/// stack, and its static destructors are nobody's business. The floating-point environment is the same before and
/// after, unless asked otherwise.
class Library {
 public:
  /// Runs the library's static constructors. Throws PluginError with the loader's text. The file must have passed
  /// peek(): a damaged one kills the process here.
  explicit Library(const std::filesystem::path& file, LoadedMode mode = LoadedMode::put_back);

  /// The address of an exported symbol, or null.
  const void* symbol(const std::string& name) const;

 private:
  const boost::dll::shared_library* library_;
};

}  // namespace initlab
