#include "results/stored_bytes.hpp"

#include <limits>

#include "core/error.hpp"
#include "core/text_file.hpp"

namespace initlab {

std::string stored_bytes(const std::filesystem::path& path) {
  try {
    return read_text_file(path, std::numeric_limits<std::size_t>::max());
  } catch (const UsageError& error) {
    throw ResultError(error.what());
  }
}

}  // namespace initlab
