// Whatever order the blocks of a run are finished in, its result has the same bits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/config_parser.hpp"
#include "experiment/run.hpp"
#include "experiment/trial_runner.hpp"
#include "results/run_result.hpp"

namespace initlab {
namespace {

/// Three blocks a point, the last one shorter: cut finer than the framework would, to be quick.
Plan make_test_plan(const std::string& precision) {
  const std::string text = "trials = 90\nprecision = '" + precision +
                           "'\n[network]\nwidth = 48\ndepth = 4\nactivation = 'tanh'\ninitializer = 'he_normal'\n"
                           "[input]\ncount = 3\n[measure]\nobservables = ['forward', 'gradient']\n"
                           "[sweep]\n'network.initializer' = ['torch_default', 'orthogonal']\n";
  Plan plan =
      make_plan({"order.toml", text, parse_config(text, "order.toml"), {}}, Catalogue({INITLAB_SHIPPED_PLUGINS}));
  plan.blocks = {{0, 0, 40}, {0, 40, 40}, {0, 80, 10}, {1, 0, 40}, {1, 40, 40}, {1, 80, 10}};
  return plan;
}

using Order = std::vector<std::size_t>;

Order ascending(std::size_t count) {
  Order order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

Order descending(std::size_t count) {
  Order order = ascending(count);
  std::reverse(order.begin(), order.end());
  return order;
}

/// The same for a seed on every machine, unlike std::shuffle.
Order shuffled(std::size_t count, unsigned seed) {
  Order order = ascending(count);
  std::mt19937 random(seed);
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  return order;
}

/// Runs the blocks in the order that it is given.
class OrderedBackend final : public Backend {
 public:
  explicit OrderedBackend(Order order) : order_(std::move(order)) {}
  std::string_view name() const override { return "ordered"; }
  unsigned threads() const override { return 1; }
  void for_each_block(std::size_t count, const std::function<void(std::size_t)>& f) const override {
    ASSERT_EQ(count, order_.size());
    for (const std::size_t block : order_) f(block);
  }

 private:
  Order order_;
};

class BlockOrder : public testing::TestWithParam<const char*> {
 protected:
  BlockOrder()
      : plan_(make_test_plan(GetParam())), reference_(run(plan_, *make_backend(BackendKind::serial, 1), nullptr)) {}

  Plan plan_;
  RunResult reference_;
};

TEST_P(BlockOrder, does_not_matter) {
  const std::size_t count = plan_.blocks.size();
  std::vector<Order> orders{descending(count)};
  for (unsigned seed = 1; seed <= 4; ++seed) orders.push_back(shuffled(count, seed));
  for (const Order& order : orders) EXPECT_TRUE(identical(run(plan_, OrderedBackend(order), nullptr), reference_));
}

/// For every layer and quantity the sum over the first point's trials: a plain sum of doubles a block, added up in this
/// order.
std::vector<double> plain_sums(const Plan& plan, const Order& order) {
  const Point& point = plan.points[0];
  const std::size_t layers = point.depth() + 1, quantities = plan.quantities.size();
  const auto runner = make_trial_runner(point, plan.matrices, point.depth());
  std::vector<double> total(layers * quantities);
  for (const std::size_t number : order) {
    const Block& block = plan.blocks[number];
    std::vector<double> sums(total.size());
    for (std::uint32_t trial = block.first_trial; trial < block.first_trial + block.trials; ++trial) {
      Measurement one(layers, quantities);
      runner->run(trial, one);
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += one.at(i / quantities, i % quantities).summary().min;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) total[i] += sums[i];
  }
  std::erase_if(total, [](double sum) { return std::isnan(sum); });  // no preactivations at the input
  return total;
}

// The broken twin: sums of doubles, merged in the order of arrival. Our own sums have twice the digits, so that the
// order would rarely show in them; that it is kept is what OrderedMerge's tests are for.
TEST_P(BlockOrder, matters_for_plain_sums_of_doubles) {
  const std::vector<double> in_order = plain_sums(plan_, {0, 1, 2});
  EXPECT_GT(in_order.size(), 50u);
  EXPECT_EQ(in_order, plain_sums(plan_, {0, 1, 2}));
  EXPECT_NE(in_order, plain_sums(plan_, {1, 2, 0}));
}

TEST_P(BlockOrder, a_trial_in_two_blocks_or_none_would_be_noticed) {
  const auto result_of_cut = [&](std::uint32_t trials_of_first) {
    plan_.blocks[0].trials = trials_of_first;
    return run(plan_, *make_backend(BackendKind::serial, 1), nullptr);
  };
  EXPECT_TRUE(identical(result_of_cut(40), reference_));
  EXPECT_FALSE(identical(result_of_cut(39), reference_));
  EXPECT_FALSE(identical(result_of_cut(41), reference_));
}

TEST_P(BlockOrder, another_seed_would_be_noticed) {
  for (Point& point : plan_.points) point.settings.seed = 2;
  EXPECT_FALSE(identical(run(plan_, *make_backend(BackendKind::serial, 1), nullptr), reference_));
}

INSTANTIATE_TEST_SUITE_P(In, BlockOrder, testing::Values("float32", "float64"));

}  // namespace
}  // namespace initlab
