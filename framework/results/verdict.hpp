#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "results/prediction.hpp"
#include "results/run_result.hpp"

namespace initlab {

enum class Verdict {
  pass,        ///< measured and predicted agree within what chance and the theory's own error allow
  fail,        ///< they do not
  unreliable,  ///< so many trials cannot tell
  none,        ///< there is no theory, or nothing was measured
};

/// "PASS", "FAIL", "UNRELIABLE", "-".
std::string_view to_string(Verdict verdict);

/// Which number of a quantity is compared.
enum class Compared {
  mean,          ///< over networks
  log_mean,      ///< of the natural logarithm, over the networks where it exists
  square_ratio,  ///< E[y^2] / E[y]^2 over networks
};

/// One line of the table of verdicts.
struct Judgement {
  double measured = 0.0;
  double standard_error = 0.0;  ///< the larger of the one measured and the one predicted
  double infinite_width = 0.0;
  double finite_width = 0.0;         ///< NaN where not known; then the test is against infinite_width
  double z = 0.0;                    ///< (measured - theory) / standard_error
  double relative_difference = 0.0;  ///< (measured - theory) / |theory|; of logarithms measured - theory
  Verdict verdict = Verdict::none;
};

/// The test. With T trials, u the quantile of Student's t for T - 1 degrees of freedom at the level given (two-sided),
/// g the skewness of one trial's number, it is PASS if
///
///   |measured - theory| <= allowance + u (1 + s) standard_error       s = |g| (2 u^2 + 1) / (6 u sqrt(T))
///
/// s is the first term of the Cornish-Fisher expansion of Student's t under skewness (Johnson 1978, JASA 73:536). Where
/// it is above one half, its next terms are not small either: the sample has not seen the networks that carry the mean,
/// and its own standard deviation is too small. That is UNRELIABLE, as is anything of fewer than eight trials.
///
/// Laws over networks are close to log-normal, for which with w = relative variance g = (w + 3) sqrt(w). w is the
/// predicted one, else that of the measured logarithms. For a mean of logarithms g = 0; for the ratio E[y^2]/E[y]^2,
/// whose relative variance is ((1+w)^4 - 4 (1+w)^2 + 4 (1+w) - 1) / T, it is that of y^2 plus sqrt(8), that of a normal
/// law's squares.
Judgement judge(const Summary& summary, const Prediction& prediction, Compared compared, double level);

/// A judgement and what it is about.
struct VerdictLine {
  std::size_t point = 0, layer = 0, quantity = 0;  ///< positions in the run
  Compared compared = Compared::mean;
  Judgement judgement;
};

struct Assessment {
  std::vector<VerdictLine> lines;  ///< everything that has a theory and was measured
  double family_level = 0.0;       ///< false-alarm rate of all lines together
  double level = 0.0;              ///< of one line (Sidak)

  std::size_t count(Verdict verdict) const;
};

/// Compares all of a run with its predictions (one a point), at this false-alarm rate for the whole at most: Sidak's
/// level would be exact for independent numbers, and those of one run depend on each other.
Assessment assess(const RunResult& result, const std::vector<PointPrediction>& predictions, double family_level = 1e-3);

}  // namespace initlab
