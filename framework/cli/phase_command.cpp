#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/activation_choice.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/machine.hpp"
#include "cli/number_list.hpp"
#include "cli/output_files.hpp"
#include "cli/phase_map.hpp"
#include "cli/terminal.hpp"
#include "core/config_text.hpp"
#include "execution/backend.hpp"
#include "experiment/shell_word.hpp"
#include "experiment/version.hpp"
#include "results/phase_store.hpp"
#include "results/run_record.hpp"
#include "theory/critical_points.hpp"

namespace initlab {
namespace {

CommandSpec spec() {
  CommandSpec spec{
      "phase",
      "Computes the phase diagram of an activation: where signals end in deep plain networks of infinite width, on "
      "a grid of (sigma_w, sigma_b), Var W = sigma_w^2 / fan_in and Var b = sigma_b^2. Nothing is drawn.",
      {"ACTIVATION"},
      {{"sigma-w", "FROM:TO:COUNT", "weight scales, 0.5:4:100 where not given; or one number"},
       {"sigma-b", "FROM:TO:COUNT", "bias scales, 0:1:100 where not given; or one number"},
       {"threads", "N", "threads to use; without it, as many as this process may. The numbers are the same"},
       {"output", "FILE", "stores the grid as netCDF-4"},
       {"csv", "FILE",
        "stores one row a point: sigma_w, sigma_b, q, chi_1, one_minus_c, xi_c, xi_q, fate; - writes it to "
        "standard output instead of the map"},
       {"force", "", "replaces files that exist"}}};
  for (OptionSpec& option : activation_options()) spec.options.push_back(std::move(option));
  return spec;
}

PhaseGrid phase_grid(const Moments& phi, const std::vector<double>& sigma_w, const std::vector<double>& sigma_b,
                     const Backend& backend) {
  PhaseGrid grid(sigma_b.size());
  backend.for_each_block(sigma_b.size(), [&](std::size_t row) { grid[row] = phase_row(phi, sigma_w, sigma_b[row]); });
  return grid;
}

/// The shortest text that reads back as the same double; empty for what is not defined.
std::string csv_number(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

std::string csv_text(const PhaseGrid& grid) {
  std::string text = "sigma_w,sigma_b,q,chi_1,one_minus_c,xi_c,xi_q,fate\n";
  for (const auto& row : grid)
    for (const PhasePoint& p : row) {
      for (const double number : {p.sigma_w, p.sigma_b, p.q, p.chi_1, p.one_minus_c, p.xi_c, p.xi_q})
        text += csv_number(number) + ',';
      text += std::string(to_string(p.fate)) + '\n';
    }
  return text;
}

std::string counts_text(const PhaseGrid& grid) {
  std::array<std::size_t, 4> counts{};
  std::size_t points = 0;
  for (const auto& row : grid)
    for (const PhasePoint& point : row) ++counts[static_cast<std::size_t>(phase_of(point))], ++points;
  const auto of = [&](Phase phase) { return counts[static_cast<std::size_t>(phase)]; };
  std::string text = fmt::format(
      "Of {} points {} are ordered (chi_1 < 1: inputs become the same, gradients fade), {} chaotic (chi_1 > 1: close "
      "inputs "
      "part, gradients grow)",
      points, of(Phase::ordered), of(Phase::chaotic));
  if (of(Phase::edge) > 0) text += fmt::format(", {} on the edge of chaos itself", of(Phase::edge));
  if (of(Phase::unbounded) > 0) text += fmt::format(", and at {} lengths grow without bound", of(Phase::unbounded));
  return text + ".";
}

/// For standard error; empty if all is well.
std::string trouble_text(const PhaseGrid& grid) {
  std::size_t count = 0;
  std::string first;
  for (const auto& row : grid)
    for (const PhasePoint& point : row) {
      if (point.trouble.empty()) continue;
      if (count++ == 0)
        first = fmt::format("sigma_w = {:.6g}, sigma_b = {:.6g}: {}", point.sigma_w, point.sigma_b, point.trouble);
    }
  if (count == 0) return "";
  return fmt::format("initlab: at {} point{} c* and xi_c are missing; the first is {}\n", count, count == 1 ? "" : "s",
                     first);
}

/// The command without what makes no difference to the numbers: threads, places, and defaults instead of options.
std::string command_of(const ChosenActivation& chosen, const std::string& weight_range, const std::string& bias_range) {
  std::string command = "initlab phase " + shell_word(chosen.id);
  for (const auto& [name, value] : chosen.arguments.values) {
    const std::string text = std::visit([](const auto& v) { return to_display(ConfigValue(v)); }, value);
    command += " --set " + shell_word(name + "=" + text);
  }
  return command + " --sigma-w " + shell_word(weight_range) + " --sigma-b " + shell_word(bias_range);
}

}  // namespace

std::vector<CommandSpec> phase_specs() { return {spec()}; }

ExitCode phase_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  const ReportStyle style = output_style();
  if (line.wants_help()) return print(help_text(spec(), style.width)), ExitCode::success;
  const std::string weight_range = line.text("sigma-w").value_or("0.5:4:100");
  const std::string bias_range = line.text("sigma-b").value_or("0:1:100");
  const std::vector<double> sigma_w = parse_range("sigma-w", weight_range);
  const std::vector<double> sigma_b = parse_range("sigma-b", bias_range);
  const auto threads = static_cast<unsigned>(line.whole("threads", 1, max_threads).value_or(0));
  const std::unique_ptr<Backend> backend = make_backend(BackendKind::openmp, threads);
  const OutputFiles outputs = output_files(line);
  outputs.check();

  const ChosenActivation chosen = choose_activation(line);
  const Moments phi(*chosen.activation);
  RunRecord record = describe_machine("phase", arguments);
  const auto start = std::chrono::steady_clock::now();
  const PhaseGrid grid = phase_grid(phi, sigma_w, sigma_b, *backend);
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record.backend = backend->name();
  record.threads = backend->threads();
  std::fputs(trouble_text(grid).c_str(), stderr);

  if (outputs.netcdf) {
    const PhaseManifest manifest{chosen.label, command_of(chosen, weight_range, bias_range), std::string(version()),
                                 std::string(git_revision()), chosen.identity};
    store_phase_diagram(grid, manifest, *outputs.netcdf, outputs.policy);
    store_run_record(record, *outputs.netcdf);
  }
  if (outputs.csv_to_stdout()) return print(csv_text(grid)), ExitCode::success;
  if (outputs.csv) write_atomically(*outputs.csv, csv_text(grid), outputs.policy);

  const std::string jump = jump_remark(phi);
  const std::string sentences = counts_text(grid) + (jump.empty() ? "" : " " + jump) + " initlab critical " +
                                chosen.id + " gives the edge of chaos exactly. " + outputs.told(" ");
  print(bold(chosen.label, style) + "\n\n" + phase_map(grid, style.width) + "\n" + wrapped(sentences, style.width) +
        "\n");
  return ExitCode::success;
}

}  // namespace initlab
