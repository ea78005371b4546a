// The plugins in plugins/: all of them load, and each does what its formula says.
#include <cmath>
#include <initlab/dual.hpp>
#include <initlab/math.hpp>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

const Catalogue& shipped() {
  static const Catalogue catalogue({INITLAB_SHIPPED_PLUGINS});
  return catalogue;
}

std::unique_ptr<Activation> activation(const std::string& id) {
  const CatalogueEntry& entry = shipped().find(PluginKind::activation, id);
  return load_activation(entry, resolve(entry.record, {}));
}
std::unique_ptr<Initializer> initializer(const std::string& id, const PluginArguments& arguments = {}) {
  const CatalogueEntry& entry = shipped().find(PluginKind::initializer, id);
  return load_initializer(entry, resolve(entry.record, arguments));
}

TEST(ShippedPlugins, all_files_are_usable) {
  for (const CatalogueProblem& problem : shipped().problems()) ADD_FAILURE() << problem.text;
  std::size_t files = 0;
  for (const auto& file : fs::recursive_directory_iterator(INITLAB_SHIPPED_PLUGINS))
    files += file.path().extension() == ".so";
  EXPECT_EQ(shipped().entries().size(), files);
  EXPECT_GE(files, 15u);
}

TEST(ShippedPlugins, each_loads_with_its_defaults_and_has_its_card_filled_in) {
  for (const CatalogueEntry& entry : shipped().entries()) {
    SCOPED_TRACE(entry.file.string());
    const PluginRecord& r = entry.record;
    EXPECT_EQ(r.id, entry.file.stem());
    EXPECT_FALSE(r.version.empty());
    EXPECT_FALSE(r.summary.empty());
    EXPECT_FALSE(r.formula.empty());
    EXPECT_FALSE(r.reference.empty());
    for (const PluginParameter& p : r.parameters) EXPECT_FALSE(p.meaning.empty()) << p.name;
    if (r.kind == PluginKind::activation)
      EXPECT_EQ(load_activation(entry, resolve(r, {}))->name(), r.id);
    else
      EXPECT_EQ(load_initializer(entry, resolve(r, {}))->name(), r.id);
  }
}

/// A theory service whose activation has E[phi(z)^2] = q/2: ReLU's.
const initlab_theory* theory_of_relu() {
  static const initlab_theory theory = [] {
    initlab_theory t{};
    t.struct_size = sizeof t;
    t.second_moment = [](const void*, double q, double* out, initlab_error*) {
      *out = 0.5 * q;
      return initlab_status{INITLAB_OK};
    };
    return t;
  }();
  return &theory;
}

/// fan_in 100, fan_out 300: every formula gives another number.
Layer wide_layer() {
  Layer layer;
  layer.index = 2;
  layer.depth = 10;
  layer.fan_in = 100;
  layer.fan_out = 300;
  layer.theory = Theory(theory_of_relu());
  return layer;
}

constexpr double rounding = 1e-15;  // a few operations on numbers below one

void expect_weights(const std::string& id, Law expected, const PluginArguments& arguments = {}) {
  SCOPED_TRACE(id);
  const Law law = initializer(id, arguments)->weights(wide_layer());
  EXPECT_EQ(law.family, expected.family);
  EXPECT_NEAR(law.scale, expected.scale, rounding);
}

TEST(ShippedPlugins, initializers_that_know_the_width_follow_their_formula) {
  expect_weights("lecun_normal", gaussian(0.1));                   // sqrt(1/100)
  expect_weights("lecun_uniform", uniform(0.17320508075688773));   // sqrt(3/100)
  expect_weights("xavier_normal", gaussian(0.07071067811865475));  // sqrt(2/400)
  expect_weights("xavier_normal", gaussian(0.1414213562373095), {{{"gain", 2.0}}});
  expect_weights("xavier_uniform", uniform(0.1224744871391589));  // sqrt(6/400)
  expect_weights("torch_default", uniform(0.1));                  // 1/sqrt(100)
  expect_weights("depth_scaled", gaussian(0.1));                  // 1/sqrt(100), no branch
}

TEST(ShippedPlugins, he_initializers_ask_for_the_second_moment_of_the_activation) {
  expect_weights("he_normal", gaussian(0.1414213562373095));                              // sqrt(2/100)
  expect_weights("he_normal", gaussian(0.08164965809277260), {{{"fan", "fan_out"}}});     // sqrt(2/300)
  expect_weights("he_normal", gaussian(0.1), {{{"fan", "fan_average"}}});                 // sqrt(2/200)
  expect_weights("he_uniform", uniform(0.2449489742783178));                              // sqrt(6/100)
  expect_weights("he_uniform", uniform(0.1414213562373095), {{{"fan", "fan_out"}}});      // sqrt(6/300)
  expect_weights("he_uniform", uniform(0.1732050807568877), {{{"fan", "fan_average"}}});  // sqrt(6/200)
}

TEST(ShippedPlugins, initializers_that_ignore_the_width_give_what_they_were_given) {
  expect_weights("normal", gaussian(1.0));
  expect_weights("normal", gaussian(0.01), {{{"std", 0.01}}});
  expect_weights("uniform", uniform(0.05));
  expect_weights("constant", constant(0.0));
  expect_weights("constant", constant(-1.0), {{{"value", -1.0}}});
  expect_weights("orthogonal", orthogonal(1.0));
  expect_weights("orthogonal", orthogonal(1.5), {{{"gain", 1.5}}});
}

