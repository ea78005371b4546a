#pragma once
#include <optional>
#include <string>
#include <vector>

#include "audit/claim.hpp"
#include "audit/depth_factor.hpp"
#include "audit/known_rules.hpp"
#include "audit/precision.hpp"
#include "audit/relatives.hpp"
#include "audit/repetition.hpp"
#include "audit/weight_file.hpp"

namespace initlab {

enum class Judgement { ok, suspect, wrong };

/// A judgement and one sentence of what and why.
struct Opinion {
  Judgement judgement = Judgement::ok;
  std::string reason;
};

/// Everything found out about one matrix. Its entries are not kept.
struct MatrixAudit {
  WeightMatrix matrix;  ///< without entries
  Place place;
  EntryMoments moments;
  Interval std_interval;  ///< 95 per cent
  FamilyFit fit;
  Repetition repetition;
  Precision precision;
  std::optional<ClaimedLaw> claim;
  std::vector<std::string> agrees_with;  ///< known rules
  Opinion opinion;
};

/// An array that is no matrix: told, not judged.
struct OtherArray {
  std::string name, type;
  std::vector<std::size_t> shape;
  EntryMoments moments;
};

struct AuditOptions {
  Layout layout = Layout::automatic;
  PlaceOptions places;
  ActivationGain activation;
  /// Answers a claimed initializer's questions about the activation.
  Theory theory;
  const Initializer* claims = nullptr;
  /// Probability that a file whose weights follow their rules gets anything but OK by chance.
  double false_alarms = 1e-3;
};

struct AuditResult {
  std::vector<MatrixAudit> matrices;  ///< in natural order of names
  std::vector<OtherArray> others;
  std::vector<Relative> relatives;  ///< of `matrices`
  std::optional<DepthFactor> depth;
  std::size_t tests = 0;
  double level = 0.0;  ///< of each of them

  Judgement worst() const;
};

/// Examines a file. Tests made: of every matrix the mean, the standard deviation and the distribution, of every pair
/// the correlation; each at the level at which all of them together (Sidak) are wrong with
/// probability options.false_alarms. Reads
/// the file twice and holds one matrix at a time. Throws UsageError for a damaged file, PluginError of the claimed
/// initializer.
AuditResult audit(const WeightFile& file, const AuditOptions& options);

}  // namespace initlab
