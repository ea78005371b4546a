#pragma once
#include "audit/audit.hpp"

namespace initlab {

/// The matrix alone: against the claim if there is one, else against the known rules. Fills agrees_with and opinion.
/// `matrix` has its entries, `found` all but these two.
void judge_matrix(const WeightMatrix& matrix, MatrixAudit& found, const AuditOptions& options, double level);

/// What only the file as a whole shows: draws that are shared, and the depth factor. Makes opinions worse, never
/// better, but for zeros and tied embeddings that belong there.
void judge_relatives(AuditResult& result);
void judge_depth(AuditResult& result, const AuditOptions& options);

}  // namespace initlab
