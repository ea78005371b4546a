#pragma once
#include <string>
#include <vector>

#include "core/activation.hpp"
#include "theory/critical_points.hpp"

namespace initlab {

/// A Gaussian moment of phi at length q = 1 and where it comes from.
struct KnownMoment {
  std::string name;  ///< "E[phi^2]"
  double value;
  bool is_closed_form;  ///< of the plugin; else quadrature
};

/// What initlab knows of an activation from asking it, z standard normal.
struct ActivationFacts {
  double mean = 0.0;                 ///< E[phi(z)], 0 where it is nothing but rounding
  double second_moment = 0.0;        ///< E[phi(z)^2]
  double variance = 0.0;             ///< of phi(z)
  double slope_square = 0.0;         ///< E[phi'(z)^2]
  double product = 0.0;              ///< E[phi(z) phi'(z)], 0 where it is nothing but rounding
  std::vector<KnownMoment> moments;  ///< all of these
  std::vector<double> kinks;
  std::vector<CriticalPoints> edges;  ///< at usual_sigma_b
  std::string jump;                   ///< jump_remark

  double gain() const;           ///< He's, 1/sqrt(E phi^2); infinite where the moment is 0
  double spread_gain() const;    ///< NFNet's, 1/sqrt(Var phi)
  double gradient_gain() const;  ///< backwards, 1/sqrt(E phi'^2)
};

/// Throws what Moments and critical_points throw.
ActivationFacts activation_facts(const Activation& phi);

}  // namespace initlab
