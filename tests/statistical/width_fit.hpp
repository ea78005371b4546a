#pragma once
#include <cmath>
#include <span>

namespace initlab::testing {

/// One measured mean at width n.
struct MeanAtWidth {
  double width, mean, standard_error;
};

/// The line a + b/n of least squares, weighted with the standard errors.
struct WidthFit {
  double intercept, intercept_error;  ///< a: what is measured at infinite width
  double slope, slope_error;          ///< b
  double residual;                    ///< root of the chi^2 of what the line leaves: with three widths, |c/n^2| in its
                                      ///< standard errors (one degree of freedom)
};

inline WidthFit fit_in_inverse_width(std::span<const MeanAtWidth> means) {
  double s = 0, sx = 0, sxx = 0, sy = 0, sxy = 0;
  for (const MeanAtWidth& m : means) {
    const double weight = 1.0 / (m.standard_error * m.standard_error), x = 1.0 / m.width;
    s += weight;
    sx += weight * x;
    sxx += weight * x * x;
    sy += weight * m.mean;
    sxy += weight * x * m.mean;
  }
  const double determinant = s * sxx - sx * sx;
  WidthFit fit{(sxx * sy - sx * sxy) / determinant, std::sqrt(sxx / determinant), (s * sxy - sx * sy) / determinant,
               std::sqrt(s / determinant), 0.0};
  for (const MeanAtWidth& m : means) {
    const double left = (m.mean - fit.intercept - fit.slope / m.width) / m.standard_error;
    fit.residual += left * left;
  }
  fit.residual = std::sqrt(fit.residual);
  return fit;
}

}  // namespace initlab::testing
