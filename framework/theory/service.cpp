#include "theory/service.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <limits>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "theory/edge_of_chaos.hpp"
#include "theory/gradient_budget.hpp"

namespace initlab {
namespace {

template <class F>
initlab_status answered(initlab_error* error, F f) noexcept {
  try {
    f();
    return INITLAB_OK;
  } catch (const std::exception& e) {
    const std::size_t length = std::min(std::strlen(e.what()), sizeof error->message - 1);
    std::memcpy(error->message, e.what(), length);
    error->message[length] = '\0';
    return INITLAB_FAILED;
  }
}

}  // namespace

template <Moment moment>
initlab_status TheoryService::answer_moment(const void* self, double q, double* out, initlab_error* error) noexcept {
  return answered(error, [&] { *out = from(self).moments_.moment(moment, q); });
}

initlab_status TheoryService::answer_edge(const void* self, double sigma_b, double* sigma_w, double* q,
                                          initlab_error* error) noexcept {
  return answered(error, [&] {
    const TheoryService& service = from(self);
    const std::lock_guard lock(service.mutex_);
    auto known = service.edges_.find(sigma_b);
    if (known == service.edges_.end()) known = service.edges_.emplace(sigma_b, service.stable_edge(sigma_b)).first;
    *sigma_w = known->second.sigma_w;
    *q = known->second.q;
  });
}

template <TheoryService::Solution solution>
initlab_status TheoryService::answer_problem(const void* self, const initlab_residual_problem* problem, double target,
                                             double* sigma_w, initlab_error* error) noexcept {
  return answered(error, [&] {
    const TheoryService& service = from(self);
    const std::lock_guard lock(service.mutex_);
    const Problem key{solution,
                      problem->kind,
                      problem->blocks,
                      problem->bias_variance,
                      problem->outer_weight_variance,
                      problem->outer_bias_variance,
                      problem->input_mean_square,
                      target};
    auto known = service.solutions_.find(key);
    if (known == service.solutions_.end())
      known = service.solutions_.emplace(key, service.solved(solution, *problem, target)).first;
    *sigma_w = known->second;
  });
}

TheoryService::Edge TheoryService::stable_edge(double sigma_b) const {
  const EdgeOfChaos edge = edge_of_chaos(moments_, sigma_b * sigma_b);
  for (const EdgePoint& point : edge.points)
    if (point.is_stable || edge.kind == EdgeKind::every_length || point.q == 0) return {point.sigma_w, point.q};
  throw DomainError("activation '" + moments_.activation().name() +
                    "' has no stable edge of chaos at sigma_b = " + std::to_string(sigma_b) +
                    (edge.points.empty() ? "" : " (only a point that no input length reaches)"));
}

double TheoryService::solved(Solution solution, const initlab_residual_problem& problem, double target) const {
  const BlockVariances block{1.0, problem.bias_variance, problem.outer_weight_variance, problem.outer_bias_variance};
  const std::vector<BlockVariances> blocks(problem.blocks, block);
  const ScalableResidual network{problem.kind == INITLAB_RESIDUAL_FULL ? ResidualKind::full : ResidualKind::reduced,
                                 blocks, ResidualInput{problem.input_mean_square}};
  if (solution == Solution::gradient_budget) return sigma_w_of_gradient_budget(moments_, network, target);
  const std::optional<double> largest = sigma_w_of_largest_signal(moments_, network, target);
  if (!largest)
    throw DomainError("activation '" + moments_.activation().name() +
                      "' keeps E[x_L^2] below that bound for every sigma_w");
  return *largest;
}

TheoryService::TheoryService(const Activation& activation) : moments_(activation) {
  table_.struct_size = sizeof table_;
  table_.self = this;
  table_.mean = &answer_moment<Moment::mean>;
  table_.second_moment = &answer_moment<Moment::second_moment>;
  table_.derivative_second_moment = &answer_moment<Moment::derivative_second_moment>;
  table_.edge_of_chaos = &answer_edge;
  table_.gradient_budget = &answer_problem<Solution::gradient_budget>;
  table_.largest_signal = &answer_problem<Solution::largest_signal>;
}

}  // namespace initlab
