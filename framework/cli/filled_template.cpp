#include "cli/filled_template.hpp"

namespace initlab {

std::string filled_template(std::string_view text, const std::map<std::string, std::string, std::less<>>& values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t at = text.find('@');
    out += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 1);
    const std::size_t end = text.find('@');
    const auto value = end == std::string_view::npos ? values.end() : values.find(text.substr(0, end));
    if (value == values.end()) {
      out += '@';
    } else {
      out += value->second;
      text.remove_prefix(end + 1);
    }
  }
  return out;
}

}  // namespace initlab
