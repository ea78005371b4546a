#include "cli/manual.hpp"

#include <fmt/format.h>

#include <string_view>

#include "cli/command_table.hpp"
#include "experiment/version.hpp"

namespace initlab {
namespace {

/// Text that troff takes as it stands: no escapes of its own, hyphens that can be copied, no line that looks like a
/// request.
std::string plain(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\\')
      out += "\\e";
    else if (letter == '-')
      out += "\\-";
    else
      out += letter;
  }
  return !out.empty() && (out.front() == '.' || out.front() == '\'') ? "\\&" + out : out;
}

/// The text after a heading, as an argument of the macro .B or .SS: in quotes, which are doubled inside.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : plain(text)) out += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return out + '"';
}

std::string paragraph(std::string_view tag, std::string_view text) {
  return ".TP\n.B " + quoted(tag) + '\n' + plain(text) + '\n';
}

std::string usage(const CommandSpec& spec) {
  std::string line = "initlab " + spec.name;
  for (const std::string& word : spec.words) line += ' ' + word;
  return spec.options.empty() ? line : line + " [options]";
}

std::string described(const CommandSpec& spec) {
  std::string text = ".SS " + quoted(usage(spec)) + '\n' + plain(spec.summary) + '\n';
  for (const OptionSpec& option : spec.options) text += paragraph(option.usage(), option.help);
  return text;
}

constexpr std::string_view description = R"(.SH DESCRIPTION
initlab draws thousands of random deep networks, sends signals forward and gradients back through their layers, and
compares what it measures with mean\-field theory.
A network's weights are drawn from the law that an initializer states; initializers and activations are plugins, which
are looked for when the program is started.
.PP
An experiment is a TOML file.
Its keys are described in
.IR docs/experiments.md ,
installed in
.IR share/doc/initlab .
)";

constexpr std::string_view ending = R"(.SH EXIT STATUS
.TP
.B 0
success
.TP
.B 1
with \-\-check: a measured number contradicts theory
.TP
.B 2
the command line, the experiment file or an input that it names is wrong
.TP
.B 3
a plugin cannot be used, or misbehaved
.TP
.B 4
results could not be stored or read
.TP
.B 70
a mistake of initlab itself
.TP
.B 75
interrupted, with everything finished kept
.SH ENVIRONMENT
.TP
.B INITLAB_PLUGIN_PATH
Folders with plugins, separated by colons: searched after those of \-\-plugin\-path and before the installed ones.
.TP
.B INITLAB_MPI
If off, a process that mpirun has started runs by itself.
.TP
.B NO_COLOR
If set, reports have no colours.
.SH FILES
Seen from the folder of the program:
.TP
.I ../lib/initlab/plugins
the installed plugins
.TP
.I ../lib/initlab/mpi.so
what runs by several processes need, if it was built with MPI
.TP
.I ../share/initlab/experiments
experiments to start from
.TP
.I ../include/initlab
what the author of a plugin includes; CMake finds it by find_package(initlab)
.SH EXAMPLES
.nf
initlab run quickstart.toml
initlab run quickstart.toml \-\-set network.depth=100 \-\-trials 20
initlab plugins show leaky_relu
initlab critical tanh
initlab new initializer my_rule \-\-depth\-dependent
.fi
)";

}  // namespace

std::string manual_page() {
  // Without a date: the page of a version is always the same file.
  std::string text =
      fmt::format(".TH INITLAB 1 \"\" {} \"User Commands\"\n", quoted("initlab " + std::string(version())));
  text += ".SH NAME\ninitlab \\- laboratory for the initialisation of deep networks\n.SH SYNOPSIS\n.nf\n";
  for (const NamedCommand& command : commands())
    for (const CommandSpec& spec : command.specs()) text += ".B " + quoted(usage(spec)) + '\n';
  text += ".B " + quoted("initlab --help | --version") + "\n.fi\n";
  text += description;
  text += ".SH COMMANDS\nEvery command also takes\n.BR \\-\\-help .\n";
  for (const NamedCommand& command : commands())
    for (const CommandSpec& spec : command.specs()) text += described(spec);
  return text + std::string(ending);
}

}  // namespace initlab
