#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <tuple>

#include "execution/backend.hpp"

namespace initlab {

inline void PrintTo(BackendKind kind, std::ostream* out) { *out << make_backend(kind, 1)->name(); }

/// A test of this class runs on every backend with 1, 2, 3 and 8 threads; its name ends in, say, /openmp_3.
class EveryBackend : public testing::TestWithParam<std::tuple<BackendKind, unsigned>> {
 protected:
  std::unique_ptr<Backend> backend_ = make_backend(std::get<0>(GetParam()), std::get<1>(GetParam()));
};

inline std::string backend_and_threads(const testing::TestParamInfo<EveryBackend::ParamType>& info) {
  const auto [kind, threads] = info.param;
  return std::string(make_backend(kind, threads)->name()) + "_" + std::to_string(threads);
}

#define INITLAB_ON_EVERY_BACKEND(fixture)                                                           \
  INSTANTIATE_TEST_SUITE_P(                                                                         \
      On, fixture,                                                                                  \
      testing::Combine(testing::Values(BackendKind::serial, BackendKind::openmp, BackendKind::tbb), \
                       testing::Values(1U, 2U, 3U, 8U)),                                            \
      backend_and_threads)

}  // namespace initlab
