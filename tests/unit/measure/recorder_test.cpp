// Names of the quantities, and the cells into which numbers are put.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "measure/observable.hpp"
#include "measure/sample_moments.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

const std::vector<std::string> forward_names{
    "preactivation.mean",          "preactivation.variance",   "preactivation.second_moment",
    "preactivation.fourth_moment", "preactivation.kurtosis",   "activation.mean",
    "activation.variance",         "activation.second_moment", "activation.fourth_moment",
    "activation.kurtosis",         "activation.zero_fraction", "activation.nonfinite_fraction"};
const std::vector<std::string> gradient_names{"gradient.preactivation", "gradient.activation", "gradient.weight",
                                              "gradient.bias"};
const std::vector<std::string> correlation_names{"preactivation.covariance",        "preactivation.decorrelation",
                                                 "activation.covariance",           "activation.decorrelation",
                                                 "activation.angular_expressivity", "activation.metric_expressivity"};

std::vector<std::string> names_of(std::span<const Quantity> quantities) {
  std::vector<std::string> names;
  for (const Quantity& quantity : quantities) names.push_back(quantity.name);
  return names;
}

TEST(ObservableGroups, have_these_quantities) {
  const auto groups = observable_groups();
  ASSERT_EQ(groups.size(), 4u);
  EXPECT_EQ(groups[0].name, "forward");
  EXPECT_FALSE(groups[0].needs_backward);
  EXPECT_EQ(names_of(groups[0].quantities(1)), forward_names);
  EXPECT_EQ(groups[1].name, "gradient");
  EXPECT_TRUE(groups[1].needs_backward);
  EXPECT_EQ(names_of(groups[1].quantities(1)), gradient_names);
  EXPECT_EQ(groups[2].name, "correlation");
  EXPECT_FALSE(groups[2].needs_backward);
  EXPECT_TRUE(groups[2].needs_several_inputs);
  EXPECT_EQ(names_of(groups[2].quantities(1)), correlation_names);
  EXPECT_EQ(groups[3].name, "gradient-correlation");
  EXPECT_TRUE(groups[3].needs_backward && groups[3].needs_several_inputs);
  EXPECT_THAT(names_of(groups[3].quantities(1)),
              ::testing::ElementsAre("gradient.activation_covariance", "gradient.activation_decorrelation"));
}

TEST(ObservableGroups, say_which_quantities_are_positive) {
  for (const Quantity& quantity : quantities_of(whole(observable_groups()), 2)) {
    const bool may_be_zero_or_less = quantity.name.ends_with(".mean") || quantity.name.ends_with("_fraction") ||
                                     quantity.name.ends_with("covariance") ||
                                     quantity.name.ends_with("angular_expressivity");
    EXPECT_EQ(quantity.positive, !may_be_zero_or_less) << quantity.name;
    EXPECT_EQ(quantity.unit, "1") << quantity.name;
    EXPECT_FALSE(quantity.description.empty()) << quantity.name;
  }
}

TEST(ObservableGroups, give_the_columns_in_their_order) {
  auto both = forward_names;
  both.insert(both.end(), gradient_names.begin(), gradient_names.end());
  EXPECT_EQ(names_of(quantities_of(whole(observable_groups().first(2)), 1)), both);
  const std::vector<ObservableGroup> turned{observable_groups()[1], observable_groups()[0]};
  auto expected = gradient_names;
  expected.insert(expected.end(), forward_names.begin(), forward_names.end());
  EXPECT_EQ(names_of(quantities_of(whole(turned), 1)), expected);
}

TEST(ObservableChoices, give_the_wanted_columns_in_the_order_of_their_group) {
  const std::vector<ObservableChoice> choices{{observable_groups()[0], {"activation.mean", "preactivation.variance"}},
                                              {observable_groups()[1], {"gradient.weight_2"}}};
  EXPECT_THAT(names_of(quantities_of(choices, 2)),
              ::testing::ElementsAre("preactivation.variance", "activation.mean", "gradient.weight_2"));
  EXPECT_THAT(names_of(quantities_of(choices, 1)), ::testing::ElementsAre("preactivation.variance", "activation.mean"));
}

