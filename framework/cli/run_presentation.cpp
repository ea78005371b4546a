#include "cli/run_presentation.hpp"

#include "cli/terminal.hpp"
#include "results/csv.hpp"
#include "results/netcdf_store.hpp"
#include "results/report.hpp"
#include "results/verdict_table.hpp"

namespace initlab {

ExitCode RunPresentation::present(const RunResult& result, const std::vector<PointPrediction>& predictions,
                                  const RunRecord& record, const std::string& how) const {
  const RunTheory theory{predictions, assess(result, predictions)};
  if (outputs.netcdf) {
    store_netcdf(result, theory, *outputs.netcdf, outputs.policy);
    store_run_record(record, *outputs.netcdf);
  }
  if (outputs.csv_to_stdout())
    print(csv_text(result));
  else if (outputs.csv)
    store_csv(result, *outputs.csv, outputs.policy);
  if (shows_report())
    print(report(result, output_style()) + "\n" +
          verdict_report(result, predictions, theory.assessment, output_style()) + "\n" + how + "\n" +
          outputs.told("\n") + "\n");
  return check && theory.assessment.count(Verdict::fail) > 0 ? ExitCode::verdict_failed : ExitCode::success;
}

}  // namespace initlab
