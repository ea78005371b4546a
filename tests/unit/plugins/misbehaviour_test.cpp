// Plugins whose code does what it must not: each is named and the host goes on as before.
#include <xmmintrin.h>

#include <cmath>
#include <csignal>
#include <limits>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const std::vector<double> z{-1.0, 2.0};

std::string loading(const std::string& name) {
  return plugin_error([&] { activation_from(bad(name)); });
}
std::string value_of(const std::string& name) {
  return plugin_error([&] { values_of(*activation_from(bad(name)), z); });
}

TEST(Misbehaviour, a_table_of_the_wrong_kind_is_refused) {
  EXPECT_EQ(loading("wrong_kind"),
            bad("wrong_kind").string() +
                ": its record says activation, but it exports no 'initlab_activation_v1' (it exports "
                "'initlab_initializer_v1'). Correct the record or the table.");
}

TEST(Misbehaviour, an_undefined_symbol_is_refused_with_the_loaders_text) {
  EXPECT_EQ(loading("undefined_symbol"),
            bad("undefined_symbol").string() +
                ": cannot be loaded (undefined symbol: function_of_another_library). Build it "
                "with initlab_add_plugin, which links it completely.");
}

TEST(Misbehaviour, a_table_that_is_too_small_is_refused) {
  EXPECT_EQ(loading("small_table"),
            bad("small_table").string() + ": its table claims 16 bytes, version 1.0 of the ABI has " +
                std::to_string(sizeof(initlab_activation_table)) + ". Correct its struct_size.");
}

TEST(Misbehaviour, a_missing_function_is_named) {
  EXPECT_EQ(loading("missing_function"),
            bad("missing_function").string() +
                ": its table lacks the function 'derivative_f64'. Every activation must have it.");
}

TEST(Misbehaviour, a_file_that_was_replaced_after_it_was_read_is_refused) {
  TemporaryFolder folder;
  const auto file = folder / "leaky_in_c.so";
  fs::copy_file(good("leaky_in_c"), file);
  const CatalogueEntry entry = entry_of(file);
  copy_with_record(good("leaky_in_c"), folder / "new.so", [](initlab_record& r) { std::strcpy(r.version, "2.0"); });
  fs::rename(folder / "new.so", file);
  EXPECT_EQ(plugin_error([&] { load_activation(entry, resolve(entry.record, {})); }),
            file.string() +
                ": what was loaded is not what was read from the file before (was it replaced meanwhile?). Run again.");
}

TEST(Misbehaviour, refused_parameters_are_answered_with_the_plugins_text) {
  EXPECT_EQ(loading("throws_in_create"),
            "activation 'throws_in_create' refused its parameters: low must lie below high");
  EXPECT_NO_THROW(activation_from(bad("throws_in_create"), {{{"high", 2.0}}}));
}

TEST(Misbehaviour, what_is_thrown_without_being_an_exception_is_reported) {
  EXPECT_EQ(loading("throws_an_int"),
            "activation 'throws_an_int' refused its parameters: it threw something that is not a std::exception");
}

TEST(Misbehaviour, an_exception_in_a_batch_is_reported) {
  EXPECT_EQ(value_of("throws_in_batch"), "activation 'throws_in_batch' failed: log of a negative number");
}

TEST(Misbehaviour, an_exception_that_crosses_the_boundary_is_reported) {
  EXPECT_EQ(value_of("lets_an_exception_out"),
            "activation 'lets_an_exception_out' let an exception out (nobody catches this). Catch it in the plugin and "
            "return "
            "INITLAB_FAILED.");
}

TEST(Misbehaviour, an_error_text_need_not_end) {
  EXPECT_EQ(value_of("endless_text"), "activation 'endless_text' failed: " + std::string(504, 'x'));
}

