#pragma once
#include <initlab/abi.h>

#include <stdexcept>
#include <string>

namespace initlab {

/// The host's answers about the network's own activation phi, z standard normal and q >= 0. Exact to about 1e-12: closed
/// forms where the activation has them, else quadrature between its kinks. Throws std::runtime_error with the host's text.
class Theory {
 public:
  constexpr Theory() = default;
  constexpr explicit Theory(const initlab_theory* host) : host_(host) {}
  constexpr const initlab_theory* host() const { return host_; }

  /// E[phi(sqrt(q) z)]
  double mean(double q) const { return ask(&initlab_theory::mean, q); }
  /// E[phi(sqrt(q) z)^2]
  double second_moment(double q) const { return ask(&initlab_theory::second_moment, q); }
  /// E[phi'(sqrt(q) z)^2]
  double derivative_second_moment(double q) const { return ask(&initlab_theory::derivative_second_moment, q); }

 private:
  using Question = initlab_status (*initlab_theory::*)(const void*, double, double*, initlab_error*);
  double ask(Question question, double q) const {
    if (!host_) throw std::runtime_error("this layer comes without a theory service");
    initlab_error error{sizeof(initlab_error), 0, {}};
    double answer = 0;
    if ((host_->*question)(host_->self, q, &answer, &error) != INITLAB_OK) throw std::runtime_error(error.message);
    return answer;
  }
  const initlab_theory* host_ = nullptr;
};

}  // namespace initlab
