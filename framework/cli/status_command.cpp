#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/duration.hpp"
#include "cli/terminal.hpp"
#include "experiment/run_status.hpp"
#include "experiment/shell_word.hpp"
#include "results/text_table.hpp"

namespace initlab {
namespace {

CommandSpec spec() {
  return {
      "status",
      "Tells how far a run is: of a plan's folder, of a result that is being made, or of a journal. Reads only; the "
      "run may go on meanwhile.",
      {"DIR"},
      {{"json", "", "prints JSON, for programs"}}};
}

std::string_view state_name(const PartStatus& part) {
  if (part.is_running) return "running";
  if (part.is_finished()) return "finished";
  return part.author ? "stopped" : "not begun";
}

std::string state_text(const PartStatus& part) {
  std::string text(state_name(part));
  if (part.author && (part.is_running || !part.is_finished()))
    text += fmt::format("{} on {} (process {}), last written {} ago", part.is_running ? "" : "; was", part.author->host,
                        part.author->process, duration_text(part.seconds_since_write));
  if (part.damaged_records > 0) text += fmt::format("; {} damaged records will be made again", part.damaged_records);
  return text;
}

std::string percent(std::uint64_t done, std::uint64_t all) {
  return all == 0 ? "-" : fmt::format("{:.0f} %", 100.0 * static_cast<double>(done) / static_cast<double>(all));
}

std::string sentence(const RunStatus& status) {
  if (status.has_result) return "complete, and as its run stored it";
  const auto running = std::ranges::count_if(status.parts, &PartStatus::is_running);
  const PartStatus& first = status.parts.front();
  const std::string file = status.file.string();
  if (running > 0) return fmt::format("{} of {} running", running, status.parts.size());
  if (status.trials_done() < status.trials() && first.shard)
    return fmt::format("go on with: initlab run {} --shard {} --resume", shell_word(file),
                       status.parts.size() == 1 ? std::to_string(*first.shard) : "N");
  if (first.shard)
    return fmt::format("finished; initlab merge {} --output FILE.nc makes the result",
                       shell_word(status.file.parent_path().empty() ? "." : status.file.parent_path().string()));
  if (status.trials() == 0) return "nothing is kept yet; begin the run again";
  return fmt::format("{}go on with: initlab run {} --resume",
                     first.is_finished() ? "finished, but for the result; " : "",
                     shell_word(file.substr(0, file.rfind(".journal"))));
}

std::string text_of(const RunStatus& status, const ReportStyle& style) {
  std::string text = fmt::format("{}: {} of {} trials ({}); {}\n", status.file.string(), status.trials_done(),
                                 status.trials(), percent(status.trials_done(), status.trials()), sentence(status));
  for (const std::string& file : status.foreign) text += "not of this plan: " + file + "\n";
  if (status.has_result) return text;
  TextTable table({{"shard", Align::right},
                   {"trials", Align::right},
                   {"of", Align::right},
                   {"", Align::right},
                   {"state", Align::left}});
  for (const PartStatus& part : status.parts)
    table.add_row({part.shard ? std::to_string(*part.shard) : "-", std::to_string(part.trials_done),
                   std::to_string(part.trials), percent(part.trials_done, part.trials), state_text(part)});
  return text + "\n" + table.text(style);
}

std::string json_of(const RunStatus& status) {
  using Json = nlohmann::ordered_json;
  Json parts = Json::array();
  for (const PartStatus& part : status.parts) {
    Json one;
    if (part.shard) one["shard"] = *part.shard;
    one["trials"] = part.trials;
    one["trials_done"] = part.trials_done;
    one["state"] = state_name(part);
    if (part.author) {
      one["host"] = part.author->host;
      one["process"] = part.author->process;
      one["since"] = part.author->since;
      one["seconds_since_write"] = part.seconds_since_write;
    }
    one["damaged_records"] = part.damaged_records;
    parts.push_back(std::move(one));
  }
  return Json{{"file", status.file.string()},  {"trials", status.trials()}, {"trials_done", status.trials_done()},
              {"complete", status.has_result}, {"parts", std::move(parts)}, {"foreign", status.foreign}}
             .dump(2) +
         "\n";
}

}  // namespace

std::vector<CommandSpec> status_specs() { return {spec()}; }

ExitCode status_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  const ReportStyle style = output_style();
  if (line.wants_help()) return print(help_text(spec(), style.width)), ExitCode::success;
  const RunStatus status = status_of(line.word(0));
  print(line.has("json") ? json_of(status) : text_of(status, style));
  return ExitCode::success;
}

}  // namespace initlab
