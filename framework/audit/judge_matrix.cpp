#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audit/judge.hpp"
#include "audit/mistakes.hpp"

namespace initlab {
namespace {

// Arithmetic in 32 bits leaves orthonormal rows this far from it; TensorFlow's on GPUs left 1e-2 (tensorflow #22226).
constexpr double orthogonality_of_float = 1e-4;
constexpr double orthogonality_of_short = 2e-2;
// A gain is no random number: rounding aside, an orthogonal matrix has it exactly.
constexpr double gain_agreement = 1e-3, gain_agreement_of_short = 1e-2;
// A mean that chance does not explain but that changes little: this share of the standard deviation.
constexpr double small_mean = 0.05;
// A second moment that a layer changes by less than that is one that was meant to be kept.
constexpr double kept_low = 0.8, kept_high = 1.25;
// Sixteen steps a standard deviation are four bits, 256 are bfloat16's eight.
constexpr double few_steps = 256.0, too_few_steps = 16.0;
constexpr std::size_t fewest_entries = 64;

Opinion ok(std::string reason = "") { return {Judgement::ok, std::move(reason)}; }
Opinion suspect(std::string reason) { return {Judgement::suspect, std::move(reason)}; }
Opinion wrong(std::string reason) { return {Judgement::wrong, std::move(reason)}; }

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string described_family(const FamilyFit& fit) {
  if (fit.family == Family::truncated_normal)
    return fmt::format("a normal law truncated at {:g} deviations", fit.truncation);
  if (fit.family == Family::normal) return "a normal law";
  if (fit.family == Family::uniform) return "a uniform law";
  if (fit.family == Family::orthogonal) return "an orthogonal matrix";
  if (fit.family == Family::other) return "no known law";
  return family_name(fit.family);
}

class Judge {
 public:
  Judge(const WeightMatrix& matrix, MatrixAudit& found, const AuditOptions& options, double level)
      : matrix_(matrix), found_(found), options_(options), level_(level) {
    is_short_ = found.precision.format != Precision::Format::wide;
  }

  Opinion opinion() {
    if (found_.moments.nonfinite > 0)
      return wrong(fmt::format("{} of {} entries are not finite", found_.moments.nonfinite, matrix_.entries.size()));
    if (found_.fit.family == Family::zeros || found_.fit.family == Family::constant) return of_one_value();
    if (found_.fit.family != Family::identity)
      if (const Opinion repeated = of_repetition(); repeated.judgement != Judgement::ok) return repeated;
    if (matrix_.entries.size() < fewest_entries) return ok("too few entries to judge");
    agree_with_rules();
    Opinion first = options_.claims != nullptr ? of_claim() : of_rules();
    for (const Opinion& other : {of_mean(), of_precision(), of_orthogonality()})
      if (other.judgement > first.judgement) first = other;
    return first;
  }

 private:
  bool agrees(double std) const {
    if (found_.fit.family == Family::orthogonal)
      return std::abs(measured() / std - 1.0) < (is_short_ ? gain_agreement_of_short : gain_agreement);
    return spread_p_value(found_.moments.std, std, found_.moments.count, found_.fit.kurtosis) >= level_;
  }
  /// What rules state: the entries' deviation, of orthogonal matrices the gain.
  double measured() const {
    return found_.fit.family == Family::orthogonal ? found_.fit.orthogonality.gain : found_.moments.std;
  }
  const char* measured_name() const { return found_.fit.family == Family::orthogonal ? "gain" : "standard deviation"; }

  Opinion of_one_value() const {
    const double value = found_.moments.smallest;
    if (options_.claims != nullptr) {
      const ClaimedLaw& claim = *found_.claim;
      if (claim.kind == ClaimedLaw::Kind::nothing) return ok("the initializer states no law to compare with");
      if (claim.kind == ClaimedLaw::Kind::constant && claim.value == value)
        return ok(fmt::format("all entries are {:g}, as {} states", value, options_.claims->name()));
      if (value == 0.0) return wrong(fmt::format("left at zeros, {} states {}", options_.claims->name(), stated()));
    }
    if (value != 0.0)
      return wrong(fmt::format("all entries are {:g}: every unit computes the same, and gradients keep it so", value));
    using Role = Layer::Role;
    if (found_.place.layer.role == Role::branch_last) return ok("zeros: the branch starts switched off, as in Fixup");
    if (found_.place.layer.role == Role::readout) return ok("zeros: a readout may start there, as in Fixup and muP");
    return wrong("left at zeros: no signal and no gradient pass it");
  }

  Opinion of_repetition() const {
    const Repetition& r = found_.repetition;
    if (r.is_rank_one) return wrong("all rows are multiples of one row: its rank is one");
    if (r.repeated_rows > 0)
      return wrong(
          fmt::format("{} of {} rows repeat another row: these units compute the same", r.repeated_rows, matrix_.rows));
    if (r.repeated_columns > 0)
      return wrong(fmt::format("{} of {} columns repeat another column", r.repeated_columns, matrix_.columns));
    if (r.zero_rows > 0 && found_.fit.family != Family::sparse && !found_.place.is_embedding)
      return suspect(fmt::format("{} of {} rows are zeros", r.zero_rows, matrix_.rows));
    return ok();
  }