constexpr std::size_t layers = 4, units = 10, inputs = 3;

/// Numbers of their own for every layer, with some zeros.
std::vector<double> numbers(std::uint32_t kind, std::uint32_t layer) {
  auto all = testing::normal_vectors<double>(StreamFamily(71, "numbers", kind).at(layer), units * inputs);
  for (std::uint32_t i = 0; i <= layer; ++i) all[i] = 0.0;
  return all;
}
BatchView<const double> view(const std::vector<double>& all) { return {all.data(), units, inputs}; }

/// What a Recorder makes of one trial for these groups, by quantity name.
class Recorded {
 public:
  explicit Recorded(const std::vector<ObservableGroup>& groups) : Recorded(whole(groups)) {}
  explicit Recorded(const std::vector<ObservableChoice>& choices)
      : names_(names_of(quantities_of(choices, 1))), measurement_(layers, names_.size()) {
    Recorder<double> recorder(choices, 1);
    recorder.record_into(measurement_);
    recorder.input(view(numbers(1, 0)));
    for (std::uint32_t l = 1; l < layers; ++l) recorder.forward(l, view(numbers(0, l)), view(numbers(1, l)));
    for (std::uint32_t l = layers; l-- > 1;) {
      recorder.signal_gradient(l, view(numbers(3, l)));
      recorder.preactivation_gradient(l, view(numbers(2, l)));
      recorder.weight_gradient(l, {1, 1.0, view(numbers(2, l)), view(numbers(1, l - 1))});
    }
  }
  Summary at(std::size_t layer, const std::string& name) const {
    const auto column = std::find(names_.begin(), names_.end(), name) - names_.begin();
    return measurement_.at(layer, static_cast<std::size_t>(column)).summary();
  }
  void expect_one(std::size_t layer, const std::string& name, double value) const {
    EXPECT_EQ(at(layer, name).count, 1u) << name << " at layer " << layer;
    EXPECT_EQ(at(layer, name).mean, value) << name << " at layer " << layer;
  }
  void expect_nothing(std::size_t layer, const std::string& name) const {
    EXPECT_EQ(at(layer, name).count + at(layer, name).nonfinite, 0u) << name << " at layer " << layer;
  }

  void expect_moments(std::size_t layer, const std::string& prefix, const std::vector<double>& of) const {
    const auto m = sample_moments(std::span<const double>(of));
    expect_one(layer, prefix + "mean", m.mean);
    expect_one(layer, prefix + "variance", m.variance);
    expect_one(layer, prefix + "second_moment", m.second_moment);
    expect_one(layer, prefix + "fourth_moment", m.fourth_moment);
    expect_one(layer, prefix + "kurtosis", m.kurtosis);
  }
  void expect_forward() const {
    for (const std::string& name : forward_names)
      if (name.starts_with("preactivation.")) expect_nothing(0, name);
    for (std::uint32_t l = 0; l < layers; ++l) {
      if (l > 0) expect_moments(l, "preactivation.", numbers(0, l));
      expect_moments(l, "activation.", numbers(1, l));
      expect_one(l, "activation.zero_fraction", (l + 1.0) / (units * inputs));
      expect_one(l, "activation.nonfinite_fraction", 0.0);
    }
  }
  void expect_gradient() const {
    for (const std::string& name : gradient_names) expect_nothing(0, name);
    for (std::uint32_t l = 1; l < layers; ++l) {
      EXPECT_NEAR(at(l, "gradient.preactivation").mean, mean_square(numbers(2, l)), 1e-14);
      EXPECT_NEAR(at(l, "gradient.activation").mean, mean_square(numbers(3, l)), 1e-14);
      EXPECT_NEAR(at(l, "gradient.bias").mean, sum_over_inputs_square(numbers(2, l)), 1e-12);
      EXPECT_NEAR(at(l, "gradient.weight").mean, outer_product_square(numbers(2, l), numbers(1, l - 1)), 1e-11);
    }
  }

