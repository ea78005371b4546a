#pragma once
#include <string>

#include "audit/entry_moments.hpp"
#include "audit/orthogonality.hpp"

namespace initlab {

/// What kind of law a matrix was drawn from.
enum class Family {
  zeros,
  constant,
  identity,    ///< a multiple of 1, also of a kernel that passes its centre through, perhaps not square
  rademacher,  ///< two values, -+ s
  sparse,      ///< many entries zero, the others anything
  orthogonal,
  normal,
  truncated_normal,
  uniform,
  other,  ///< none of them
};

std::string family_name(Family family);

struct FamilyFit {
  Family family = Family::other;
  double kurtosis = 3.0;    ///< the law's own; the sample's for sparse and other
  double truncation = 0.0;  ///< of a truncated normal, in standard deviations of the normal that was cut: 2 or 3
  double p_value = 1.0;     ///< of the best family, fitted; small ones make it Family::other
  double zero_fraction = 0.0;
  Orthogonality orthogonality{};  ///< where it is orthogonal
};

/// Which family fits best. Zeros, constants, identities, two values, sparse (a twentieth of zeros) and orthogonal
/// matrices are recognised as such. Of normal, truncated at 2 or 3, and uniform, the most likely at its best scale is
/// taken, and called `other` where a Kolmogorov-Smirnov test rejects it at `level`; as the scale is fitted, that
/// rejects good matrices less often than `level`. Taking one of normal, truncated at 2 and uniform for another has a
/// probability below 1e-3 from 256 entries on and below 1e-12 from 1024 on (the mean log-likelihood ratios are 0.031 an
/// entry and more); normal and truncated at 3, whose deviations differ by 1.3 per cent, need 5000.
FamilyFit fit_family(const WeightMatrix& matrix, const EntryMoments& moments, double level);

/// Kolmogorov-Smirnov p-value of the entries against the fitted family with this standard deviation, mean 0. 1 for
/// families that are not continuous, and for orthogonal ones, whose entries are not independent.
double goodness_of_fit(const WeightMatrix& matrix, const FamilyFit& fit, double std);

}  // namespace initlab
