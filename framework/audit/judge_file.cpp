#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "audit/judge.hpp"

namespace initlab {
namespace {

constexpr double agreement = 0.03;
constexpr double gpt2_std = 0.02;

void worsen(MatrixAudit& matrix, Judgement judgement, const std::string& reason) {
  if (matrix.opinion.judgement < judgement)
    matrix.opinion = {judgement, reason};
  else if (judgement != Judgement::ok)
    matrix.opinion.reason += "; " + reason;
}

/// An embedding and the readout that shares it are one matrix on purpose.
bool are_tied(const MatrixAudit& a, const MatrixAudit& b) {
  const auto is_readout = [](const MatrixAudit& m) { return m.place.layer.role == Layer::Role::readout; };
  return (a.place.is_embedding && is_readout(b)) || (b.place.is_embedding && is_readout(a));
}

bool has_no_draw(const MatrixAudit& m) {
  return m.fit.family == Family::zeros || m.fit.family == Family::constant || m.fit.family == Family::identity;
}

std::string related_text(const Relative& pair, const std::string& other) {
  switch (pair.kind) {
    case Relative::Kind::equal:
      return "has the same entries as " + other;
    case Relative::Kind::scaled:
      return fmt::format("is a multiple of {} (one draw, scaled)", other);
    case Relative::Kind::leading_part:
      return "begins with the same random numbers as " + other;
    case Relative::Kind::correlated:
      break;
  }
  return fmt::format("is correlated with {} (r = {:.3f})", other, pair.correlation);
}

bool is_gpt2_projection(const std::string& name) { return name.find("c_proj") != std::string::npos; }

}  // namespace

void judge_relatives(AuditResult& result) {
  std::erase_if(result.relatives, [&](const Relative& pair) {
    return has_no_draw(result.matrices[pair.first]) || has_no_draw(result.matrices[pair.second]);
  });
  // A layer that shares its draw with many is told of the first one only.
  std::vector<bool> is_told(result.matrices.size(), false);
  for (const Relative& pair : result.relatives) {
    MatrixAudit &a = result.matrices[pair.first], &b = result.matrices[pair.second];
    if (pair.kind == Relative::Kind::equal && are_tied(a, b)) {
      if (b.opinion.judgement == Judgement::ok) b.opinion.reason += "; tied to " + a.matrix.name;
      continue;
    }
    if (!is_told[pair.first]) worsen(a, Judgement::wrong, related_text(pair, b.matrix.name));
    if (!is_told[pair.second]) worsen(b, Judgement::wrong, related_text(pair, a.matrix.name));
    is_told[pair.first] = is_told[pair.second] = true;
  }
}

void judge_depth(AuditResult& result, const AuditOptions& options) {
  if (!result.depth) return;
  const DepthFactor& depth = *result.depth;
  const bool is_gpt2 = depth.base_is_flat && std::abs(depth.base_std / gpt2_std - 1.0) < agreement;
  for (std::size_t i = 0; i < result.matrices.size(); ++i) {
    MatrixAudit& matrix = result.matrices[i];
    if (!depth.factors[i] || options.claims != nullptr) continue;  // a claim has judged each matrix by its own law
    if (matrix.moments.std == 0.0) {
      if (depth.zero_matrices < depth.last_matrices)
        worsen(matrix, Judgement::wrong,
               fmt::format("zeros, while {} of {} last matrices of branches are not",
                           depth.last_matrices - depth.zero_matrices, depth.last_matrices));
      continue;
    }
    const bool is_unscaled = std::abs(*depth.factors[i] - 1.0) < agreement && depth.blocks > 1;
    if (!is_unscaled) continue;
    if (is_gpt2 && is_gpt2_projection(matrix.matrix.name))
      worsen(
          matrix, Judgement::wrong,
          fmt::format("GPT-2's depth factor 1/sqrt(2L) = {:.4g} for {} blocks is missing: the last matrix of a branch "
                      "is drawn like every other (huggingface/transformers #47458)",
                      1.0 / std::sqrt(2.0 * depth.blocks), depth.blocks));
    else if (options.places.residual)
      worsen(matrix, Judgement::suspect,
             fmt::format("ends a branch and has no depth factor (1/sqrt(2L) would be {:.4g}, 1/sqrt(L) {:.4g})",
                         1.0 / std::sqrt(2.0 * depth.blocks), 1.0 / std::sqrt(double(depth.blocks))));
  }
}

}  // namespace initlab