TEST(ShippedPlugins, biases_are_zero_unless_the_initializer_says_otherwise) {
  const Layer layer = wide_layer();
  EXPECT_EQ(initializer("he_normal")->biases(layer), constant(0.0));
  EXPECT_EQ(initializer("xavier_uniform")->biases(layer), constant(0.0));
  EXPECT_EQ(initializer("normal", {{{"bias_std", 0.3}}})->biases(layer), gaussian(0.3));
  EXPECT_EQ(initializer("uniform", {{{"bias_bound", 0.3}}})->biases(layer), uniform(0.3));
  EXPECT_EQ(initializer("constant", {{{"bias", -0.3}}})->biases(layer), constant(-0.3));
  EXPECT_EQ(initializer("torch_default")->biases(layer).family, Law::Family::uniform);
  EXPECT_NEAR(initializer("torch_default")->biases(layer).scale, 0.1, rounding);
}

TEST(ShippedPlugins, depth_scaled_shrinks_branches_by_the_root_of_the_number_of_blocks) {
  Layer branch = wide_layer();
  branch.blocks = 64;
  branch.branch_layers = 2;
  branch.branch_position = 1;
  branch.role = Layer::Role::branch_first;
  EXPECT_NEAR(initializer("depth_scaled")->weights(branch).scale, 0.0125, rounding);  // 1/10/8
  Layer readout = wide_layer();
  readout.blocks = 64;
  readout.role = Layer::Role::readout;
  EXPECT_NEAR(initializer("depth_scaled")->weights(readout).scale, 0.1, rounding);
}

TEST(ShippedPlugins, relu_is_exact_and_has_its_moments) {
  const auto relu = activation("relu");
  EXPECT_EQ(values_of<double>(*relu, {-1.5, -0.0, 0.0, 2.5}), (std::vector<double>{0, 0, 0, 2.5}));
  EXPECT_EQ(derivatives_of<double>(*relu, {-1.5, 0.0, 2.5}), (std::vector<double>{0, 0, 1}));
  EXPECT_EQ(derivatives_of<float>(*relu, {-1.5f, 0.0f, 2.5f}), (std::vector<float>{0, 0, 1}));
  EXPECT_TRUE(std::isnan(values_of<double>(*relu, {std::nan("")})[0]));
  EXPECT_EQ(relu->kinks(), std::vector<double>{0.0});
  EXPECT_NEAR(*relu->closed_form(Moment::mean, 2.0), 0.5641895835477563, 1e-15);  // sqrt(q / 2 pi)
  EXPECT_EQ(relu->closed_form(Moment::second_moment, 2.0), 1.0);
  EXPECT_EQ(relu->closed_form(Moment::derivative_second_moment, 2.0), 0.5);
}

TEST(ShippedPlugins, identity_is_exact_and_has_its_moments) {
  const auto identity = activation("identity");
  const std::vector<double> z{-1.5, 0.0, 2.5};
  EXPECT_EQ(values_of(*identity, z), z);
  EXPECT_EQ(derivatives_of(*identity, z), (std::vector<double>{1, 1, 1}));
  EXPECT_TRUE(identity->kinks().empty());
  EXPECT_EQ(identity->closed_form(Moment::mean, 2.0), 0.0);
  EXPECT_EQ(identity->closed_form(Moment::second_moment, 2.0), 2.0);
  EXPECT_EQ(identity->closed_form(Moment::derivative_second_moment, 2.0), 1.0);
}

TEST(ShippedPlugins, tanh_agrees_with_the_c_library) {
  const auto tanh = activation("tanh");
  std::vector<double> z;
  for (int i = -2000; i <= 2000; ++i) z.push_back(0.01 * i);
  const auto value = values_of(*tanh, z);
  const auto derivative = derivatives_of(*tanh, z);
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double expected = std::tanh(z[i]);
    EXPECT_NEAR(value[i], expected, 1e-15) << z[i];
    const double sech = 1.0 / std::cosh(z[i]);
    // Absolute: 1 - tanh^2 has no relative accuracy once tanh is nearly 1.
    EXPECT_NEAR(derivative[i], sech * sech, 1e-15) << z[i];
  }
  EXPECT_TRUE(tanh->kinks().empty());
  EXPECT_EQ(tanh->closed_form(Moment::second_moment, 1.0), std::nullopt);
}

// Compiled here and called there: the same source gives the same bits on both sides of the boundary.
TEST(ShippedPlugins, values_through_the_boundary_equal_inline_ones) {
  const auto tanh = activation("tanh");
  std::vector<double> z;
  for (int i = 0; i < 4099; ++i) z.push_back(3.0 * std::sin(1.37 * i));
  const std::vector<float> zf(z.begin(), z.end());
  const auto value = values_of(*tanh, z), slope = derivatives_of(*tanh, z);
  const auto value_f = values_of(*tanh, zf), slope_f = derivatives_of(*tanh, zf);
  for (std::size_t i = 0; i < z.size(); ++i) {
    ASSERT_EQ(value[i], math::tanh(z[i])) << z[i];
    ASSERT_EQ(value_f[i], math::tanh(zf[i])) << z[i];
    ASSERT_EQ(slope[i], math::tanh(Dual<double>{z[i], 1.0}).derivative) << z[i];
    ASSERT_EQ(slope_f[i], math::tanh(Dual<float>{zf[i], 1.0f}).derivative) << z[i];
  }
}

}  // namespace
}  // namespace initlab::test
