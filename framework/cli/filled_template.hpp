#pragma once
#include <map>
#include <string>
#include <string_view>

namespace initlab {

/// A text with @NAME@ replaced by the value of that name, everywhere. A value is taken as it is, whatever is in it; an
/// @ that does not belong to a name of the table stays.
std::string filled_template(std::string_view text, const std::map<std::string, std::string, std::less<>>& values);

}  // namespace initlab
