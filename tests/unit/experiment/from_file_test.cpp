#include "experiment/from_file.hpp"

#include <gmock/gmock.h>

#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class FromFileTest : public testing::Test {
 protected:
  std::string text(const std::string& network, const std::string& arguments = "") const {
    return "trials = 2\nprecision = 'float64'\n[network]\n" + network +
           "\nactivation = 'identity'\ninitializer = { plugin = 'from_file', path = 'w.npy'" + arguments +
           " }\n[input]\ndistribution = 'constant'\n";
  }
  Plan plan(const std::string& network, const std::string& arguments = "") const {
    return plan_of(text(network, arguments), folder_.path());
  }
  /// What is wrong, without the path before it.
  std::string refusal_of(const std::string& network, const std::string& arguments = "") const {
    try {
      plan(network, arguments);
    } catch (const UsageError& error) {
      const std::string told = error.what();
      const std::size_t at = told.find("w.npy: ");
      return at == std::string::npos ? told : told.substr(at + 7);
    }
    return "no error";
  }
  std::vector<double> filled_entries(const Plan& plan, std::size_t block, std::size_t matrix) const {
    const LayerSpec& spec = plan.points.front().blocks[block].matrices[matrix];
    std::vector<double> out(std::size_t{spec.layer.fan_out} * spec.layer.fan_in);
    plan.points.front().initializer->fill(spec.layer, {}, out);
    return out;
  }

  ScratchFolder folder_;
};

TEST_F(FromFileTest, gives_the_numbers_of_the_file_to_the_bit) {
  const std::vector<double> numbers{0.1, -1e-300, 3.0, 1.0 / 3.0, 5e300, -0.0};
  folder_.file("w.npy", npy_of(numbers, "(2, 3)").bytes());
  const Plan of_one_layer = plan("width = [2]\ninput_width = 3");
  const std::vector<double> filled = filled_entries(of_one_layer, 0, 0);
  EXPECT_EQ(little_endian(filled), little_endian(numbers));
}

TEST_F(FromFileTest, takes_a_stack_layer_by_layer_and_a_branch_matrix_by_matrix) {
  folder_.file("w.npy", npy_of({1, 2, 3, 4}, "(4, 1, 1)").bytes());
  const Plan plain = plan("width = 1\ndepth = 4");
  EXPECT_THAT(filled_entries(plain, 2, 0), ElementsAre(3));
  const Plan residual = plan("architecture = 'residual-full'\nwidth = 1\ndepth = 2");
  EXPECT_THAT(filled_entries(residual, 0, 1), ElementsAre(2));
  EXPECT_THAT(filled_entries(residual, 1, 0), ElementsAre(3));
}

TEST_F(FromFileTest, turns_matrices_whose_rows_are_inputs) {
  folder_.file("w.npy", npy_of({1, 2, 3, 4, 5, 6}, "(3, 2)").bytes());
  const Plan turned = plan("width = [2]\ninput_width = 3", ", layout = 'fan_in_first'");
  EXPECT_THAT(filled_entries(turned, 0, 0), ElementsAre(1, 3, 5, 2, 4, 6));
}

TEST_F(FromFileTest, multiplies_with_the_file_in_a_run) {
  folder_.file("w.npy", npy_of({1, 2, 3, -4, 5, 6}, "(2, 3)").bytes());
  const Plan p = plan("width = [2]\ninput_width = 3");
  const RunResult result = run(p, *make_backend(BackendKind::serial, 1), nullptr);
  const auto square = std::ranges::find(p.quantities, "activation.second_moment", &Quantity::name);
  ASSERT_NE(square, p.quantities.end());
  // (1 + 2 + 3)^2 and (-4 + 5 + 6)^2
  EXPECT_EQ(result.at(0, 1, static_cast<std::size_t>(square - p.quantities.begin())).mean, (36.0 + 49.0) / 2);
}

TEST_F(FromFileTest, names_layer_and_both_shapes_where_they_differ) {
  folder_.file("w.npy", npy_of({1, 2, 3, 4, 5, 6}, "(2, 3)").bytes());
  EXPECT_EQ(refusal_of("width = [4]\ninput_width = 3"),
            "'w' has fan_out 2 and fan_in 3, but layer 1 of 1 has fan_out 4 and fan_in 3");
  EXPECT_EQ(refusal_of("width = [3]\ninput_width = 2"),
            "'w' has fan_out 2 and fan_in 3, but layer 1 of 1 has fan_out 3 and fan_in 2 (the other 'layout' fits)");
  EXPECT_EQ(refusal_of("width = [2, 2]\ninput_width = 3"),
            "gives 1 weight matrices, but the network has 2. Change the network, or choose with 'arrays'.");
}

TEST_F(FromFileTest, refuses_what_is_no_stack_of_matrices) {
  folder_.file("w.npy", npy_of({1, 2}, "(2,)").bytes());
  EXPECT_THAT(refusal_of("width = [2]"), HasSubstr("the array has 1 axis (a weight matrix has two)"));
  folder_.file("w.npy", npy_of({1, std::numeric_limits<double>::infinity()}, "(1, 2)").bytes());
  EXPECT_EQ(refusal_of("width = [2]"), "the array holds inf (entry 1 in C order, counted from 0)");
  folder_.file("w.npy", "x");
  EXPECT_EQ(refusal_of("width = [2]"), "is neither a .npy nor a .npz file");
}

TEST_F(FromFileTest, keys_its_random_numbers_by_the_content_of_the_file) {
  folder_.file("w.npy", npy_of({1, 2}, "(1, 2)").bytes());
  const std::string network = "width = [1]\ninput_width = 2";
  const std::uint64_t key = plan(network).points.front().key;
  folder_.file("other.npy", npy_of({1, 2}, "(1, 2)").bytes());
  EXPECT_EQ(plan(network, "").points.front().key, key);
  std::string renamed = text(network);
  renamed.replace(renamed.find("w.npy"), 5, "other.npy");
  EXPECT_EQ(plan_of(renamed, folder_.path()).points.front().key, key);
  folder_.file("w.npy", npy_of({1, 3}, "(1, 2)").bytes());
  EXPECT_NE(plan(network).points.front().key, key);
}

TEST_F(FromFileTest, is_in_the_manifest_with_the_hash_of_the_file) {
  folder_.file("w.npy", npy_of({1, 2}, "(1, 2)").bytes());
  const PluginIdentity identity = plan("width = [1]\ninput_width = 2").manifest.plugins.at(1);
  EXPECT_EQ(identity.id, "from_file");
  EXPECT_EQ(identity.sha256.size(), 64u);
  EXPECT_THAT(identity.parameters, HasSubstr("w.npy"));
}

TEST_F(FromFileTest, needs_a_path) {
  EXPECT_THAT(refusal("trials = 3\n[network]\ndepth = 1\nwidth = 2\nactivation = 'relu'\ninitializer = 'from_file'"),
              HasSubstr("initializer 'from_file' needs a path"));
}

}  // namespace
}  // namespace initlab::test
