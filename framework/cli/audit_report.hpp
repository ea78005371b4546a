#pragma once
#include <string>

#include "audit/audit.hpp"
#include "results/report_style.hpp"

namespace initlab {

/// An audit for a reader: a table of matrices, then a sentence for each, the depth factor, and the count of verdicts.
std::string audit_text(const AuditResult& result, const AuditOptions& options, const ReportStyle& style);

/// The same and more for a program.
std::string audit_json(const AuditResult& result, const AuditOptions& options);

}  // namespace initlab
