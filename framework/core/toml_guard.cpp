#include "core/toml_guard.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

#include "core/error.hpp"

namespace initlab {
namespace {

/// A position that moves through the text character by character and counts lines and columns as editors do.
class Cursor {
 public:
  Cursor(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  bool at_end() const { return at_ == text_.size(); }
  char current() const { return text_[at_]; }
  bool starts_with(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }

  void advance() {
    const std::size_t length = character_length();
    const bool line_ends = text_[at_] == '\n';
    line_ += line_ends ? 1 : 0;
    column_ = line_ends ? 1 : column_ + 1;
    at_ += length;
  }

  void advance(int characters) {
    for (int i = 0; i < characters && !at_end(); ++i) advance();
  }

  [[noreturn]] void refuse(std::string_view what) const {
    throw UsageError(fmt::format("{}:{}:{}: {}", name_, line_, column_, what));
  }

 private:
  // Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.
  std::size_t character_length() const {
    const std::uint8_t first = byte(0);
    if (first == 0) refuse("there is a NUL byte. Is this a text file?");
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF && continues(1)) return 2;
    if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
      const bool overlong = first == 0xE0 && byte(1) < 0xA0;
      const bool surrogate = first == 0xED && byte(1) > 0x9F;
      if (!overlong && !surrogate) return 3;
    }
    if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
      const bool overlong = first == 0xF0 && byte(1) < 0x90;
      const bool beyond_unicode = first == 0xF4 && byte(1) > 0x8F;
      if (!overlong && !beyond_unicode) return 4;
    }
    refuse(fmt::format("the byte 0x{:02X} is not UTF-8. Save the file as UTF-8.", first));
  }

  std::uint8_t byte(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? static_cast<std::uint8_t>(text_[at_ + ahead]) : 0;
  }
  bool continues(std::size_t ahead) const { return (byte(ahead) & 0xC0) == 0x80; }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
};

void skip_comment(Cursor& cursor) {
  while (!cursor.at_end() && cursor.current() != '\n') cursor.advance();
}

void skip_string_of_one_line(Cursor& cursor, char quote) {
  cursor.advance();
  // An unclosed string ends with its line: the parser will say so.
  while (!cursor.at_end() && cursor.current() != '\n') {
    const char c = cursor.current();
    cursor.advance(c == '\\' && quote == '"' ? 2 : 1);
    if (c == quote) return;
  }
}

void skip_string_of_many_lines(Cursor& cursor, char quote) {
  const std::string end(3, quote);
  cursor.advance(3);
  while (!cursor.at_end() && !cursor.starts_with(end)) cursor.advance(cursor.current() == '\\' && quote == '"' ? 2 : 1);
  cursor.advance(3);
  // TOML lets one or two quotes stand directly before the closing three.
  for (int i = 0; i < 2 && !cursor.at_end() && cursor.current() == quote; ++i) cursor.advance();
}

void skip_string(Cursor& cursor) {
  const char quote = cursor.current();
  if (cursor.starts_with(std::string(3, quote)))
    skip_string_of_many_lines(cursor, quote);
  else
    skip_string_of_one_line(cursor, quote);
}

}  // namespace

void check_before_parsing(std::string_view text, const std::string& name) {
  Cursor cursor(text, name);
  int brackets = 0;
  int dots = 0;  // since anything that begins a new key
  while (!cursor.at_end()) {
    switch (cursor.current()) {
      case '#':
        skip_comment(cursor);
        continue;
      case '"':
      case '\'':
        skip_string(cursor);
        continue;
      case '[':
      case '{':
        dots = 0;
        if (++brackets > config_nesting_limit)
          cursor.refuse(fmt::format("more than {} brackets are open inside each other", config_nesting_limit));
        break;
      case ']':
      case '}':
        if (brackets > 0) --brackets;
        break;
      case '.':
        if (++dots >= config_nesting_limit)
          cursor.refuse(fmt::format("this key has more than {} parts", config_nesting_limit));
        break;
      case '=':
      case ',':
      case '\n':
        dots = 0;
        break;
      default:
        break;
    }
    cursor.advance();
  }
}

}  // namespace initlab
