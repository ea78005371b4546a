#pragma once
#include <algorithm>
#include <charconv>
#include <numbers>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "expression.hpp"
#include "nearest_name.hpp"

namespace custom {

/// A function that formulas may call.
struct Function {
  std::string_view name;
  int arguments;
  Operation operation;
};
constexpr Function functions[] = {
    {"abs", 1, Operation::abs},
    {"atan", 1, Operation::atan},
    {"cos", 1, Operation::cos},
    {"erf", 1, Operation::erf},
    {"erfc", 1, Operation::erfc},
    {"exp", 1, Operation::exp},
    {"expm1", 1, Operation::expm1},
    {"log", 1, Operation::log},
    {"log1p", 1, Operation::log1p},
    {"max", 2, Operation::maximum},
    {"min", 2, Operation::minimum},
    {"normal_cdf", 1, Operation::normal_cdf},
    {"normal_pdf", 1, Operation::normal_pdf},
    {"relu", 1, Operation::relu},
    {"sigmoid", 1, Operation::sigmoid},
    {"sign", 1, Operation::sign},
    {"sin", 1, Operation::sin},
    {"softplus", 1, Operation::softplus},
    {"sqrt", 1, Operation::sqrt},
    {"step", 1, Operation::step},
    {"tanh", 1, Operation::tanh},
    {"where", 3, Operation::where},
};

/// Reads a formula of x, with the usual precedence: sums, products, signs, powers (^ or **, from the right).
///
///   sum     = product { ("+" | "-") product }
///   product = signed { ("*" | "/") signed }
///   signed  = { "+" | "-" } power
///   power   = atom [ ("^" | "**") signed ]
///   atom    = number | "x" | "pi" | "e" | function "(" sum { "," sum } ")" | "(" sum ")"
///
/// Throws std::invalid_argument with the formula and the character, counted from 1, at which it makes no sense.
class Parser {
 public:
  using Index = Expression::Index;

  explicit Parser(std::string_view text) : text_(text) {}

  /// The step that is the formula's value; the steps are in `expression`.
  Index parse(Expression& expression) {
    out_ = &expression;
    if (text_.size() > longest) fail("has more than 1000 characters", std::nullopt);
    skip_spaces();
    if (at_end()) fail("is empty. Write a function of x, such as x * sigmoid(x)", std::nullopt);
    const Index value = sum();
    if (!at_end()) fail("expected an operator, not '" + std::string(1, text_[at_]) + "',", at_);
    if (!has_variable_) fail("does not contain x", std::nullopt);
    return value;
  }

  /// "formula 'x * tnh(x)': <problem> at character 5<hint>"
  [[noreturn]] static void fail(std::string_view text, const std::string& problem, std::optional<std::size_t> at,
                                const std::string& hint = "") {
    constexpr std::size_t shown = 200;
    const std::string cut = text.size() > shown ? std::string(text.substr(0, shown)) + "..." : std::string(text);
    throw std::invalid_argument("formula '" + cut + "': " + problem +
                                (at ? " at character " + std::to_string(*at + 1) : "") + hint);
  }

 private:
  static constexpr std::size_t longest = 1000;
  static constexpr int deepest = 100;  // brackets and powers in one another: each takes a few frames of the stack

  [[noreturn]] void fail(const std::string& problem, std::optional<std::size_t> at,
                         const std::string& hint = "") const {
    fail(text_, at ? problem : "it " + problem, at, hint);
  }

