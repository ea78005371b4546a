#include "results/csv_field.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace initlab {

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + '"';
}

std::string csv_field(double number) {
  if (std::isnan(number)) return "";
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::general,
                                 std::numeric_limits<double>::max_digits10)
                       .ptr;
  return std::string(text, end);
}

}  // namespace initlab