 private:
  static double mean_square(const std::vector<double>& of) {
    double sum = 0;
    for (const double x : of) sum += x * x;
    return sum / double(of.size());
  }
  /// |sum_b d^b|^2
  static double sum_over_inputs_square(const std::vector<double>& d) {
    double squares = 0;
    for (std::size_t i = 0; i < units; ++i) {
      double entry = 0;
      for (std::size_t b = 0; b < inputs; ++b) entry += d[b * units + i];
      squares += entry * entry;
    }
    return squares;
  }
  /// |sum_b d^b (x^b)^T|^2, entry by entry.
  static double outer_product_square(const std::vector<double>& d, const std::vector<double>& x) {
    double squares = 0;
    for (std::size_t i = 0; i < units; ++i)
      for (std::size_t j = 0; j < units; ++j) {
        double entry = 0;
        for (std::size_t b = 0; b < inputs; ++b) entry += d[b * units + i] * x[b * units + j];
        squares += entry * entry;
      }
    return squares;
  }

  std::vector<std::string> names_;
  Measurement measurement_;
};

TEST(Recorder, puts_every_number_into_the_cell_of_its_layer_and_quantity) {
  const Recorded both({observable_groups()[0], observable_groups()[1]});
  both.expect_forward();
  both.expect_gradient();
}

TEST(Recorder, knows_where_a_group_begins_in_any_order) {
  const Recorded turned({observable_groups()[1], observable_groups()[0]});
  turned.expect_forward();
  turned.expect_gradient();
}

TEST(Recorder, records_only_the_groups_asked_for) {
  Recorded({observable_groups()[0]}).expect_forward();
  Recorded({observable_groups()[1]}).expect_gradient();
}

TEST(Recorder, gives_a_quantity_the_same_bits_whatever_else_is_asked_for) {
  const std::vector<ObservableChoice> all = whole(observable_groups());
  const Recorded together(all);
  for (const ObservableGroup& group : observable_groups()) {
    const std::vector<Quantity> quantities = group.quantities(1);
    for (std::size_t first = 0; first < quantities.size(); ++first)
      for (std::size_t second = first; second < quantities.size(); ++second) {
        const std::vector<std::string> names{quantities[first].name, quantities[second].name};
        const Recorded apart(std::vector<ObservableChoice>{{group, names}});
        for (const std::string& name : names)
          for (std::size_t layer = 0; layer < layers; ++layer) {
            EXPECT_EQ(apart.at(layer, name).count, together.at(layer, name).count) << name << " at layer " << layer;
            if (together.at(layer, name).count > 0) {
              EXPECT_EQ(apart.at(layer, name).mean, together.at(layer, name).mean) << name << " at layer " << layer;
            }
          }
      }
  }
}

TEST(Recorder, counts_an_overflow_and_keeps_it_out_of_the_mean) {
  Measurement measurement(layers, forward_names.size());
  Recorder<double> recorder(whole(observable_groups().first(1)), 1);
  recorder.record_into(measurement);
  auto overflowed = numbers(1, 0);
  overflowed[4] = std::numeric_limits<double>::infinity();
  recorder.forward(1, view(numbers(0, 1)), view(overflowed));
  recorder.record_into(measurement);
  recorder.forward(1, view(numbers(0, 1)), view(numbers(1, 1)));
  const auto second_moment = measurement.at(1, 7).summary();
  EXPECT_EQ(second_moment.count, 1u);
  EXPECT_EQ(second_moment.nonfinite, 1u);
  const auto nonfinite_fraction = measurement.at(1, 11).summary();
  EXPECT_EQ(nonfinite_fraction.count, 2u);
  EXPECT_EQ(nonfinite_fraction.mean, 0.5 / (units * inputs));
}

}  // namespace
}  // namespace initlab