  bool at_end() const { return at_ == text_.size(); }
  void skip_spaces() {
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool take(std::string_view symbol) {
    if (!text_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    skip_spaces();
    return true;
  }

  Index sum() {
    Index left = product();
    for (;;) {
      if (take("+"))
        left = out_->binary(Operation::add, left, product());
      else if (take("-"))
        left = out_->binary(Operation::subtract, left, product());
      else
        return left;
    }
  }

  Index product() {
    Index left = signed_power();
    for (;;) {
      if (take("*"))
        left = out_->binary(Operation::multiply, left, signed_power());
      else if (take("/"))
        left = out_->binary(Operation::divide, left, signed_power());
      else
        return left;
    }
  }

  Index signed_power() {
    bool negative = false;
    for (;;) {
      if (take("-"))
        negative = !negative;
      else if (!take("+"))
        break;
    }
    const Index value = power();
    return negative ? out_->unary(Operation::negate, value) : value;
  }

  Index power() {
    const Depth guard(*this);
    const Index base = atom();
    if (!take("^") && !take("**")) return base;
    return out_->power(base, signed_power());
  }

  Index atom() {
    if (at_end()) fail("ends where a number, x, a function or '(' should follow", std::nullopt);
    const std::size_t begin = at_;
    if (take("(")) {
      const Index value = sum();
      close(begin);
      return value;
    }
    if (is_digit(text_[at_]) || text_[at_] == '.') return number();
    if (is_letter(text_[at_])) return named();
    fail("expected a number, x, a function or '(', not '" + std::string(1, text_[at_]) + "',", at_);
  }

  Index number() {
    double value = 0;
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    if (error != std::errc()) fail("a number that cannot be read", at_);
    at_ += static_cast<std::size_t>(end - begin);
    skip_spaces();
    return out_->constant(value);
  }

  Index named() {
    const std::size_t begin = at_;
    while (!at_end() && (is_letter(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '_')) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    skip_spaces();
    if (!at_end() && text_[at_] == '(') return call(name, begin);
    if (name == "x") {
      has_variable_ = true;
      return out_->variable();
    }
    if (name == "pi") return out_->constant(std::numbers::pi);
    if (name == "e") return out_->constant(std::numbers::e);
    if (find(name)) fail("function '" + std::string(name) + "'", begin, " has no argument in brackets");
    fail("unknown name '" + std::string(name) + "'", begin, " (the variable is x; there are the constants pi and e)");
  }

  Index call(std::string_view name, std::size_t begin) {
    const Function* const function = find(name);
    if (!function) fail("unknown function '" + std::string(name) + "'", begin, suggestion(name));
    const std::size_t bracket = at_;
    take("(");
    Index argument[3] = {};
    int count = 0;
    do {
      const Index value = sum();
      if (count < 3) argument[count] = value;
      ++count;
    } while (take(","));
    close(bracket);
    if (count != function->arguments)
      fail("function '" + std::string(name) + "'", begin,
           " takes " + std::to_string(function->arguments) + (function->arguments == 1 ? " argument" : " arguments") +
               ", not " + std::to_string(count));
    if (count == 1) return out_->unary(function->operation, argument[0]);
    if (count == 2) return out_->binary(function->operation, argument[0], argument[1]);
    return out_->where(argument[0], argument[1], argument[2]);
  }

  void close(std::size_t bracket) {
    if (take(")")) return;
    const std::string opened = " to close the '(' at character " + std::to_string(bracket + 1);
    if (at_end()) fail("ends where ')' is missing" + opened, std::nullopt);
    fail("expected an operator or ')', not '" + std::string(1, text_[at_]) + "',", at_, opened);
  }

  static const Function* find(std::string_view name) {
    const auto found = std::find_if(std::begin(functions), std::end(functions),
                                    [&](const Function& function) { return function.name == name; });
    return found == std::end(functions) ? nullptr : found;
  }
  static std::string suggestion(std::string_view name) {
    std::string all;
    for (const Function& function : functions) all += (all.empty() ? "" : ", ") + std::string(function.name);
    std::vector<std::string_view> names;
    for (const Function& function : functions) names.push_back(function.name);
    const std::string_view close = nearest_name(name, names);
    return close.empty() ? ". There are: " + all : " (did you mean '" + std::string(close) + "'?)";
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

  /// Counts how deep the parser is inside itself.
  class Depth {
   public:
    explicit Depth(Parser& parser) : depth_(parser.depth_) {
      if (++depth_ > deepest) parser.fail("has more than 100 brackets or powers in one another", std::nullopt);
    }
    ~Depth() { --depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    int& depth_;
  };

  std::string_view text_;
  Expression* out_ = nullptr;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool has_variable_ = false;
};

}  // namespace custom
