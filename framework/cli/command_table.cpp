#include "cli/command_table.hpp"

namespace initlab {

std::span<const NamedCommand> commands() {
  static constexpr NamedCommand table[] = {
      {"run", "runs an experiment file", &run_command, &run_specs},
      {"plan", "divides an experiment into shards, to be run apart", &plan_command, &plan_specs},
      {"batch", "writes the jobs that run an experiment with Slurm", &batch_command, &batch_specs},
      {"merge", "makes the result of a run in shards", &merge_command, &merge_specs},
      {"status", "tells how far a run is", &status_command, &status_specs},
      {"theory", "predicts what a run would measure", &theory_command, &theory_specs},
      {"plugins", "lists, shows and checks activations and initializers", &plugins_command, &plugins_specs},
      {"critical", "computes the edge of chaos of an activation", &critical_command, &critical_specs},
      {"phase", "computes the phase diagram of an activation", &phase_command, &phase_specs},
      {"audit", "examines weights that were drawn elsewhere", &audit_command, &audit_specs},
      {"new", "begins an activation or initializer of your own", &new_command, &new_specs},
      {"completion", "teaches a shell to complete initlab's arguments", &completion_command, &completion_specs}};
  return table;
}

}  // namespace initlab
