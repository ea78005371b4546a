#include "experiment/plan_differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "experiment/setting_differences.hpp"
#include "experiment/shell_word.hpp"

namespace initlab {
namespace {

using Cause = PlanDifference::Cause;

/// Collects what differs, each thing once.
class Comparison {
 public:
  void text(const std::string& name, const std::string& stored, const std::string& now, Cause cause) {
    if (stored != now && std::ranges::find(found_, name, &PlanDifference::name) == found_.end())
      found_.push_back({name, stored, now, cause});
  }
  /// Of words that may be none.
  void quoted(const std::string& name, const std::string& stored, const std::string& now, Cause cause) {
    const auto in_quotes = [](const std::string& words) { return canonical(ConfigValue(ConfigValue::Content(words))); };
    text(name, in_quotes(stored), in_quotes(now), cause);
  }
  void add(std::vector<PlanDifference> more) { std::ranges::move(more, std::back_inserter(found_)); }
  std::vector<PlanDifference> found() && { return std::move(found_); }

 private:
  std::vector<PlanDifference> found_;
};

/// "100 (points 1 to 3), 50 (point 4)"; without the points where all have one.
template <class T, class Text>
std::string by_points(const std::vector<T>& each, Text text) {
  std::string all;
  for (std::size_t begin = 0; begin < each.size();) {
    std::size_t end = begin;
    while (end < each.size() && each[end] == each[begin]) ++end;
    if (end - begin == each.size()) return text(each[begin]);
    all +=
        fmt::format("{}{} ({})", all.empty() ? "" : ", ", text(each[begin]),
                    end - begin == 1 ? fmt::format("point {}", end) : fmt::format("points {} to {}", begin + 1, end));
    begin = end;
  }
  return all;
}

std::string sizes_text(const std::vector<std::uint64_t>& sizes) {
  return by_points(sizes, [](std::uint64_t size) { return std::to_string(size); });
}

std::string engines_text(const std::vector<EngineChoice>& choices) {
  return by_points(choices, [](const EngineChoice& choice) {
    const auto& [name, reason] = choice;
    return fmt::format("{} ({})", name, reason);
  });
}

using Uses = std::vector<PluginIdentity>;  ///< of one plugin, with different parameters

Uses uses_of(const PluginIdentity& plugin, const std::vector<PluginIdentity>& among) {
  Uses uses;
  std::ranges::copy_if(among, std::back_inserter(uses),
                       [&](const PluginIdentity& other) { return other.kind == plugin.kind && other.id == plugin.id; });
  return uses;
}

std::string parameters_text(const Uses& uses) {
  std::vector<std::string> texts;
  for (const PluginIdentity& use : uses) texts.push_back(use.parameters.empty() ? "none" : use.parameters);
  return fmt::format("{}", fmt::join(texts, "; "));
}

/// Which code it is. Of several uses of one plugin the first that differs is told.
void compare_code(const std::string& name, const PluginIdentity& stored, const PluginIdentity& now,
                  Comparison& comparison) {
  const auto& [kind, id, version, compiler, sha256, parameters] = stored;
  comparison.text(name + " version", version, now.version, Cause::surrounding);
  comparison.text(name + " compiler", compiler, now.compiler, Cause::surrounding);
  comparison.text(name + " file (SHA-256)", sha256, now.sha256, Cause::surrounding);
}

void compare_plugin(const PluginIdentity& plugin, const Manifest& stored, const Manifest& now, Comparison& comparison) {
  const std::string name = "plugin " + plugin.kind + ' ' + plugin.id;
  const Uses before = uses_of(plugin, stored.plugins), after = uses_of(plugin, now.plugins);
  if (before.empty() || after.empty()) {
    const auto told = [](const Uses& uses) { return uses.empty() ? "not used" : "used"; };
    return comparison.text(name, told(before), told(after), Cause::consequence);
  }
  if (std::ranges::equal(before, after, {}, &PluginIdentity::parameters, &PluginIdentity::parameters)) {
    for (std::size_t i = 0; i < before.size(); ++i) compare_code(name, before[i], after[i], comparison);
  } else {
    compare_code(name, before.front(), after.front(), comparison);
    comparison.text(name + " parameters", parameters_text(before), parameters_text(after), Cause::consequence);
  }
}

void compare_plugins(const Manifest& stored, const Manifest& now, Comparison& comparison) {
  std::set<std::pair<std::string, std::string>> compared;
  for (const Manifest* manifest : {&stored, &now})
    for (const PluginIdentity& plugin : manifest->plugins)
      if (compared.emplace(plugin.kind, plugin.id).second) compare_plugin(plugin, stored, now, comparison);
}

void compare_inputs(const std::vector<InputIdentity>& stored, const std::vector<InputIdentity>& now,
                    Comparison& comparison) {
  const auto compare = [&](const std::string& path) {
    const auto before = std::ranges::find(stored, path, &InputIdentity::path);
    const auto after = std::ranges::find(now, path, &InputIdentity::path);
    const std::string name = "input file " + path;
    if (before == stored.end() || after == now.end())
      return comparison.text(name, before == stored.end() ? "not used" : "used",
                             after == now.end() ? "not used" : "used", Cause::consequence);
    comparison.text(name + " (SHA-256)", before->sha256, after->sha256, Cause::surrounding);
  };
  for (const auto& [path, sha256] : stored) compare(path);
  for (const auto& [path, sha256] : now) compare(path);
}

// The settings that a manifest has as such: told from there, where they have the value that counts.
constexpr const char* own_settings[] = {"title", "claim", "seed", "trials", "precision"};

/// Both within a line; where they would look the same, from where they differ.
std::pair<std::string, std::string> shown(const std::string& stored, const std::string& now) {
  if (shortened(stored) != shortened(now)) return {shortened(stored), shortened(now)};
  std::size_t same = static_cast<std::size_t>(std::ranges::mismatch(stored, now).in1 - stored.begin());
  constexpr std::size_t context = 20;
  same = same > context ? same - context : 0;
  while (same > 0 && (static_cast<unsigned char>(stored[same]) & 0xC0) == 0x80) --same;  // inside a UTF-8 character
  return {"..." + shortened(std::string_view(stored).substr(same)),
          "..." + shortened(std::string_view(now).substr(same))};
}

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "a/depth.nc" of a/depth.nc.journal and a/depth.nc.journal.2; nothing of a shard's journal and of what is none.
std::string result_of_journal(std::filesystem::path path) {
  if (const std::string ending = path.extension().string(); ending.size() > 1 && is_number(ending.substr(1)))
    path.replace_extension();
  if (path.extension() != ".journal") return "";
  const std::string stem = path.stem().string();
  constexpr std::string_view shard = "shard-";
  return stem.starts_with(shard) && is_number(stem.substr(shard.size())) ? "" : path.replace_extension().string();
}

/// The first line, and what to do.
struct Framing {
  std::string problem, advice;
};

Framing framing(const std::string& what, bool can_be_had) {
  const std::string other = what + " is of another plan";
  if (const std::string result = result_of_journal(what); !result.empty())
    return {what + " was begun with another plan",
            fmt::format("{}: initlab run {} --resume; or start anew with --force.",
                        can_be_had ? "Go on with the stored plan" : "Go on where these are as they were",
                        shell_word(result))};
  if (what.find(".journal") != what.npos) return {other, "Begin that shard anew with --force, or take the file away."};
  if (what.ends_with(".toml"))
    return {other, can_be_had ? "A plan is run as it is: make another with initlab plan."
                              : "Run it where these are as they were, or make another with initlab plan."};
  return {other, "Store under another name, or replace it with --force."};
}

}  // namespace

std::vector<PlanDifference> differences(const Manifest& stored, const Manifest& now) {
  // Named one by one, so that a new field does not compile until it is compared.
  const auto& [title, claim, initlab_version, git_revision, experiment_name, experiment_text, overrides, seed, trials,
               trials_per_block, precision, engines, plugins, numerics, inputs] = stored;
  Comparison comparison;
  comparison.quoted("title", title, now.title, Cause::setting);
  comparison.quoted("claim", claim, now.claim, Cause::setting);
  comparison.text("initlab version", initlab_version, now.initlab_version, Cause::surrounding);
  comparison.text("initlab git revision", git_revision, now.git_revision, Cause::surrounding);
  comparison.quoted("name of the experiment file", experiment_name, now.experiment_name, Cause::setting);
  comparison.add(setting_differences(stored, now, {std::begin(own_settings), std::end(own_settings)}));
  comparison.text("seed", std::to_string(seed), std::to_string(now.seed), Cause::setting);
  comparison.text("trials", std::to_string(trials), std::to_string(now.trials), Cause::setting);
  comparison.text("trials per block", sizes_text(trials_per_block), sizes_text(now.trials_per_block),
                  Cause::consequence);
  comparison.text("precision", precision, now.precision, Cause::setting);
  comparison.text("engine", engines_text(engines), engines_text(now.engines), Cause::consequence);
  compare_plugins(stored, now, comparison);
  comparison.text("numerics class", numerics, now.numerics, Cause::surrounding);
  compare_inputs(inputs, now.inputs, comparison);
  return std::move(comparison).found();
}

void require_same_plan(const Manifest& stored, const Manifest& now, const std::string& what) {
  const std::vector<PlanDifference> all = differences(stored, now);
  if (all.empty()) return;
  const auto has = [&](Cause cause) { return std::ranges::find(all, cause, &PlanDifference::cause) != all.end(); };
  // What only follows from something that no manifest names is beyond the command line too.
  const auto [problem, advice] = framing(what, has(Cause::setting) && !has(Cause::surrounding));
  std::string text = problem + "; what differs:\n";
  for (const PlanDifference& difference : all) {
    const auto [before, after] = shown(difference.stored, difference.now);
    text += fmt::format("  {}: {} (stored) -> {}\n", shortened(difference.name), before, after);
  }
  throw UsageError(text + advice);
}

}  // namespace initlab
