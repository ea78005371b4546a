// One matrix asked again and again: recurrent networks and power iterations, dense against revealed. Family: 1e-3 for
// all tests of this file, for one choice of seeds; the seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "linear/dense_engine.hpp"
#include "linear/revealed_engine.hpp"
#include "random/fill.hpp"
#include "statistical/two_samples.hpp"
#include "unit/linear/law_initializer.hpp"

namespace initlab {
namespace {

using namespace testing;
using Vector = std::vector<double>;

constexpr std::uint32_t trials = 6000;

double product(const Vector& a, const Vector& b) {
  double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
  return total;
}
Vector fixed_vector(std::uint32_t number, std::size_t size) {
  Vector v(size);
  fill_normal(StreamFamily(41, "vectors", 0).at(number), 0, v);
  return v;
}

/// A matrix asked with vectors that it keeps.
struct Asked {
  RandomMatrix<double>& matrix;
  std::size_t fan_out, fan_in;
  std::deque<Vector> kept;

  const Vector& forward(Vector x) {
    kept.push_back(std::move(x));
    const Vector& question = kept.back();
    kept.emplace_back(fan_out);
    matrix.forward({question.data(), fan_in, 1}, {kept.back().data(), fan_out, 1});
    return kept.back();
  }
  const Vector& transpose(Vector d) {
    kept.push_back(std::move(d));
    const Vector& question = kept.back();
    kept.emplace_back(fan_in);
    matrix.transpose({question.data(), fan_out, 1}, {kept.back().data(), fan_in, 1});
    return kept.back();
  }
};

/// What is done with a matrix, and the numbers that it gives. `again` is called between two steps.
using Experiment = std::function<Vector(Asked&, const std::function<void()>& again)>;

/// x_t = tanh(W x_{t-1}), then backpropagation through time.
const std::vector<std::string> recurrent_names{"log length of x_2",   "log length of x_5",
                                               "x_5 times x_4",       "x_5 times x_1",
                                               "a coordinate of x_5", "W x_4 times W x_0",
                                               "log length of g_0",   "g_0 times x_0",
                                               "g_3 times x_5",       "a coordinate of g_0 times that of x_5"};
Vector recurrent(Asked& w, const std::function<void()>& again) {
  std::vector<Vector> x{fixed_vector(0, w.fan_in)}, h;
  for (int t = 1; t <= 5; ++t) {
    if (t > 1) again();
    h.push_back(w.forward(x.back()));
    x.push_back(h.back());
    for (double& number : x.back()) number = std::tanh(number);
  }
  std::vector<Vector> g{fixed_vector(1, w.fan_out)};
  for (std::size_t t = 5; t > 0; --t) {
    Vector d = g.back();
    for (std::size_t i = 0; i < d.size(); ++i) d[i] *= 1.0 - x[t][i] * x[t][i];
    g.push_back(w.transpose(d));
  }
  return {std::log(product(x[2], x[2])),
          std::log(product(x[5], x[5])),
          product(x[5], x[4]),
          product(x[5], x[1]),
          x[5][3],
          product(h[4], h[0]),
          std::log(product(g[5], g[5])),
          product(g[5], x[0]),
          product(g[2], x[5]),
          g[5][2] * x[5][2]};
}

/// v_k = W^T W v_{k-1} / |W^T W v_{k-1}|.
const std::vector<std::string> power_names{"Rayleigh quotient of v_0",
                                           "of v_1",
                                           "of v_2",
                                           "of v_5",
                                           "v_5 times v_0",
                                           "v_5 times v_4",
                                           "a coordinate of v_5",
                                           "a coordinate of W v_3 times one of v_5"};
Vector power_iteration(Asked& w, const std::function<void()>& again) {
  std::vector<Vector> v{fixed_vector(2, w.fan_in)}, wv;
  Vector quotients;
  for (int k = 0; k <= 5; ++k) {
    const double length = std::sqrt(product(v.back(), v.back()));
    for (double& number : v.back()) number /= length;
    if (k > 0) again();
    wv.push_back(w.forward(v.back()));
    quotients.push_back(product(wv.back(), wv.back()));
    v.push_back(w.transpose(wv.back()));
  }
  v.pop_back();
  return {quotients[0],        quotients[1],        quotients[2], quotients[5],
          product(v[5], v[0]), product(v[5], v[4]), v[5][1],      wv[3][0] * v[5][0]};
}

/// First back, then forth with biases, then back once more: not what a network does, and yet one matrix.
const std::vector<std::string> returning_names{"log length of the bias", "d times the bias",       "d times W x + b",
                                               "W^T d times x",          "W^T e times x",          "e times the bias",
                                               "W^T e times W^T d",      "a coordinate of W x + b"};
Vector returning(Asked& w, const std::function<void()>& again) {
  const Vector d = fixed_vector(3, w.fan_out), e = fixed_vector(4, w.fan_out), x = fixed_vector(5, w.fan_in);
  const Vector wd = w.transpose(d);
  again();
  const Vector y = w.forward(x), bias = w.forward(Vector(w.fan_in, 0.0));
  again();
  const Vector we = w.transpose(e);
  return {std::log(product(bias, bias)),
          product(d, bias),
          product(d, y),
          product(wd, x),
          product(we, x),
          product(e, bias),
          product(we, wd),
          y[2]};
}

/// A drawn matrix with biases.
class WithBiases final : public RandomMatrix<double> {
 public:
  WithBiases(std::unique_ptr<RandomMatrix<double>> matrix, double deviation)
      : matrix_(std::move(matrix)), deviation_(deviation) {}
  void draw(const Stream& stream) override {
    matrix_->draw(stream);
    bias_stream_ = stream;
    bias_stream_.layer += 1000;
  }
  void forward(BatchView<const double> x, BatchView<double> y) override {
    matrix_->forward(x, y);
    Vector bias(y.units);
    fill_normal(bias_stream_, 0, bias);
    for (std::size_t b = 0; b < y.count; ++b)
      for (std::size_t i = 0; i < y.units; ++i) y.input(b)[i] += deviation_ * bias[i];
  }
  void transpose(BatchView<const double> d, BatchView<double> g) override { matrix_->transpose(d, g); }
  void rescale(double factor) override { matrix_->rescale(factor); }

