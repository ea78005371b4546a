#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

// The content of messages. All ranks run the same program, on processors of one byte order.

std::string pack(std::span<const std::uint64_t> numbers);
std::vector<std::uint64_t> unpack_numbers(std::string_view bytes);

std::string pack(std::span<const std::string> texts);
std::vector<std::string> unpack_texts(std::string_view bytes);

}  // namespace initlab
