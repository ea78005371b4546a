// The activation that a formula of the experiment file defines: what it reads, what it refuses, where it finds kinks.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "activations/shipped.hpp"
#include "core/error.hpp"

namespace initlab::test {
namespace {

std::unique_ptr<Activation> custom(const std::string& formula, const std::string& kinks = "auto") {
  return shipped("custom", {{{"formula", formula}, {"kinks", kinks}}});
}

/// The plugin's text, without the host's words before it.
std::string complaint(const std::string& formula, const std::string& kinks = "auto") {
  try {
    custom(formula, kinks);
  } catch (const PluginError& error) {
    const std::string text = error.what(), before = "activation 'custom' refused its parameters: ";
    EXPECT_TRUE(text.starts_with(before)) << text;
    return text.substr(before.size());
  }
  return "";
}

TEST(Formulas, follow_the_usual_precedence) {
  const double x = 1.75;
  const std::pair<const char*, double> cases[] = {
      {"x + 2 * 3", x + 6},
      {"(x + 2) * 3", (x + 2) * 3},
      {"-x^2", -x * x},
      {"2^-x", std::exp2(-x)},
      {"2^3^x", std::pow(2.0, std::pow(3.0, x))},
      {"2**x", std::exp2(x)},
      {"x - 1 - 2", x - 3},
      {"12 / 2 / x", 6 / x},
      {"- - x", x},
      {"+x", x},
      {"x^3", x * x * x},
      {"x^-2", 1 / (x * x)},
      {"abs(x)^0.5", std::sqrt(x)},
      {"1.5e1 * x + .5", 15 * x + 0.5},
      {" sin( pi * x ) + e ", std::sin(std::acos(-1.0) * x) + std::exp(1.0)},
      {"max(x, min(2, 3 * x))", 2},
      {"where(x - 2, 1, 4)", 4},
      {"sign(x) + step(x) + relu(x)", 2 + x},
      {"tanh(1) * x", std::tanh(1.0) * x},
      {"x^0 + x - x", 1},
  };
  for (const auto& [formula, expected] : cases)
    EXPECT_NEAR(value_at(*custom(formula), x) / expected, 1.0, 4e-15) << formula;
}

TEST(Formulas, know_every_function_of_the_library) {
  const std::pair<const char*, double (*)(double)> cases[] = {
      {"exp(x)", std::exp},
      {"expm1(x)", std::expm1},
      {"tanh(x)", std::tanh},
      {"erf(x)", std::erf},
      {"erfc(x)", std::erfc},
      {"sin(x)", std::sin},
      {"cos(x)", std::cos},
      {"atan(x)", std::atan},
      {"abs(x)", std::fabs},
      {"sqrt(x^2 + 1)", [](double x) { return std::sqrt(x * x + 1); }},
      {"log(x^2 + 2)", [](double x) { return std::log(x * x + 2); }},
      {"log1p(x^2)", [](double x) { return std::log1p(x * x); }},
      {"sigmoid(x)", [](double x) { return 1 / (1 + std::exp(-x)); }},
      {"softplus(x)", [](double x) { return std::log1p(std::exp(x)); }},
      {"normal_cdf(x)", [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }},
      {"normal_pdf(x)", [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::acos(-1.0)); }},
      {"relu(x)", [](double x) { return std::fmax(x, 0); }},
      {"step(x)", [](double x) { return x > 0 ? 1.0 : 0.0; }},
      {"sign(x)", [](double x) { return x > 0   ? 1.0
                                        : x < 0 ? -1.0
                                                : 0.0; }},
      {"max(x, 0.5)", [](double x) { return std::fmax(x, 0.5); }},
      {"min(0.5, x)", [](double x) { return std::fmin(x, 0.5); }},
      {"where(x, x, -2)", [](double x) { return x > 0 ? x : -2; }},
  };
  for (const auto& [formula, f] : cases) {
    const auto phi = custom(formula);
    for (double x = -4.0; x < 4.0; x += 0.37)
      EXPECT_NEAR(value_at(*phi, x), f(x), 1e-14 * std::fmax(1.0, std::fabs(f(x)))) << formula << " " << x;
  }
}

// A formula and its written plugin, bit for bit where they do the same operations.
TEST(Formulas, are_as_good_as_written_plugins) {
  std::vector<double> z;
  for (double x = -900.0; x < 900.0; x += 0.7) z.push_back(x);
  const std::pair<const char*, const char*> same[] = {{"tanh(x)", "tanh"},
                                                      {"x * sigmoid(x)", "silu"},
                                                      {"x / (1 + exp(-x))", "silu"},
                                                      {"log(1 + exp(x))", "softplus"},
                                                      {"log(exp(x) + 1)", "softplus"},
                                                      {"1 / (1 + exp(-x))", "sigmoid"},
                                                      {"x * normal_cdf(x)", "gelu"},
                                                      {"where(x, x, exp(x) - 1)", "elu"}};
  for (const auto& [formula, id] : same) EXPECT_EQ(values_of(*custom(formula), z), values_of(*shipped(id), z)) << id;
  for (const auto& [formula, id] : same)
    for (const double derivative : derivatives_of(*custom(formula), z)) EXPECT_TRUE(std::isfinite(derivative)) << id;
}

TEST(Formulas, do_not_turn_an_overflow_on_the_way_into_nan) {
  for (const char* formula : {"x * tanh(exp(x))", "exp(x) / (1 + exp(x))", "tanh(exp(x) - exp(-x))", "atan(exp(x))"}) {
    const auto phi = custom(formula);
    for (const double x : {-800.0, 800.0}) {
      EXPECT_TRUE(std::isfinite(value_at(*phi, x))) << formula << " " << x;
      EXPECT_TRUE(std::isfinite(derivative_at(*phi, x))) << formula << " " << x;
    }
  }
}

// More than one block of numbers, the last one not full, and in place.
TEST(Formulas, give_the_same_anywhere_in_a_batch) {
  const auto phi = custom("x * tanh(log(1 + exp(x))) + 0.1 * max(x, 0)");
  for (const std::size_t size : {0u, 1u, 255u, 256u, 257u, 1000u}) {
    std::vector<float> z(size);
    for (std::size_t i = 0; i < size; ++i) z[i] = 0.01f * static_cast<float>(i) - 3.0f;
    const std::vector<float> together = values_of(*phi, z);
    for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(value_at(*phi, z[i]), together[i]);
    phi->value(std::span<const float>(z), std::span<float>(z));
    EXPECT_EQ(z, together);
  }
}

TEST(Formulas, find_their_kinks) {
  const std::pair<const char*, std::vector<double>> cases[] = {
      {"tanh(x)", {}},
      {"relu(x)", {0}},
      {"relu(2 * x - 1) + abs(x + 3)", {-3, 0.5}},
      {"min(max(x, -1), 1)", {-1, 1}},
      {"max(x, 0.1 * x)", {0}},
      {"step(-(x - 4) / 2)", {4}},
      {"where(x - 500, 1, x)", {500}},
      {"sign(x^2 - 2)", {-std::sqrt(2.0), std::sqrt(2.0)}},
      {"sqrt(abs(x))", {0}},
      {"relu(x - 0.3)^1.5", {0.3}},
      {"sqrt(x^2 + 1)", {}},
      {"x^3 + x^2", {}},
      {"max(exp(x), 2)", {std::log(2.0)}},
  };
  for (const auto& [formula, expected] : cases) {
    const std::vector<double> found = custom(formula)->kinks();
    ASSERT_EQ(found.size(), expected.size()) << formula;
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-15) << formula;
  }
  EXPECT_EQ(custom("abs(sin(x))")->kinks().size(), 63u);  // the multiples of pi up to 100
}

