#pragma once
#include <initlab/abi.h>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace initlab {

/// The host's answers about the network's own activation phi, z standard normal and q >= 0. Exact to about 1e-12:
/// closed forms where the activation has them, else quadrature between its kinks. Throws std::runtime_error with the
/// host's text.
class Theory {
 public:
  constexpr Theory() = default;
  constexpr explicit Theory(const initlab_theory* host) : host_(host) {}
  constexpr const initlab_theory* host() const { return host_; }

  /// E[phi(sqrt(q) z)]
  double mean(double q) const { return moment(&initlab_theory::mean, q); }
  /// E[phi(sqrt(q) z)^2]
  double second_moment(double q) const { return moment(&initlab_theory::second_moment, q); }
  /// E[phi'(sqrt(q) z)^2]
  double derivative_second_moment(double q) const { return moment(&initlab_theory::derivative_second_moment, q); }

  struct EdgePoint {
    double sigma_w, q;
  };
  /// The stable edge-of-chaos point of a plain network for sigma_b: chi_1 = 1 at the fixed point q (Schoenholz et al.
  /// 2017).
  EdgePoint edge_of_chaos(double sigma_b) const {
    EdgePoint point{};
    ask([&](initlab_error* error) {
      return host_->edge_of_chaos(host_->self, sigma_b, &point.sigma_w, &point.q, error);
    });
    return point;
  }

  /// A residual network of which everything but the weight scale is decided (Yang & Schoenholz 2017, arXiv:1712.08969).
  struct Residual {
    enum class Kind { reduced, full };
    Kind kind = Kind::full;
    std::uint32_t blocks = 1;
    double sigma_v = 1.0, sigma_a = 0.0, sigma_b = 0.0;
    double input_mean_square = 1.0;
  };
  /// sigma_w for which mean squared gradients grow by exp(log_ratio) over all blocks: "the gradient budget".
  double gradient_budget(const Residual& network, double log_ratio) const {
    return solve(&initlab_theory::gradient_budget, network, log_ratio);
  }
  /// The largest sigma_w for which E[x_L^2] stays below exp(log_bound).
  double largest_signal(const Residual& network, double log_bound) const {
    return solve(&initlab_theory::largest_signal, network, log_bound);
  }

 private:
  using Question = initlab_status (*initlab_theory::*)(const void*, double, double*, initlab_error*);
  using Problem = initlab_status (*initlab_theory::*)(const void*, const initlab_residual_problem*, double, double*,
                                                      initlab_error*);

  template <class Call>
  void ask(Call call) const {
    if (!host_) throw std::runtime_error("this layer comes without a theory service");
    initlab_error error{sizeof(initlab_error), 0, {}};
    if (call(&error) != INITLAB_OK) throw std::runtime_error(error.message);
  }
  double moment(Question question, double q) const {
    double answer = 0;
    ask([&](initlab_error* error) { return (host_->*question)(host_->self, q, &answer, error); });
    return answer;
  }
  double solve(Problem problem, const Residual& network, double target) const {
    const initlab_residual_problem asked{sizeof(initlab_residual_problem),
                                         network.kind == Residual::Kind::full ? std::uint32_t{INITLAB_RESIDUAL_FULL}
                                                                              : std::uint32_t{INITLAB_RESIDUAL_REDUCED},
                                         network.blocks,
                                         0,
                                         network.sigma_b * network.sigma_b,
                                         network.sigma_v * network.sigma_v,
                                         network.sigma_a * network.sigma_a,
                                         network.input_mean_square};
    double answer = 0;
    ask([&](initlab_error* error) { return (host_->*problem)(host_->self, &asked, target, &answer, error); });
    return answer;
  }

  const initlab_theory* host_ = nullptr;
};

}  // namespace initlab
