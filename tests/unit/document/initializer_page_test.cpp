#include "document/initializer_page.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>

#include "core/error.hpp"
#include "core/function_activation.hpp"
#include "theory/service.hpp"

namespace initlab {
namespace {

using testing::HasSubstr;
using testing::Not;

/// An initializer made of functions.
class Stating final : public Initializer {
 public:
  using Weights = std::function<Law(const Layer&)>;
  using Blocks = std::function<Multipliers(const Layer&)>;

  explicit Stating(Weights weights, Blocks blocks = {}) : weights_(std::move(weights)), blocks_(std::move(blocks)) {}

  std::string name() const override { return "stating"; }
  Law weights(const Layer& layer) const override { return weights_(layer); }
  Multipliers multipliers(const Layer& layer) const override { return blocks_ ? blocks_(layer) : Multipliers{}; }
  void fill(const Layer&, const initlab_stream&, std::span<double>) const override {}

 private:
  Weights weights_;
  Blocks blocks_;
};

const FunctionActivation relu("relu", [](auto z) { return z > decltype(z)(0) ? z : decltype(z)(0); }, {0.0});
const FunctionActivation identity("identity", [](auto z) { return z; });

std::vector<Companion> companions() { return {{"relu", &relu}, {"identity", &identity}}; }

InitializerFacts facts_of(Stating::Weights weights, Stating::Blocks blocks = {}) {
  return initializer_facts(Stating(std::move(weights), std::move(blocks)), companions());
}

std::string page_of(const InitializerFacts& facts) {
  PluginRecord record;
  record.kind = PluginKind::initializer;
  record.id = "stating";
  return initializer_page(record, {}, facts);
}

std::string depends_on(Stating::Weights weights, Stating::Blocks blocks = {}) {
  return facts_of(std::move(weights), std::move(blocks)).dependence.text();
}

TEST(Dependence, names_what_the_law_changes_with) {
  EXPECT_EQ(depends_on([](const Layer&) { return gaussian(0.1); }), "");
  EXPECT_EQ(depends_on([](const Layer& l) { return gaussian(1.0 / l.fan_in); }), "fan-in");
  EXPECT_EQ(depends_on([](const Layer& l) { return gaussian(1.0 / l.fan_out); }), "fan-out");
  EXPECT_EQ(depends_on([](const Layer& l) { return gaussian(1.0 / l.index); }), "the layer's number");
  EXPECT_EQ(depends_on([](const Layer& l) { return gaussian(1.0 / l.depth); }), "depth");
  EXPECT_EQ(depends_on([](const Layer& l) { return gaussian(l.theory.second_moment(1.0)); }), "the activation");
}

TEST(Dependence, sees_what_only_the_last_matrix_of_a_branch_has) {
  const auto last_shrinks = [](const Layer& layer) {
    return gaussian(layer.role == Layer::Role::branch_last ? 1.0 / layer.blocks : 1.0);
  };
  EXPECT_EQ(depends_on(last_shrinks), "depth and the place in a branch");
}

TEST(Dependence, sees_multipliers) {
  const auto one = [](const Layer&) { return gaussian(1.0); };
  EXPECT_EQ(depends_on(one, [](const Layer& l) { return Multipliers{.branch = 1.0 / (1.0 + l.depth)}; }), "depth");
  EXPECT_EQ(facts_of(one, [](const Layer&) { return Multipliers{.branch = 0.0}; }).network.architecture,
            "residual-preact");
}

TEST(InitializerFacts, the_example_network_is_one_that_the_initializer_accepts) {
  const auto only_identity_in_residual = [](const Layer& layer) {
    if (layer.blocks == 0 || layer.theory.second_moment(1.0) < 0.9) throw PluginError("not this one");
    return gaussian(1.0);
  };
  const InitializerFacts facts = facts_of(only_identity_in_residual);
  EXPECT_EQ(facts.network.architecture, "residual-preact");
  EXPECT_EQ(facts.network.activation, "identity");
  EXPECT_THAT(page_of(facts), HasSubstr("Refused: not this one"));
  EXPECT_THROW(facts_of([](const Layer&) -> Law { throw PluginError("none"); }), PluginError);
}

TEST(InitializerPage, has_standard_deviations_of_every_family) {
  const auto row = [](const Law& law) { return page_of(facts_of([law](const Layer&) { return law; })); };
  EXPECT_THAT(row(gaussian(0.01)), HasSubstr("| 1000 → 1000 | normal | 0.01 | 0.316228 | zero |"));
  EXPECT_THAT(row(uniform(0.03)), HasSubstr("| uniform in ±0.03 | 0.0173205 | 0.547723 |"));
  EXPECT_THAT(row(orthogonal(1.0)), HasSubstr("| 250 → 1000 | orthogonal (Haar), gain 1 | 0.0316228 | 0.5 |"));
  EXPECT_THAT(row(constant(0.0)), HasSubstr("| zero | 0 | 0 | zero |"));
  EXPECT_THAT(row(filled()), HasSubstr("| drawn by the plugin itself | - | - | zero |"));
  EXPECT_THAT(row({.family = Law::Family::gaussian, .scale = 1.0, .shape = 0.0, .multiplier = 0.02}),
              HasSubstr("| normal, used times 0.02 | 0.02 | 0.632456 |"));
}

TEST(InitializerPage, says_which_engine_and_how_much_theory_a_law_allows) {
  const auto page = [](const Law& law) { return page_of(facts_of([law](const Layer&) { return law; })); };
  EXPECT_THAT(page(gaussian(0.1)), HasSubstr("- Engine: `revealed` is exact for it.\n- Theory: infinite width, the"));
  EXPECT_THAT(page(uniform(0.1)), HasSubstr("- Engine: `dense`, because uniform weights are not rotationally"));
  EXPECT_THAT(page(student_t(0.1, 3.0)), HasSubstr("- Theory: none, because its Student-t weights with 3 degrees"));
  EXPECT_THAT(page(filled()), Not(HasSubstr("the same for all layers")));
}

TEST(InitializerPage, shows_the_multipliers_of_a_block_only_where_there_are_any) {
  const auto one = [](const Layer&) { return gaussian(1.0); };
  EXPECT_THAT(page_of(facts_of(one)), Not(HasSubstr("multipliers")));
  EXPECT_THAT(page_of(facts_of(one, [](const Layer&) { return Multipliers{.skip = 2.0, .branch = 0.5}; })),
              HasSubstr("| skip 2, branch 0.5 |"));
}

}  // namespace
}  // namespace initlab
