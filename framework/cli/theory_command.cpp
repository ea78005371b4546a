#include <filesystem>
#include <optional>
#include <string>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/plugin_options.hpp"
#include "cli/terminal.hpp"
#include "experiment/prediction.hpp"
#include "results/atomic_file.hpp"
#include "results/point_table.hpp"
#include "results/sweep_table.hpp"

namespace initlab {
namespace {

CommandSpec spec() {
  return {"theory",
          "Predicts what a run of an experiment would measure, from its network, activation and initializer alone: at "
          "infinite "
          "width, and at the experiment's width where that is known. Nothing is drawn.",
          {"FILE"},
          {{"set", "KEY=VALUE", "changes one key of the file, as in --set network.depth=100; may be repeated", true},
           {"csv", "FILE", "stores all layers as a tidy table; - writes it to standard output instead of the tables"},
           {"force", "", "replaces files that exist"},
           {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
           isolate_option()}};
}

std::string tables(const RunResult& predicted, const std::vector<PointPrediction>& predictions,
                   const ReportStyle& style) {
  const std::string& title =
      predicted.manifest.title.empty() ? predicted.manifest.experiment_name : predicted.manifest.title;
  std::string text =
      bold(wrapped(title, style.width), style) + '\n' +
      dim(wrapped("Predicted, not measured: means at this width where theory knows them, else at infinite width.",
                  style.width),
          style) +
      '\n';
  if (const std::string subject = subject_of(predictions); !subject.empty())
    text += wrapped(subject, style.width) + '\n';
  for (std::size_t point = 0; point < predictions.size(); ++point) {
    const std::string name = point_title(predicted, point);
    text += '\n' + (name.empty() ? "" : bold(wrapped(name, style.width), style) + '\n');
    text += predictions[point].reason.empty() ? point_table(predicted, point).text(style)
                                              : wrapped(predictions[point].reason_sentence(), style.width) + '\n';
  }
  return text;
}

}  // namespace

std::vector<CommandSpec> theory_specs() { return {spec()}; }

ExitCode theory_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  if (line.wants_help()) return print(help_text(spec(), output_style().width)), ExitCode::success;
  const std::optional<std::string> csv = line.text("csv");
  const Overwrite policy = line.has("force") ? Overwrite::keep_backup : Overwrite::refuse;
  if (csv && *csv != "-") check_output(*csv, policy);

  const ExperimentFile experiment = load_experiment(line.word(0), line.texts("set"));
  const Catalogue catalogue = open_catalogue(line);
  const Plan plan = make_plan(experiment, catalogue);
  const std::vector<PointPrediction> predictions = predict(plan, *make_backend(BackendKind::openmp, 0));
  const RunResult frame = frame_of(plan);
  if (csv == "-") return print(prediction_csv(frame, predictions)), ExitCode::success;
  if (csv) write_atomically(*csv, prediction_csv(frame, predictions), policy);
  print(tables(as_run(frame, predictions), predictions, output_style()));
  return ExitCode::success;
}

}  // namespace initlab
