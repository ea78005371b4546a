#pragma once
#include <functional>
#include <initlab/dual.hpp>
#include <utility>

#include "core/activation.hpp"

namespace initlab {

/// An activation made of a function object, for tests and for studies without a plugin:
///
///   FunctionActivation relu("relu", [](auto z) { return z > decltype(z)(0) ? z : decltype(z)(0); }, {0.0});
///
/// F is called with float, double and initlab::Dual of both (which gives phi'), on many threads at once.
template <class F>
class FunctionActivation final : public Activation {
 public:
  using ClosedForm = std::function<std::optional<double>(Moment, double q)>;
  using PairClosedForm = std::function<std::optional<double>(PairMoment, double q, double one_minus_c)>;

  FunctionActivation(std::string name, F phi, std::vector<double> kinks = {}, ClosedForm closed_form = {},
                     PairClosedForm pair_closed_form = {})
      : name_(std::move(name)),
        phi_(std::move(phi)),
        kinks_(std::move(kinks)),
        closed_form_(std::move(closed_form)),
        pair_closed_form_(std::move(pair_closed_form)) {}

  std::string name() const override { return name_; }
  void value(std::span<const float> z, std::span<float> out) const override { value_batch(z, out); }
  void value(std::span<const double> z, std::span<double> out) const override { value_batch(z, out); }
  void derivative(std::span<const float> z, std::span<float> out) const override { derivative_batch(z, out); }
  void derivative(std::span<const double> z, std::span<double> out) const override { derivative_batch(z, out); }
  std::vector<double> kinks() const override { return kinks_; }
  std::optional<double> closed_form(Moment which, double q) const override {
    return closed_form_ ? closed_form_(which, q) : std::nullopt;
  }
  std::optional<double> pair_closed_form(PairMoment which, double q, double one_minus_c) const override {
    return pair_closed_form_ ? pair_closed_form_(which, q, one_minus_c) : std::nullopt;
  }

 private:
  template <class T>
  void value_batch(std::span<const T> z, std::span<T> out) const {
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = phi_(z[i]);
  }
  template <class T>
  void derivative_batch(std::span<const T> z, std::span<T> out) const {
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = phi_(Dual<T>{z[i], T(1)}).derivative;
  }

  std::string name_;
  F phi_;
  std::vector<double> kinks_;
  ClosedForm closed_form_;
  PairClosedForm pair_closed_form_;
};

}  // namespace initlab
