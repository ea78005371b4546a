// What crosses the boundary arrives unchanged, on every thread.
#include <cmath>
#include <numeric>
#include <thread>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

TEST(Boundary, an_activation_in_plain_c_works) {
  const auto phi = activation_from(good("leaky_in_c"), {{{"slope", 0.25}}});
  EXPECT_EQ(phi->name(), "leaky_in_c");
  EXPECT_EQ(values_of<double>(*phi, {-2, 0, 3}), (std::vector<double>{-0.5, 0, 3}));
  EXPECT_EQ(values_of<float>(*phi, {-2, 0, 3}), (std::vector<float>{-0.5f, 0, 3}));
  EXPECT_EQ(derivatives_of<double>(*phi, {-2, 3}), (std::vector<double>{0.25, 1}));
  EXPECT_EQ(derivatives_of<float>(*phi, {-2, 3}), (std::vector<float>{0.25f, 1}));
  EXPECT_EQ(phi->kinks(), std::vector<double>{0.0});
}

TEST(Boundary, a_closed_form_is_answered_only_where_it_is_offered) {
  const auto phi = activation_from(good("leaky_in_c"), {{{"slope", 0.5}}});
  EXPECT_EQ(phi->closed_form(Moment::second_moment, 2.0), 1.25);                     // (1 + slope^2) q / 2
  EXPECT_EQ(phi->closed_form(Moment::mean, 2.0), std::nullopt);                      // a NULL function
  EXPECT_EQ(phi->closed_form(Moment::derivative_second_moment, 2.0), std::nullopt);  // INITLAB_NOT_OFFERED
}

TEST(Boundary, a_batch_may_be_written_over_its_input) {
  const auto phi = activation_from(good("leaky_in_c"));
  std::vector<double> batch{-1, 2};
  phi->value(std::span<const double>(batch), std::span<double>(batch));
  EXPECT_EQ(batch, (std::vector<double>{-0.01, 2}));
}

TEST(Boundary, two_instances_of_a_plugin_keep_their_own_parameters) {
  const auto gentle = activation_from(good("leaky_in_c"), {{{"slope", 0.1}}});
  const auto steep = activation_from(good("leaky_in_c"), {{{"slope", 0.9}}});
  EXPECT_EQ(values_of<double>(*gentle, {-1}), std::vector<double>{-0.1});
  EXPECT_EQ(values_of<double>(*steep, {-1}), std::vector<double>{-0.9});
}

TEST(Boundary, every_type_of_parameter_arrives) {
  const Layer layer;
  EXPECT_EQ(initializer_from(good("every_parameter"))->weights(layer), constant(0.5 + 20 + 100 + 3000));
  const PluginArguments given{{{"real", 0.25}, {"integer", 7.0}, {"choice", "fan_in"}, {"text", "x"}}};
  EXPECT_EQ(initializer_from(good("every_parameter"), given)->weights(layer), constant(0.25 + 70 + 0 + 1000));
}

TEST(Boundary, the_layer_and_its_theory_arrive) {
  initlab_theory theory{};
  theory.struct_size = sizeof theory;
  theory.mean = [](const void*, double q, double* out, initlab_error*) { return *out = q, initlab_status{INITLAB_OK}; };
  theory.second_moment = theory.derivative_second_moment = theory.mean;
  Layer layer;
  layer.role = Layer::Role::branch_last;
  layer.index = 2;
  layer.depth = 3;
  layer.fan_in = 4;
  layer.fan_out = 5;
  layer.blocks = 6;
  layer.branch_layers = 7;
  layer.branch_position = 8;
  layer.theory = Theory(&theory);
  const auto init = initializer_from(good("asks_theory"));
  EXPECT_EQ(init->weights(layer), constant(2 + 10 * 3 + 100 * 6));
  EXPECT_EQ(init->biases(layer), constant(87654323));
}

TEST(Boundary, without_a_bias_law_the_bias_is_zero) {
  EXPECT_EQ(initializer_from(good("every_parameter"))->biases(Layer{}), constant(0.0));
}

/// A stream that counts: 0.01, 0.02, ...
struct CountingStream {
  double last = 0;
  initlab_stream c{sizeof(initlab_stream), 0, this, &next, &next};
  static void next(void* self, double* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<CountingStream*>(self)->last += 0.01;
  }
};

TEST(Boundary, a_plugin_that_fills_a_matrix_draws_from_the_hosts_stream) {
  const auto init = initializer_from(good("fills_itself"));
  Layer layer;
  layer.fan_in = 3;
  layer.fan_out = 2;
  EXPECT_EQ(init->weights(layer), filled());
  CountingStream stream;
  std::vector<double> w(6);
  init->fill(layer, stream.c, w);
  for (std::size_t k = 0; k < w.size(); ++k)
    EXPECT_NEAR(w[k],
                100.0 * static_cast<double>(k / 3) + static_cast<double>(k % 3) + 0.01 * static_cast<double>(k + 1),
                1e-12);
}

TEST(Boundary, an_entry_that_a_fill_leaves_out_is_reported) {
  const auto init = initializer_from(good("fills_itself"), {{{"left_out", 2.0}}});
  Layer layer;
  layer.fan_in = 3;
  layer.fan_out = 2;
  CountingStream stream;
  std::vector<double> w(6, 1.0);
  EXPECT_EQ(plugin_error([&] { init->fill(layer, stream.c, w); }),
            "initializer 'fills_itself' left nan at row 1, column 1 (counted from 0) of layer 1 of 1 (fan_in 3, "
            "fan_out 2), or "
            "did not write it");
}

TEST(Boundary, plugins_with_the_same_global_names_meet_their_own) {
  const auto one = activation_from(good("clash_one"));
  const auto two = activation_from(good("clash_two"));
  EXPECT_EQ(values_of<double>(*one, {0}), std::vector<double>{11});
  EXPECT_EQ(values_of<double>(*two, {0}), std::vector<double>{22});
}

TEST(Boundary, many_threads_at_once_get_what_one_gets) {
  const auto phi = activation_from(good("leaky_in_c"), {{{"slope", 0.3}}});
  std::vector<double> z(10000);
  std::iota(z.begin(), z.end(), -5000.0);
  const auto alone = values_of(*phi, z);
  std::vector<int> wrong(4);
  {
    std::vector<std::jthread> threads;
    for (int& count : wrong)
      threads.emplace_back([&] {
        for (int repetition = 0; repetition < 50; ++repetition) count += values_of(*phi, z) != alone;
      });
  }
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace initlab::test
