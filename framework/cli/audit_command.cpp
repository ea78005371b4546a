#include <cmath>
#include <regex>

#include "audit/audit.hpp"
#include "cli/activation_choice.hpp"
#include "cli/audit_report.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/plugin_options.hpp"
#include "cli/terminal.hpp"
#include "core/config_text.hpp"
#include "plugins/load.hpp"
#include "theory/service.hpp"

namespace initlab {
namespace {

constexpr std::uint64_t most_layers = 10'000'000;

CommandSpec spec() {
  return {
      "audit",
      "Examines the weights in a .npz, .npy or .safetensors file: which law each matrix was drawn from, which known "
      "rule it follows, whether layers share a draw, whether a depth factor is there. One verdict a matrix.",
      {"FILE"},
      {{"claims", "INITIALIZER", "holds every matrix against this initializer's law, instead of the known rules"},
       {"set", "NAME=VALUE", "gives a parameter of the claimed initializer; may be repeated", true},
       {"activation", "ACTIVATION",
        "the network's activation, which gains depend on; relu where not given, and then no "
        "rule is held against the lack of a gain"},
       {"layout", "auto|torch|keras",
        "torch (out, in, kernel...), keras (kernel..., in, out), or auto, by name and shape"},
       {"residual", "REGEX", "names of the matrices that end a residual branch, instead of c_proj, fc2 and the like"},
       {"depth", "N", "layers of a plain network, instead of the matrices counted"},
       {"blocks", "N", "residual blocks, instead of those counted"},
       {"json", "", "prints JSON, for programs"},
       {"check", "", "a verdict WRONG makes the exit code 1"},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
       isolate_option()}};
}

Layout layout_of(const CommandLine& line) {
  const std::string name = line.choice("layout", {"auto", "torch", "keras"}, "auto");
  return name == "torch" ? Layout::torch : name == "keras" ? Layout::keras : Layout::automatic;
}

PlaceOptions place_options(const CommandLine& line) {
  PlaceOptions options;
  const auto count = [&](const char* option) -> std::optional<std::uint32_t> {
    const auto number = line.whole(option, 1, most_layers);
    return number ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
  };
  options.depth = count("depth");
  options.blocks = count("blocks");
  if (const auto text = line.text("residual")) {
    try {
      options.residual = std::regex(*text, std::regex::extended);
    } catch (const std::regex_error& error) {
      throw UsageError("--residual '" + shortened(*text) + "' is no regular expression (" + error.what() + ").");
    }
  }
  return options;
}

}  // namespace

std::vector<CommandSpec> audit_specs() { return {spec()}; }

ExitCode audit_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  const ReportStyle style = output_style();
  if (line.wants_help()) return print(help_text(spec(), style.width)), ExitCode::success;
  if (line.has("set") && !line.has("claims"))
    throw UsageError("--set is for the initializer of --claims, which is missing.");
  AuditOptions options;
  options.layout = layout_of(line);
  options.places = place_options(line);

  const Catalogue catalogue = open_catalogue(line);
  const CatalogueEntry& chosen = catalogue.find(PluginKind::activation, line.text("activation").value_or("relu"));
  const std::unique_ptr<Activation> activation = load_activation(chosen, resolve(chosen.record, {}));
  const TheoryService service(*activation);
  options.theory = Theory(service.table());
  options.activation = {.name = activation->name(),
                        .gain = 1.0 / std::sqrt(options.theory.second_moment(1.0)),
                        .is_stated = line.has("activation")};
  std::unique_ptr<Initializer> claims;
  if (const auto name = line.text("claims")) {
    const CatalogueEntry& entry = catalogue.find(PluginKind::initializer, *name);
    claims = load_initializer(entry, resolve(entry.record, given_arguments(line)));
    options.claims = claims.get();
  }

  const AuditResult result = audit(*open_weight_file(line.word(0)), options);
  print(line.has("json") ? audit_json(result, options) : audit_text(result, options, style));
  return line.has("check") && result.worst() == Judgement::wrong ? ExitCode::verdict_failed : ExitCode::success;
}

}  // namespace initlab
