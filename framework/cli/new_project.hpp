#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

/// A file of a new plugin's folder.
struct ProjectFile {
  std::string path;  ///< in the folder
  std::string text;
};

/// A plugin to begin with, and a question that it answers: NAME.cpp and NAME.toml.
struct PluginDraft {
  std::string_view kind;      ///< "activation" or "initializer"
  std::string_view source;    ///< with @name@ and @Type@ for the plugin's names
  std::string_view question;  ///< the experiment, likewise
};

/// One smooth function with a parameter.
extern const PluginDraft activation_draft;
/// Normal weights of a gain over the fan-in.
extern const PluginDraft initializer_draft;
/// Normal weights that shrink with the depth in the branches of a residual network.
extern const PluginDraft depth_dependent_draft;
/// A matrix drawn by the plugin itself: random signs in a few places, zero elsewhere.
extern const PluginDraft filled_draft;

/// Everything that a folder needs to build, test and run a plugin of that name against an installed initlab.
std::vector<ProjectFile> new_project(const PluginDraft& draft, std::string_view name);

}  // namespace initlab