TEST(Formulas, believe_the_kinks_they_are_given) {
  EXPECT_EQ(custom("tanh(x)", "1, -2.5 ,0")->kinks(), (std::vector{-2.5, 0.0, 1.0}));
  EXPECT_EQ(custom("relu(x)", "none")->kinks(), std::vector<double>{});
  EXPECT_EQ(complaint("tanh(x)", "1, b"),
            "formula 'tanh(x)': kinks '1, b' cannot be read at character 4: give \"auto\", \"none\", or numbers with "
            "commas between them, as in \"-1, 1\"");
  EXPECT_NE(complaint("tanh(x)", ""), "");
  EXPECT_NE(complaint("tanh(x)", "1 2"), "");
  EXPECT_NE(complaint("tanh(x)", "1,"), "");
  EXPECT_NE(complaint("tanh(x)", "inf"), "");
}

TEST(Formulas, that_make_no_sense_are_refused_with_the_place) {
  const std::pair<const char*, const char*> cases[] = {
      {"x * tnh(x)", "unknown function 'tnh' at character 5 (did you mean 'tanh'?)"},
      {"x * (x", "it ends where ')' is missing to close the '(' at character 5"},
      {"x * (x, 2)", "expected an operator or ')', not ',', at character 7 to close the '(' at character 5"},
      {"2x", "expected an operator, not 'x', at character 2"},
      {"x + y", "unknown name 'y' at character 5 (the variable is x; there are the constants pi and e)"},
      {"max(x)", "function 'max' at character 1 takes 2 arguments, not 1"},
      {"tanh(x, 1)", "function 'tanh' at character 1 takes 1 argument, not 2"},
      {"2 * tanh", "function 'tanh' at character 5 has no argument in brackets"},
      {"x * * x", "expected a number, x, a function or '(', not '*', at character 5"},
      {"x @ 2", "expected an operator, not '@', at character 3"},
      {"x)", "expected an operator, not ')', at character 2"},
      {"x *", "it ends where a number, x, a function or '(' should follow"},
      {"", "it is empty. Write a function of x, such as x * sigmoid(x)"},
      {"3", "it does not contain x"},
      {"1e999 * x", "a number that cannot be read at character 1"},
      {"log(x)", "it is not a number at x = -8: an activation is one everywhere"},
  };
  for (const auto& [formula, problem] : cases)
    EXPECT_EQ(complaint(formula), "formula '" + std::string(formula) + "': " + problem);
  EXPECT_NE(complaint("zorgle(x)").find("unknown function 'zorgle' at character 1. There are: abs, atan, "),
            std::string::npos);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Formulas, that_are_too_large_are_refused) {
  EXPECT_NE(complaint(repeated("(", 400) + "x" + repeated(")", 400)).find("more than 100 brackets"), std::string::npos);
  EXPECT_EQ(complaint(repeated("-", 998) + "x"), "");  // signs take no stack
  EXPECT_NE(complaint(repeated("x+", 600) + "x").find("more than 1000 characters"), std::string::npos);
  EXPECT_NE(complaint(repeated("2^", 300) + "x").find("more than 100 brackets"), std::string::npos);
  // Twenty different numbers that are needed until the end.
  std::string products, sum;
  for (int i = 1; i <= 20; ++i) products += "sin(" + std::to_string(i) + "*x) * (";
  EXPECT_NE(complaint(products + "x" + repeated(")", 20)).find("more than 16 intermediate results"), std::string::npos);
}

}  // namespace
}  // namespace initlab::test
