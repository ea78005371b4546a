#include "linear/revealed_engine.hpp"

#include <gtest/gtest.h>

#include <initlab/law.hpp>

#include "core/error.hpp"

namespace initlab {
namespace {

TEST(RevealedEngine, says_which_laws_it_cannot_reveal_and_refuses_them) {
  for (const Law& law : {gaussian(1.0), orthogonal(1.0), constant(1.0)}) EXPECT_EQ(reason_not_to_reveal(law), "");
  for (const Law& law : {uniform(1.0), filled(1.0)}) {
    EXPECT_NE(reason_not_to_reveal(law), "");
    EXPECT_THROW(RevealedEngine<float>().make(law, constant(0.0), Layer{}), DomainError);
  }
}

TEST(RevealedEngine, brings_gaussian_biases_of_gaussian_weights_and_no_others) {
  Law lsuv = gaussian(1.0);
  lsuv.unit_variance = true;
  const auto adds = [](const Law& weights, const Law& biases) {
    return RevealedEngine<double>().make(weights, biases, Layer{}).adds_biases;
  };
  EXPECT_TRUE(adds(gaussian(1.0), gaussian(0.1)));
  EXPECT_FALSE(adds(gaussian(1.0), uniform(0.1)));
  EXPECT_FALSE(adds(gaussian(1.0), constant(0.1)));
  EXPECT_FALSE(adds(gaussian(0.0), gaussian(0.1)));
  EXPECT_FALSE(adds(lsuv, gaussian(0.1)));
  EXPECT_FALSE(adds(orthogonal(1.0), gaussian(0.1)));
  EXPECT_FALSE(adds(constant(1.0), gaussian(0.1)));
}

}  // namespace
}  // namespace initlab
