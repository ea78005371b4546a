#pragma once
#include <functional>
#include <optional>
#include <string>

#include "audit/family.hpp"
#include "audit/known_rules.hpp"

namespace initlab {

/// What it takes to recognise a mistake by its size.
struct Measured {
  double std = 0.0;  ///< of the entries, or the gain of an orthogonal matrix
  Family family = Family::normal;
  /// Is the measurement compatible with this standard deviation?
  std::function<bool(double std)> agrees_with;
};

/// A mistake about the family: a normal law truncated at 2 deviations and not corrected for it (0.8796 of the deviation
/// that was meant), corrected without being truncated, a uniform law's bound taken for its deviation (1/sqrt 3) or the
/// other way round. Nothing where no such factor fits.
std::optional<std::string> family_mistake(const Measured& measured, double meant_std);

/// These, or a fan exchanged, the activation's gain forgotten or applied twice, the variance taken for the deviation.
/// Where several fit (a fan twice the other looks like a gain of sqrt 2) all are told, ", or " between them.
///
///     mistake(measured, 0.0625, matrix, relu)  ->  "the gain of relu (1.414) is missing"
std::optional<std::string> mistake(const Measured& measured, double meant_std, const WeightMatrix& matrix,
                                   const ActivationGain& activation);

}  // namespace initlab
