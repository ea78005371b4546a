#pragma once
#include <cstddef>
#include <functional>
#include <span>

namespace initlab {

/// Does a sample follow a law; do two samples follow the same one? (Kolmogorov 1933, Smirnov 1939.)
struct KolmogorovTest {
  double statistic = 0.0;  ///< D: the largest distance between the two distribution functions
  double p_value = 0.0;    ///< probability of a D at least as large if they are the same
};

/// A sample against a continuous law that was fixed before the sample was seen (with parameters fitted to the sample
/// the p-value is far too large). Throws DomainError for an empty sample or one with a NaN.
KolmogorovTest kolmogorov_test(std::span<const double> sample, const std::function<double(double)>& cdf);

/// Two independent samples of one continuous law. Equal values in both are allowed and make the p-value too large,
/// never too small. Throws DomainError for an empty sample or one with a NaN.
KolmogorovTest kolmogorov_test(std::span<const double> first, std::span<const double> second);

/// P(D_n >= d) for one sample of size n. Exact but for 1e-12 (Marsaglia, Tsang and Wang 2003) for n <= 100. Beyond, the
/// limit law with Stephens' correction: within five percent of itself where p is between 1e-6 and 0.2, and within 0.012
/// anywhere.
double kolmogorov_p_value(double d, std::size_t n);

/// P(D_{m,n} >= d) for two samples. Exact (counting lattice paths, Hodges 1957) for m n <= 1 000 000, in a few
/// milliseconds at most. Beyond, the limit law with Stephens' correction at n_effective = m n / (m + n): within a tenth
/// of itself where p is above 1e-5, once the smaller sample has 100 or more.
double kolmogorov_p_value(double d, std::size_t m, std::size_t n);

/// The limit law: P(sqrt(n) D_n >= lambda) for n -> infinity, 2 sum_k (-1)^(k-1) exp(-2 k^2 lambda^2).
double kolmogorov_limit_p_value(double lambda);

}  // namespace initlab
