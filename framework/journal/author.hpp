#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "journal/journal_reader.hpp"

namespace initlab::journal {

/// This process, at this moment.
JournalAuthor this_process();

/// The payload of an author's record: "4711 2026-03-01T12:00:00Z host".
std::string author_text(const JournalAuthor& author);

/// What author_text wrote; nothing for any other text.
std::optional<JournalAuthor> parse_author(std::string_view text);

}  // namespace initlab::journal
