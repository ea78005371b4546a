#pragma once
#include <string>
#include <string_view>

namespace initlab {

/// A text as one word for a POSIX shell: as it is where that is safe, else in single quotes.
std::string shell_word(std::string_view text);

}  // namespace initlab
