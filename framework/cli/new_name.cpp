#include "cli/new_name.hpp"

#include <initlab/abi.h>

#include <algorithm>
#include <array>

namespace initlab {
namespace {

// The standard's keywords, alternative tokens and identifiers with a meaning of their own (C++20, [lex.key]).
constexpr std::array cpp_words = std::to_array<std::string_view>({"alignas",
                                                                  "alignof",
                                                                  "and",
                                                                  "and_eq",
                                                                  "asm",
                                                                  "auto",
                                                                  "bitand",
                                                                  "bitor",
                                                                  "bool",
                                                                  "break",
                                                                  "case",
                                                                  "catch",
                                                                  "char",
                                                                  "char8_t",
                                                                  "char16_t",
                                                                  "char32_t",
                                                                  "class",
                                                                  "co_await",
                                                                  "co_return",
                                                                  "co_yield",
                                                                  "compl",
                                                                  "concept",
                                                                  "const",
                                                                  "const_cast",
                                                                  "consteval",
                                                                  "constexpr",
                                                                  "constinit",
                                                                  "continue",
                                                                  "decltype",
                                                                  "default",
                                                                  "delete",
                                                                  "do",
                                                                  "double",
                                                                  "dynamic_cast",
                                                                  "else",
                                                                  "enum",
                                                                  "explicit",
                                                                  "export",
                                                                  "extern",
                                                                  "false",
                                                                  "final",
                                                                  "float",
                                                                  "for",
                                                                  "friend",
                                                                  "goto",
                                                                  "if",
                                                                  "import",
                                                                  "inline",
                                                                  "int",
                                                                  "long",
                                                                  "module",
                                                                  "mutable",
                                                                  "namespace",
                                                                  "new",
                                                                  "noexcept",
                                                                  "not",
                                                                  "not_eq",
                                                                  "nullptr",
                                                                  "operator",
                                                                  "or",
                                                                  "or_eq",
                                                                  "override",
                                                                  "private",
                                                                  "protected",
                                                                  "public",
                                                                  "register",
                                                                  "reinterpret_cast",
                                                                  "requires",
                                                                  "return",
                                                                  "short",
                                                                  "signed",
                                                                  "sizeof",
                                                                  "static",
                                                                  "static_assert",
                                                                  "static_cast",
                                                                  "struct",
                                                                  "switch",
                                                                  "template",
                                                                  "this",
                                                                  "thread_local",
                                                                  "throw",
                                                                  "true",
                                                                  "try",
                                                                  "typedef",
                                                                  "typeid",
                                                                  "typename",
                                                                  "union",
                                                                  "unsigned",
                                                                  "using",
                                                                  "virtual",
                                                                  "void",
                                                                  "volatile",
                                                                  "wchar_t",
                                                                  "while",
                                                                  "xor",
                                                                  "xor_eq"});

// CMake's policy CMP0037 and the targets that its generators add.
constexpr std::array cmake_targets = std::to_array<std::string_view>(
    {"all", "clean", "depend", "edit_cache", "help", "install", "list_install_components", "package", "package_source",
     "preinstall", "rebuild_cache", "test"});

constexpr std::size_t longest = sizeof(initlab_record::id) - 1;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_snake_case(std::string_view name) {
  return !name.empty() && is_lower(name.front()) && name.back() != '_' && name.find("__") == std::string_view::npos &&
         std::ranges::all_of(name, [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

std::string in_snake_case(std::string_view wish) {
  std::string out;
  for (std::size_t i = 0; i < wish.size(); ++i) {
    const char c = wish[i];
    if (is_upper(c) && i > 0 && (is_lower(wish[i - 1]) || is_digit(wish[i - 1]))) out += '_';
    if (is_lower(c) || is_upper(c) || is_digit(c))
      out += to_lower(c);
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  if (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

}  // namespace

std::optional<std::string> problem_of_name(std::string_view name) {
  if (!is_snake_case(name))
    return "is not in snake_case (small letters a to z, digits and single underscores, a letter first and no "
           "underscore "
           "last)";
  if (name.size() > longest)
    return "is too long (" + std::to_string(name.size()) + " characters, at most " + std::to_string(longest) + ")";
  if (std::ranges::find(cpp_words, name) != cpp_words.end()) return "is a word of C++";
  if (std::ranges::find(cmake_targets, name) != cmake_targets.end()) return "is one of CMake's own targets";
  return std::nullopt;
}

std::optional<std::string> suggested_name(std::string_view wish) {
  const std::string name = in_snake_case(wish);
  if (name.empty()) return std::nullopt;
  for (const std::string& candidate : {name, "my_" + name})
    if (!problem_of_name(candidate) && candidate != wish) return candidate;
  return std::nullopt;
}

std::string type_name_of(std::string_view name) {
  std::string out;
  bool starts_word = true;
  for (const char c : name) {
    if (c == '_') {
      starts_word = true;
      continue;
    }
    out += starts_word && is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = false;
  }
  return out;
}

}  // namespace initlab
