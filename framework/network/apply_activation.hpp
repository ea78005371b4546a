#pragma once
#include <cmath>
#include <cstddef>
#include <span>

#include "core/activation.hpp"
#include "linear/batch.hpp"
#include "network/activation_fault.hpp"
#include "network/nan_search.hpp"

namespace initlab {

/// Throws ActivationFault if there is a NaN in `answers` whose input is finite.
template <class Real>
void check_activation(std::size_t layer, std::span<const Real> inputs, std::span<const Real> answers, bool derivative) {
  if (!may_have_nan(answers)) return;
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

/// returned = phi'(h) * gradient
template <class Real>
void apply_derivative(const Activation& phi, std::size_t layer, BatchView<const Real> h, BatchView<const Real> gradient,
                      BatchView<Real> returned) {
  phi.derivative(h.all(), returned.all());
  check_activation<Real>(layer, h.all(), returned.all(), true);
  const std::span<const Real> g = gradient.all();
  const std::span<Real> slope = returned.all();
  for (std::size_t i = 0; i < g.size(); ++i) slope[i] *= g[i];
}

}  // namespace initlab
