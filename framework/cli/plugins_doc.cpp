#include "cli/plugins_doc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "cli/plugin_entries.hpp"
#include "cli/plugin_options.hpp"
#include "cli/terminal.hpp"
#include "document/plugin_pages.hpp"

namespace initlab {
namespace {

constexpr const char* usual_folder = "docs/plugins";

/// The plugins that --only names, or all; each once, in the order of the catalogue.
std::vector<CatalogueEntry> chosen_entries(const CommandLine& line, const Catalogue& catalogue) {
  std::vector<CatalogueEntry> all = all_entries(catalogue);
  const std::vector<std::string> lists = line.texts("only");
  if (lists.empty()) return all;
  std::vector<std::string> ids;
  for (const std::string& list : lists) {
    std::istringstream stream(list);
    for (std::string id; std::getline(stream, id, ',');) ids.push_back(id);
  }
  for (const std::string& id : ids)
    if (std::ranges::none_of(all, [&](const CatalogueEntry& entry) { return entry.record.id == id; }))
      entries_named(catalogue, id);  // says what is wrong with that name
  std::erase_if(all, [&](const CatalogueEntry& entry) { return std::ranges::find(ids, entry.record.id) == ids.end(); });
  return all;
}

std::string told(const FolderChanges& changes, const std::string& folder) {
  std::string text;
  const auto list = [&](const char* what, const std::vector<std::filesystem::path>& files) {
    for (const std::filesystem::path& file : files) text += fmt::format("{:<7}  {}\n", what, file.string());
  };
  list("new", changes.written);
  list("changed", changes.changed);
  list("removed", changes.removed);
  return text + fmt::format("{}: {} new, {} changed, {} removed, {} as before.\n", folder, changes.written.size(),
                            changes.changed.size(), changes.removed.size(), changes.unchanged);
}

}  // namespace

CommandSpec plugins_doc_spec() {
  return {
      "plugins doc",
      "Writes a page for each plugin, from its record and from what is computed of it, and a table of them all. The "
      "folder is kept equal to the plugins: pages that are as they should be stay, those of plugins that are gone "
      "are removed. A folder that holds anything else is refused.",
      {},
      {{"output", "FOLDER", fmt::format("writes there; {} where not given", usual_folder)},
       {"only", "IDS", "takes these plugins only, with commas between them; may be repeated", true},
       {"plugin-path", "FOLDERS", "looks for plugins there first; folders are separated by ':'", true},
       isolate_option()}};
}

ExitCode plugins_doc(std::span<const std::string> arguments) {
  const CommandLine line(plugins_doc_spec(), arguments);
  if (line.wants_help()) return print(help_text(plugins_doc_spec(), output_style().width)), ExitCode::success;
  const std::string folder = line.text("output").value_or(usual_folder);
  check_page_folder(folder);
  const Catalogue catalogue = open_catalogue(line);
  print_problems(catalogue);
  print(told(update_page_folder(folder, plugin_pages(catalogue, chosen_entries(line, catalogue))), folder));
  return ExitCode::success;
}

}  // namespace initlab
