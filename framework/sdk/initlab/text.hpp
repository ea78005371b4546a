#pragma once
#include <string>
#include <string_view>

namespace initlab {

/// A parameter that is a text: a member `initlab::Text formula = "x";`. It can be read at compile time, when the record
/// is made, also by compilers whose std::string cannot (clang 14 with libstdc++ 12).
class Text {
 public:
  constexpr Text() = default;
  constexpr Text(std::string_view text) { take(text); }
  constexpr Text(const char* text) { take(text); }
  constexpr Text(const Text& other) { take(other); }
  constexpr Text& operator=(const Text& other) {
    if (this != &other) take(other);
    return *this;
  }
  constexpr ~Text() { delete[] letters_; }

  constexpr operator std::string_view() const { return view(); }
  constexpr std::string_view view() const { return {letters_, size_}; }
  std::string string() const { return {letters_, size_}; }

 private:
  constexpr void take(std::string_view text) {
    delete[] letters_;
    letters_ = text.empty() ? nullptr : new char[text.size()];
    size_ = text.size();
    for (std::size_t i = 0; i < size_; ++i) letters_[i] = text[i];
  }

  char* letters_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace initlab
