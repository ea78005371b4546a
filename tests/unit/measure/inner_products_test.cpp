// Sums of products against long double, for all ways in which inputs are taken together.
#include "measure/inner_products.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

const Stream stream = StreamFamily(62, "numbers", 0).at(0);

template <class Real>
class InnerProductsOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(InnerProductsOf, Reals);

struct Sum {
  long double value = 0, magnitude = 0;
};

template <class Real>
Sum naive_product(const Real* x, const Real* y, std::size_t size) {
  Sum sum;
  for (std::size_t i = 0; i < size; ++i) {
    sum.value += static_cast<long double>(x[i]) * y[i];
    sum.magnitude += std::abs(static_cast<long double>(x[i]) * y[i]);
  }
  return sum;
}

double error_bound(std::size_t size) { return (19.0 + double(size) / 128) * 0x1p-53; }

TYPED_TEST(InnerProductsOf, all_pairs_are_the_sums_of_products) {
  InnerProducts products;
  for (const std::size_t units : {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 255, 256, 257, 1000, 5001})
    for (const std::size_t inputs : {1, 2, 3, 4, 5, 6}) {
      const auto u = testing::normal_vectors<TypeParam>(stream, units * inputs);
      products.set(BatchView<const TypeParam>{u.data(), units, inputs});
      for (std::size_t a = 0; a < inputs; ++a)
        for (std::size_t b = 0; b < inputs; ++b) {
          const Sum sum = naive_product(u.data() + a * units, u.data() + b * units, units);
          EXPECT_NEAR(products(a, b), double(sum.value), error_bound(units) * double(sum.magnitude))
              << units << " units, inputs " << a << " and " << b << " of " << inputs;
        }
    }
}

TYPED_TEST(InnerProductsOf, squared_length_is_the_product_of_a_vector_with_itself) {
  for (const std::size_t units : {1, 3, 4, 16, 21, 1000, 5001}) {
    const auto x = testing::normal_vectors<TypeParam>(stream, units);
    const Sum sum = naive_product(x.data(), x.data(), units);
    EXPECT_NEAR(squared_length(std::span<const TypeParam>(x)), double(sum.value),
                error_bound(units) * double(sum.value));
  }
}

TYPED_TEST(InnerProductsOf, numbers_behind_the_last_do_not_count) {
  InnerProducts products;
  for (std::size_t units = 1; units < 40; ++units) {
    std::vector<TypeParam> u(3 * units, TypeParam(1));
    u.insert(u.end(), 16, TypeParam(std::nan("")));
    products.set(BatchView<const TypeParam>{u.data(), units, 3});
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b <= a; ++b) EXPECT_EQ(products(a, b), double(units));
    EXPECT_EQ(squared_length(std::span<const TypeParam>(u.data(), units)), double(units));
  }
}

}  // namespace
}  // namespace initlab
