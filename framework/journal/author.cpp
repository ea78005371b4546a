#include "journal/author.hpp"

#include <fmt/chrono.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <ctime>

namespace initlab::journal {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// The text up to the next space; both are taken off the front.
std::optional<std::string_view> take_word(std::string_view& text) {
  const std::size_t length = text.find(' ');
  if (length == std::string_view::npos) return std::nullopt;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length + 1);
  return word;
}

}  // namespace

JournalAuthor this_process() {
  return {host_name(), static_cast<std::uint64_t>(getpid()), fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)))};
}

std::string author_text(const JournalAuthor& author) {
  return fmt::format("{} {} {}", author.process, author.since, author.host);
}

std::optional<JournalAuthor> parse_author(std::string_view text) {
  JournalAuthor author;
  const auto process = take_word(text);
  const auto since = take_word(text);
  if (!process || !since) return std::nullopt;
  const char* const end = process->data() + process->size();
  if (const auto [stop, error] = std::from_chars(process->data(), end, author.process);
      error != std::errc{} || stop != end)
    return std::nullopt;
  author.since = *since;
  author.host = text;
  return author;
}

}  // namespace initlab::journal