  bool may_follow(const KnownRule& rule) const {
    const Family family = found_.fit.family;
    if (rule.family == Family::normal) return family == Family::normal || family == Family::truncated_normal;
    return rule.family == family;
  }

  void agree_with_rules() {
    for (const KnownRule& rule : rules())
      if (may_follow(rule) && agrees(rule.std)) {
        const bool is_cut = found_.fit.family == Family::truncated_normal;
        found_.agrees_with.push_back(rule.name + (is_cut ? ", truncated and corrected" : ""));
      }
  }
  std::vector<KnownRule> rules() const { return known_rules(matrix_, found_.place, options_.activation); }

  std::string stated() const {
    const ClaimedLaw& claim = *found_.claim;
    if (claim.kind == ClaimedLaw::Kind::constant) return fmt::format("{:g} for every entry", claim.value);
    if (claim.kind == ClaimedLaw::Kind::orthogonal)
      return fmt::format("an orthogonal matrix with gain {:.4g}", claim.gain);
    return fmt::format("the standard deviation {:.4g}", claim.std);
  }

  Opinion of_claim() const {
    const ClaimedLaw& claim = *found_.claim;
    const std::string name = options_.claims->name();
    const FamilyFit& fit = found_.fit;
    if (claim.kind == ClaimedLaw::Kind::nothing) return ok(name + " states no law to compare with");
    if (claim.kind == ClaimedLaw::Kind::constant)
      return wrong(fmt::format("{} states {}, its standard deviation is {:.4g}", name, stated(), found_.moments.std));
    const bool both_orthogonal = fit.family == Family::orthogonal && claim.kind == ClaimedLaw::Kind::orthogonal;
    const double meant = both_orthogonal ? claim.gain : claim.std;
    const bool is_right = both_orthogonal || fit.family != Family::orthogonal
                              ? agrees(meant)
                              : std::abs(found_.moments.std / meant - 1.0) < gain_agreement;
    if (!is_right) {
      const double size = both_orthogonal ? measured() : found_.moments.std;
      std::string text = fmt::format("{} {:.4g} is {:.4g} times {}'s {:.4g}",
                                     both_orthogonal ? "gain" : "standard deviation", size, size / meant, name, meant);
      if (const auto why = mistake(as_measured(), meant, matrix_, options_.activation)) text += ": " + *why;
      if (const auto why = without_depth(); !why.empty()) text += ": " + why;
      if (!found_.agrees_with.empty()) text += "; it agrees with " + list_of(found_.agrees_with);
      return wrong(text);
    }
    if (claim.kind == ClaimedLaw::Kind::only_spread || both_orthogonal)
      return ok(
          fmt::format("agrees with {} ({} {:.4g})", name, both_orthogonal ? "gain" : "standard deviation", meant));
    if (claim.kind == ClaimedLaw::Kind::orthogonal)
      return wrong(fmt::format("the entries have the size that {} states, but the matrix is not orthogonal ({})", name,
                               described_family(fit)));
    const bool may_be =
        fit.family == claim.family || (claim.family == Family::normal && fit.family == Family::truncated_normal);
    if (!may_be)
      return suspect(fmt::format("the standard deviation agrees with {}, but the entries are of {} instead of a {} one",
                                 name, described_family(fit), family_name(claim.family)));
    if (goodness_of_fit(matrix_, fit, claim.std) < level_)
      return suspect(fmt::format("the standard deviation agrees with {}, but the entries do not follow {}", name,
                                 described_family(fit)));
    return ok(fmt::format("agrees with {} (standard deviation {:.4g}{})", name, meant,
                          fit.family == Family::truncated_normal ? ", truncated and corrected" : ""));
  }

  /// Where the claimed initializer would be right outside of a branch, or in a network of one block.
  std::string without_depth() const {
    if (!found_.place.layer.in_branch()) return "";
    Layer elsewhere = found_.place.layer;
    elsewhere.blocks = elsewhere.depth = elsewhere.index = 1;
    Layer outside = found_.place.layer;
    outside.role = Layer::Role::plain;
    outside.branch_position = 0;
    for (const Layer& layer : {outside, elsewhere}) {
      const ClaimedLaw law = claimed_law(*options_.claims, layer);
      if (law.kind != ClaimedLaw::Kind::drawn || !agrees(law.std)) continue;
      return fmt::format("the depth factor {:.4g} of {} blocks is missing", found_.claim->std / law.std,
                         found_.place.layer.blocks);
    }
    return "";
  }

  Measured as_measured() const {
    return {.std = measured(), .family = found_.fit.family, .agrees_with = [this](double std) { return agrees(std); }};
  }

