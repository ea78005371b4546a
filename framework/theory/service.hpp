#pragma once
#include <initlab/abi.h>

#include <map>
#include <mutex>
#include <tuple>

#include "theory/moments.hpp"

namespace initlab {

/// The answers that an initializer may ask for about the network's activation, in the form in which they cross the
/// plugin boundary (initlab_theory). May be asked from many threads; solved problems are remembered, because
/// initializers ask for every layer again.
class TheoryService {
 public:
  /// `activation` must outlive the service.
  explicit TheoryService(const Activation& activation);
  TheoryService(const TheoryService&) = delete;
  TheoryService& operator=(const TheoryService&) = delete;

  const initlab_theory* table() const { return &table_; }

 private:
  struct Edge {
    double sigma_w, q;
  };
  enum class Solution { gradient_budget, largest_signal };
  using Problem = std::tuple<Solution, std::uint32_t, std::uint32_t, double, double, double, double, double>;

  static const TheoryService& from(const void* self) { return *static_cast<const TheoryService*>(self); }
  template <Moment moment>
  static initlab_status answer_moment(const void* self, double q, double* out, initlab_error* error) noexcept;
  static initlab_status answer_edge(const void* self, double sigma_b, double* sigma_w, double* q,
                                    initlab_error* error) noexcept;
  template <Solution solution>
  static initlab_status answer_problem(const void* self, const initlab_residual_problem* problem, double target,
                                       double* sigma_w, initlab_error* error) noexcept;
  Edge stable_edge(double sigma_b) const;
  double solved(Solution solution, const initlab_residual_problem& problem, double target) const;

  Moments moments_;
  initlab_theory table_{};
  mutable std::mutex mutex_;
  mutable std::map<double, Edge> edges_;
  mutable std::map<Problem, double> solutions_;
};

}  // namespace initlab
