#include "results/netcdf_manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/error.hpp"

namespace initlab {

// Next to the type, where nlohmann-json looks for it.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PluginIdentity, kind, id, version, compiler, sha256, parameters)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(InputIdentity, path, sha256)

namespace {

/// Counts up when an older reader would misunderstand the file.
constexpr std::string_view layout = "initlab-1";

using TextField = std::string Manifest::*;
using Text = std::pair<const char*, TextField>;
constexpr Text texts[] = {
    {"title", &Manifest::title},
    {"claim", &Manifest::claim},
    {"experiment_name", &Manifest::experiment_name},
    {"experiment_text", &Manifest::experiment_text},
    {"precision", &Manifest::precision},
    {"numerics", &Manifest::numerics},
};

std::uint64_t single(const std::vector<std::uint64_t>& numbers, const std::string& name, const std::string& origin) {
  if (numbers.size() == 1) return numbers.front();
  throw ResultError(fmt::format("{} is damaged ({} values of '{}' instead of one). Use the file that a run wrote.",
                                origin, numbers.size(), name));
}

/// The list that the attribute `name` holds as JSON; none where there is no such attribute.
template <class Identity>
std::vector<Identity> parse_list(const NetcdfReader& file, const char* name, const std::string& origin) {
  const std::string text = file.text_attribute("", name);
  if (text.empty()) return {};
  try {
    return nlohmann::json::parse(text).get<std::vector<Identity>>();
  } catch (const nlohmann::json::exception& error) {
    throw ResultError(
        fmt::format("{} is damaged (its list of {}: {}). Use the file that a run wrote.", origin, name, error.what()));
  }
}

}  // namespace

void write_origin(NetcdfWriter& file, std::string_view layout, const std::string& initlab_version,
                  const std::string& git_revision, const std::vector<PluginIdentity>& plugins) {
  file.attribute(whole_file, "Conventions", layout);
  file.attribute(whole_file, "source", fmt::format("initlab {}", initlab_version));
  file.attribute(whole_file, "initlab_version", initlab_version);
  file.attribute(whole_file, "git_revision", git_revision);
  if (!plugins.empty()) file.attribute(whole_file, "plugins", nlohmann::json(plugins).dump());
}

void write_manifest(NetcdfWriter& file, const Manifest& manifest) {
  write_origin(file, layout, manifest.initlab_version, manifest.git_revision, manifest.plugins);
  for (const auto& [name, field] : texts) file.attribute(whole_file, name, manifest.*field);
  file.attribute(whole_file, "overrides", manifest.overrides);
  file.attribute(whole_file, "seed", std::vector{manifest.seed});
  file.attribute(whole_file, "seed_text", fmt::format("{}", manifest.seed));
  file.attribute(whole_file, "trials", std::vector{manifest.trials});
  file.attribute(whole_file, "trials_per_block", manifest.trials_per_block);

  std::vector<std::string> names;
  std::vector<std::string> reasons;
  for (const EngineChoice& engine : manifest.engines) {
    names.push_back(engine.name);
    reasons.push_back(engine.reason);
  }
  file.attribute(whole_file, "engine", names);
  file.attribute(whole_file, "engine_reason", reasons);
  if (!manifest.inputs.empty()) file.attribute(whole_file, "inputs", nlohmann::json(manifest.inputs).dump());
}

Manifest read_manifest(const NetcdfReader& file, const std::string& origin) {
  const std::string found = file.text_attribute("", "Conventions");
  if (found != layout)
    throw ResultError(fmt::format(
        "{} is not a result that this initlab reads (Conventions '{}' instead of '{}'). Use the initlab that wrote it.",
        origin, found, layout));

  Manifest manifest;
  for (const auto& [name, field] : texts) manifest.*field = file.text_attribute("", name);
  manifest.initlab_version = file.text_attribute("", "initlab_version");
  manifest.git_revision = file.text_attribute("", "git_revision");
  manifest.overrides = file.list_attribute("", "overrides");
  manifest.seed = single(file.number_attribute("", "seed"), "seed", origin);
  manifest.trials = single(file.number_attribute("", "trials"), "trials", origin);
  manifest.trials_per_block = file.number_attribute("", "trials_per_block");

  const auto names = file.list_attribute("", "engine");
  const auto reasons = file.list_attribute("", "engine_reason");
  for (std::size_t i = 0; i < names.size() && i < reasons.size(); ++i)
    manifest.engines.push_back({names[i], reasons[i]});

  manifest.plugins = parse_list<PluginIdentity>(file, "plugins", origin);
  manifest.inputs = parse_list<InputIdentity>(file, "inputs", origin);
  return manifest;
}

}  // namespace initlab
