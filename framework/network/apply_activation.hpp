#pragma once
#include <cmath>

#include "core/activation.hpp"
#include "linear/batch.hpp"
#include "network/activation_fault.hpp"

namespace initlab {

/// Throws ActivationFault if there is a NaN in `answers` whose input is finite.
template <class Real>
void check_activation(std::size_t layer, std::span<const Real> inputs, std::span<const Real> answers, bool derivative) {
  std::size_t nans = 0;
  for (const Real answer : answers) nans += answer != answer;
  if (nans == 0) return;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i] != answers[i] && std::isfinite(inputs[i]))
      throw ActivationFault(layer, double(inputs[i]), derivative);
}

/// x = phi(h)
template <class Real>
void apply_activation(const Activation& phi, std::size_t layer, BatchView<const Real> h, BatchView<Real> x) {
  phi.value(h.all(), x.all());
  check_activation<Real>(layer, h.all(), x.all(), false);
}

/// gradient = phi'(h) * gradient; `scratch` has the size of h.
template <class Real>
void apply_derivative(const Activation& phi, std::size_t layer, BatchView<const Real> h, BatchView<Real> scratch,
                      BatchView<Real> gradient) {
  phi.derivative(h.all(), scratch.all());
  check_activation<Real>(layer, h.all(), scratch.all(), true);
  const std::span<const Real> slope = scratch.all();
  const std::span<Real> g = gradient.all();
  for (std::size_t i = 0; i < g.size(); ++i) g[i] *= slope[i];
}

}  // namespace initlab