TEST(Misbehaviour, a_failure_without_a_text_shows_its_status) {
  const auto phi = activation_from(bad("endless_text"));
  EXPECT_EQ(plugin_error([&] { derivatives_of(*phi, z); }),
            "activation 'endless_text' failed: status 17 without a text");
}

TEST(Misbehaviour, kinks_must_ascend) {
  EXPECT_EQ(loading("descending_kinks"),
            "activation 'descending_kinks' gave a kink at -1 after one at 1 (they must ascend)");
}

TEST(Misbehaviour, a_closed_form_must_be_finite) {
  const auto phi = activation_from(bad("returns_nan"));
  EXPECT_EQ(plugin_error([&] { phi->closed_form(Moment::mean, 2.0); }),
            "activation 'returns_nan' gave inf for its closed form of E[phi(sqrt(q) z)] at q = 2");
}

// Whose business a NaN in a batch is: the network's, which knows layer and trial.
TEST(Misbehaviour, a_nan_in_a_batch_is_passed_on) {
  const auto out = values_of(*activation_from(bad("returns_nan")), z);
  EXPECT_TRUE(std::isnan(out[0]));
  EXPECT_EQ(out[1], 2.0);
}

TEST(Misbehaviour, a_changed_floating_point_mode_is_reported_and_put_back) {
  const unsigned before = _mm_getcsr() & 0xffc0;
  EXPECT_EQ(
      value_of("changes_rounding"),
      "activation 'changes_rounding' changed the floating-point mode of its caller (MXCSR 0x1f80 became 0x7f80). A "
      "plugin must leave rounding and flush-to-zero alone.");
  EXPECT_EQ(_mm_getcsr() & 0xffc0, before);
}

TEST(Misbehaviour, loading_and_creating_leave_the_floating_point_mode_alone) {
  TemporaryFolder folder;  // a copy that nobody has loaded yet
  const auto file = folder / "flushes_to_zero.so";
  fs::copy_file(bad("flushes_to_zero"), file);
  const unsigned before = _mm_getcsr() & 0xffc0;
  const auto phi = activation_from(file);
  EXPECT_EQ(_mm_getcsr() & 0xffc0, before);
  volatile double small = std::numeric_limits<double>::min();
  EXPECT_GT(small / 2, 0.0);
  EXPECT_EQ(values_of(*phi, z), z);
}

TEST(MisbehaviourDeathTest, loading_would_run_static_constructors) {
  EXPECT_EXIT(activation_from(bad("aborts_when_loaded")), testing::KilledBySignal(SIGABRT), "");
}

Layer third_of_fifty() {
  Layer layer;
  layer.index = 3;
  layer.depth = 50;
  layer.fan_in = layer.fan_out = 1000;
  return layer;
}

std::string law_of(double family, double scale) {
  const auto init = initializer_from(bad("bad_laws"), {{{"family", family}, {"scale", scale}}});
  return plugin_error([&] { init->weights(third_of_fifty()); });
}

std::string bias_law_of(double family, double scale) {
  const auto init = initializer_from(bad("bad_laws"), {{{"bias_family", family}, {"bias_scale", scale}}});
  return plugin_error([&] { init->biases(third_of_fifty()); });
}

TEST(Misbehaviour, a_negative_standard_deviation_is_refused) {
  EXPECT_EQ(plugin_error([] { initializer_from(bad("negative_std"))->weights(third_of_fifty()); }),
            "initializer 'negative_std' gave a standard deviation of -1 for layer 3 of 50 (fan_in 1000, fan_out 1000)");
}

TEST(Misbehaviour, every_family_needs_a_scale_that_makes_sense) {
  EXPECT_EQ(law_of(INITLAB_UNIFORM, -2),
            "initializer 'bad_laws' gave a bound of -2 for layer 3 of 50 (fan_in 1000, fan_out "
            "1000)");
  EXPECT_EQ(law_of(INITLAB_ORTHOGONAL, -2),
            "initializer 'bad_laws' gave a gain of -2 for layer 3 of 50 (fan_in 1000, fan_out 1000)");
  EXPECT_EQ(law_of(INITLAB_CONSTANT, -2), "no exception");
  EXPECT_EQ(law_of(99, 1),
            "initializer 'bad_laws' gave the unknown family 99 for layer 3 of 50 (fan_in 1000, fan_out 1000)");
}

