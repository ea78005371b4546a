#pragma once
#include "theory/kernel.hpp"
#include "theory/kernel_table.hpp"
#include "theory/scaled_length.hpp"

namespace initlab {

/// Moments and kernels at lengths of any size, in the length's own unit. Below 1e-24 and above 1e24 those of the slopes
/// that phi has next to zero and far from it, where it has them (its own, otherwise): the error is of relative size
/// sqrt(1e-24) times the next term of phi. The deficits in between come from a KernelTable where it has them, so they
/// are quick for very many lengths; not to be shared between threads.
class AsymptoticMoments {
 public:
  /// Keeps a reference: `phi` must outlive it.
  explicit AsymptoticMoments(const Moments& phi);

  /// In units of exp(log_unit / 2).
  double mean(ScaledLength q) const;
  /// In units of exp(log_unit).
  double second_moment(ScaledLength q) const;
  double derivative_second_moment(ScaledLength q) const;
  /// V(q) - K(q, q, 1 - d) in units of exp(log_unit).
  double deficit(ScaledLength q, double one_minus_c) const;

 private:
  const std::optional<Slopes>& slopes_at(ScaledLength q) const;
  double checked_plain(ScaledLength q) const;

  const Moments& phi_;
  mutable KernelTable table_;  // no result depends on what was asked before, but for rounding
  std::optional<Slopes> near_;
  std::optional<Slopes> far_;
};

}  // namespace initlab