 private:
  std::unique_ptr<RandomMatrix<double>> matrix_;
  double deviation_;
  Stream bias_stream_;
};

/// 10 and 8 numbers of two laws, 8 of one.
const double threshold = rejected_below(2 * (10 + 8) + 8);

enum class Again { the_same_matrix, another_one };

NamedSamples samples(RandomMatrix<double>& matrix, const Layer& layer, const std::vector<std::string>& names,
                     const Experiment& experiment, std::uint64_t seed, Again again) {
  NamedSamples all(names);
  const StreamFamily weights(seed, "weights", 0);
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    std::uint32_t number = 0;
    matrix.draw(weights.at(trial, number));
    Asked asked{matrix, layer.fan_out, layer.fan_in, {}};
    all.add(experiment(asked,
                       [&] {
                         if (again == Again::another_one) matrix.draw(weights.at(trial, ++number));
                       }),
            1e-9);
  }
  return all;
}

void expect_agreement(const Law& law, Layer layer, const std::vector<std::string>& names, const Experiment& experiment,
                      double bias = 0.0) {
  const LawInitializer nothing_to_fill([](const Layer&) { return constant(0.0); });
  WithBiases dense(DenseEngine<double>(nothing_to_fill).make(law, layer), bias);
  const auto revealed = RevealedEngine<double>().make(law, gaussian(bias), layer).matrix;
  const auto drawn = samples(dense, layer, names, experiment, 1, Again::the_same_matrix);
  for (const Comparison& c : compare(drawn, samples(*revealed, layer, names, experiment, 2, Again::the_same_matrix)))
    EXPECT_GT(c.p_value, threshold) << c.name;
  // Broken twin: a new matrix at every step.
  EXPECT_LT(compare(drawn, samples(*revealed, layer, names, experiment, 2, Again::another_one)).front().p_value,
            threshold);
}
Layer shape(std::uint32_t fan_out, std::uint32_t fan_in) {
  Layer layer;
  layer.fan_out = fan_out;
  layer.fan_in = fan_in;
  return layer;
}

TEST(TiedWeights, of_gaussian_matrices_agree_in_law) {
  expect_agreement(gaussian(1.5 / std::sqrt(12.0)), shape(12, 12), recurrent_names, recurrent);
}
TEST(TiedWeights, of_orthogonal_matrices_agree_in_law) {
  expect_agreement(orthogonal(1.5), shape(12, 12), recurrent_names, recurrent);
}
TEST(PowerIteration, of_gaussian_matrices_agrees_in_law) {
  expect_agreement(gaussian(0.3), shape(9, 14), power_names, power_iteration);
}
TEST(PowerIteration, of_orthogonal_matrices_agrees_in_law) {
  expect_agreement(orthogonal(0.7), shape(9, 14), power_names, power_iteration);
}
TEST(ReturningFirst, of_gaussian_matrices_with_biases_agrees_in_law) {
  expect_agreement(gaussian(0.3), shape(9, 14), returning_names, returning, 0.6);
}

}  // namespace
}  // namespace initlab