TEST(Misbehaviour, a_student_law_needs_at_least_half_a_degree_of_freedom) {
  EXPECT_EQ(law_of(INITLAB_STUDENT_T, 1),  // its shape is 0
            "initializer 'bad_laws' gave 0 degrees of freedom for layer 3 of 50 (fan_in 1000, fan_out 1000) (must be "
            "finite and at least 0.5)");
  EXPECT_EQ(law_of(INITLAB_STUDENT_T, -1),
            "initializer 'bad_laws' gave a scale of -1 for layer 3 of 50 (fan_in 1000, fan_out 1000)");
}

TEST(Misbehaviour, filled_without_a_fill_is_refused) {
  EXPECT_EQ(law_of(INITLAB_FILLED, 1),
            "initializer 'bad_laws' says that it fills layer 3 of 50 (fan_in 1000, fan_out 1000) itself, but it has no "
            "function 'fill'");
}

TEST(Misbehaviour, biases_have_a_law_of_the_three_that_vectors_have) {
  for (const double family : {INITLAB_FILLED, INITLAB_TRUNCATED_NORMAL, INITLAB_RADEMACHER})
    EXPECT_NE(bias_law_of(family, 1).find("a family that is for matrices only"), std::string::npos) << family;
}

TEST(Misbehaviour, biases_have_no_orthogonal_law) {
  EXPECT_EQ(bias_law_of(INITLAB_ORTHOGONAL, 1),
            "initializer 'bad_laws' gave the biases of layer 3 of 50 (fan_in 1000, fan_out 1000) a family that is for "
            "matrices "
            "only (must be gaussian, uniform or constant)");
  EXPECT_EQ(
      bias_law_of(INITLAB_GAUSSIAN, -1),
      "initializer 'bad_laws' gave a standard deviation of -1 for the biases of layer 3 of 50 (fan_in 1000, fan_out "
      "1000)");
}

// 1/0 of a division in the plugin.
TEST(Misbehaviour, an_infinite_scale_is_refused_and_the_place_is_named) {
  initlab_theory theory{};
  theory.struct_size = sizeof theory;
  theory.mean = theory.second_moment =
      theory.derivative_second_moment = [](const void*, double, double* out, initlab_error*) {
        *out = infinity;
        return initlab_status{INITLAB_OK};
      };
  Layer layer = third_of_fifty();
  layer.theory = Theory(&theory);
  layer.blocks = 50;
  layer.branch_layers = 2;
  layer.branch_position = 1;
  layer.role = Layer::Role::branch_first;
  const auto init = initializer_from(good("asks_theory"));
  EXPECT_EQ(
      plugin_error([&] { init->weights(layer); }),
      "initializer 'asks_theory' gave a constant of inf for layer 1 of 2 in block 3 of 50 (fan_in 1000, fan_out 1000)");
  layer.role = Layer::Role::readout;
  EXPECT_EQ(plugin_error([&] { init->weights(layer); }),
            "initializer 'asks_theory' gave a constant of inf for the readout (fan_in 1000, fan_out 1000)");
}

TEST(Misbehaviour, a_layer_without_theory_is_reported_by_the_plugin) {
  EXPECT_EQ(plugin_error([] { initializer_from(good("asks_theory"))->weights(third_of_fifty()); }),
            "initializer 'asks_theory' failed: this layer comes without a theory service");
}

TEST(Misbehaviour, every_refusal_asks_for_the_plugin_exit_code) {
  try {
    activation_from(bad("small_table"));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::plugin);
  }
}

}  // namespace
}  // namespace initlab::test
