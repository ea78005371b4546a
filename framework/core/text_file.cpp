#include "core/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "core/error.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& why) { throw UsageError(path.string() + ": " + why); }

const char* kind_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::directory:
      return "a directory";
    case fs::file_type::fifo:
      return "a pipe";
    case fs::file_type::socket:
      return "a socket";
    case fs::file_type::block:
    case fs::file_type::character:
      return "a device";
    default:
      return "a special file";
  }
}

std::string too_large(std::size_t size_limit) {
  return fmt::format("has more than {} bytes, which is no longer a text a person wrote. Is it the right file?",
                     size_limit);
}

constexpr const char* cut_short = "could not be read to its end (a disk or network error)";

std::ifstream open_regular_file(const fs::path& path) {
  if (path.empty()) throw UsageError("the name of the file to read is empty");
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) refuse(path, "there is no such file");
  if (error) refuse(path, "cannot be read (" + error.message() + ")");
  if (!fs::is_regular_file(status)) refuse(path, fmt::format("is {}, not a file", kind_of(status.type())));
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse(path, "cannot be read (" + std::error_code(errno, std::generic_category()).message() + ")");
  return file;
}

/// Whether there was anything left to read.
bool append_piece(std::string& text, std::ifstream& file, std::size_t piece) {
  const std::size_t filled = text.size();
  text.resize(filled + piece);
  file.read(text.data() + filled, static_cast<std::streamsize>(piece));
  text.resize(filled + static_cast<std::size_t>(file.gcount()));
  return text.size() > filled;
}

}  // namespace

std::string read_text_file(const fs::path& path, std::size_t size_limit) {
  std::ifstream file = open_regular_file(path);
  std::error_code error;
  if (fs::file_size(path, error) > size_limit && !error) refuse(path, too_large(size_limit));
  // Read in pieces and counted: the size that was announced may be wrong (a growing log, files under /proc).
  std::string text;
  constexpr std::size_t piece = 1 << 16;
  while (append_piece(text, file, piece))
    if (text.size() > size_limit) refuse(path, too_large(size_limit));
  if (file.bad()) refuse(path, cut_short);
  return text;
}

std::string read_text_start(const fs::path& path, std::size_t size) {
  std::ifstream file = open_regular_file(path);
  std::string text;
  append_piece(text, file, size);
  if (file.bad()) refuse(path, cut_short);
  return text;
}

}  // namespace initlab