  Opinion of_rules() const {
    const FamilyFit& fit = found_.fit;
    switch (fit.family) {
      case Family::identity:
        return ok(fmt::format("{:g} times the identity", found_.moments.largest));
      case Family::rademacher:
        return ok(fmt::format("two values, -+ {:.4g}", found_.moments.largest));
      case Family::sparse:
        return ok(fmt::format("sparse, {:.3g} of its entries are zero", fit.zero_fraction));
      case Family::other:
        return suspect(fmt::format("its entries follow none of the known families (p = {:.1e})", fit.p_value));
      default:
        break;
    }
    if (found_.agrees_with.empty()) return of_no_rule();
    if (const double change = signal_change(); change > 0.0)
      return suspect(
          fmt::format("agrees with {}, but a layer multiplies the second moment of signals by {:.3g} with {}",
                      list_of(found_.agrees_with), change, options_.activation.name));
    return ok("agrees with " + list_of(found_.agrees_with));
  }

  Opinion of_no_rule() const {
    const std::string size = fmt::format("{} {:.4g}", measured_name(), measured());
    const std::vector<KnownRule> all = rules();
    // Of fans and gains nearly any number can be made; without a claim only these two mistakes are certain.
    if (found_.fit.family == Family::truncated_normal || found_.fit.family == Family::uniform)
      for (const KnownRule& rule : all) {
        const bool is_same_kind = (rule.family == Family::uniform) == (found_.fit.family == Family::uniform);
        if (!is_same_kind || rule.family == Family::orthogonal) continue;
        if (const auto why = family_mistake(as_measured(), rule.std))
          return wrong(fmt::format("{} is {:.4g} times that of {}: {}", size, measured() / rule.std, rule.name, *why));
      }
    const KnownRule* nearest = nullptr;
    for (const KnownRule& rule : all)
      if (may_follow(rule) && (nearest == nullptr || std::abs(std::log(measured() / rule.std)) <
                                                         std::abs(std::log(measured() / nearest->std))))
        nearest = &rule;
    return suspect(
        fmt::format("{} agrees with no known rule; the nearest, {}, has {:.4g}", size, nearest->name, nearest->std));
  }

  /// By what a hidden layer multiplies second moments where no fan keeps them; 0 where one does, or it is not asked.
  double signal_change() const {
    if (!options_.activation.is_stated || found_.place.layer.role != Layer::Role::plain || found_.place.is_embedding)
      return 0.0;
    const double square = std::pow(found_.moments.std / options_.activation.gain, 2);
    for (const double fan : {matrix_.fan_in, matrix_.fan_out, 0.5 * (matrix_.fan_in + matrix_.fan_out)})
      if (square * fan > kept_low && square * fan < kept_high) return 0.0;
    return square * matrix_.fan_in;
  }

  Opinion of_mean() const {
    if (found_.fit.family == Family::identity) return ok();
    const double n = static_cast<double>(found_.moments.count), share = found_.moments.mean / found_.moments.std;
    if (two_sided_p_value(share * std::sqrt(n)) >= level_) return ok();
    const std::string text =
        fmt::format("its mean {:.3g} is {:.3g} standard deviations from zero, where {:.2g} would be chance",
                    found_.moments.mean, std::abs(share), 1.0 / std::sqrt(n));
    return std::abs(share) > small_mean ? wrong(text) : suspect(text);
  }

  Opinion of_precision() const {
    const Precision& p = found_.precision;
    if (p.format == Precision::Format::wide) return ok();
    if (p.format == Precision::Format::float16 && p.steps_per_std < few_steps) {
      const std::string text = fmt::format(
          "float16 has only {:.2g} steps for its standard deviation {:.3g}, which lies below the format's "
          "normal numbers",
          p.steps_per_std, found_.moments.std);
      return p.steps_per_std < too_few_steps ? wrong(text) : suspect(text);
    }
    if (!p.is_stored_wider) return ok();
    return suspect(fmt::format("every number of this {} array fits into {}: it was drawn or once stored in 16 bits",
                               matrix_.type, p.format == Precision::Format::float16 ? "float16" : "bfloat16"));
  }

  Opinion of_orthogonality() const {
    if (found_.fit.family != Family::orthogonal) return ok();
    const double error = found_.fit.orthogonality.error;
    if (error <= (is_short_ ? orthogonality_of_short : orthogonality_of_float)) return ok();
    return suspect(fmt::format("orthogonal to {:.1e} only, where {:.0e} can be had", error,
                               is_short_ ? orthogonality_of_short : orthogonality_of_float));
  }

  const WeightMatrix& matrix_;
  MatrixAudit& found_;
  const AuditOptions& options_;
  double level_;
  bool is_short_ = false;
};

}  // namespace

void judge_matrix(const WeightMatrix& matrix, MatrixAudit& found, const AuditOptions& options, double level) {
  found.opinion = Judge(matrix, found, options, level).opinion();
}

}  // namespace initlab
