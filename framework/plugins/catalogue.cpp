#include "plugins/catalogue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "plugins/peek.hpp"

namespace initlab {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view how_to_list = "List all with: initlab plugins list";

struct FolderContent {
  std::vector<fs::path> plugin_files, folders;
};

FolderContent content_of(const fs::path& folder, std::vector<CatalogueProblem>& problems) {
  FolderContent out;
  std::error_code error;
  fs::directory_iterator each(folder, error), end;
  while (!error && each != end) {
    std::error_code unknown;  // a file that cannot be asked is left to peek, which says why
    if (each->path().extension() == ".so")
      out.plugin_files.push_back(each->path());
    else if (each->is_directory(unknown))
      out.folders.push_back(each->path());
    each.increment(error);
  }
  if (error)
    problems.push_back({folder, fmt::format("{}: the folder cannot be read ({}).", folder.string(), error.message())});
  // The order in which a file system lists its files is nobody's decision.
  std::sort(out.plugin_files.begin(), out.plugin_files.end());
  std::sort(out.folders.begin(), out.folders.end());
  return out;
}

std::vector<fs::path> plugin_files_of(const fs::path& path_entry, std::vector<CatalogueProblem>& problems) {
  auto [files, folders] = content_of(path_entry, problems);
  for (const fs::path& folder : folders) {
    const auto inner = content_of(folder, problems).plugin_files;
    files.insert(files.end(), inner.begin(), inner.end());
  }
  return files;
}

std::string why_twice(PluginKind kind, const std::string& id, const fs::path& one, const fs::path& other) {
  return fmt::format("{} is there twice on one plugin path entry: {} and {}. Remove or rename one of them.",
                     plugin_name(kind, id), one.string(), other.string());
}

}  // namespace

Catalogue::Catalogue(const std::vector<fs::path>& search_path, Trust trust) : search_path_(search_path) {
  std::map<Key, CatalogueEntry> usable;
  const auto is_decided = [&](const Key& key) { return usable.contains(key) || unusable_.contains(key); };

  for (const fs::path& path_entry : search_path) {
    std::map<Key, std::vector<CatalogueEntry>> here;
    std::map<std::string, std::string> broken;
    for (const fs::path& file : plugin_files_of(path_entry, problems_)) {
      try {
        CatalogueEntry entry{file, peek(file), trust};
        here[{entry.record.kind, entry.record.id}].push_back(std::move(entry));
      } catch (const PluginError& e) {
        problems_.push_back({file, e.what()});
        broken.emplace(file.stem().string(), e.what());
      }
    }
    for (auto& [key, entries] : here) {
      std::string refusal;
      if (entries.size() > 1) {
        refusal = why_twice(key.first, key.second, entries[0].file, entries[1].file);
        for (std::size_t i = 1; i < entries.size(); ++i)
          problems_.push_back({entries[i].file, why_twice(key.first, key.second, entries[0].file, entries[i].file)});
      }
      if (is_decided(key)) continue;
      if (refusal.empty())
        usable.emplace(key, std::move(entries[0]));
      else
        unusable_.emplace(key, refusal);
    }
    for (const auto& [stem, text] : broken)  // the kind of a broken file is not known: it stands for both
      for (const PluginKind kind : {PluginKind::activation, PluginKind::initializer})
        if (!is_decided({kind, stem})) unusable_.emplace(Key{kind, stem}, text);
  }
  for (auto& [key, entry] : usable) entries_.push_back(std::move(entry));
}

const CatalogueEntry& Catalogue::find(PluginKind kind, std::string_view id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const CatalogueEntry& e) { return e.record.kind == kind && e.record.id == id; });
  if (found != entries_.end()) return *found;
  if (const auto refusal = unusable_.find({kind, std::string(id)}); refusal != unusable_.end())
    throw PluginError(refusal->second);
  throw PluginError(why_unknown(kind, id));
}

std::string Catalogue::why_unknown(PluginKind kind, std::string_view id) const {
  std::vector<std::string> known;
  for (const CatalogueEntry& e : entries_) {
    if (e.record.kind == kind)
      known.push_back(e.record.id);
    else if (e.record.id == id)
      return fmt::format("{} is unknown ('{}' is an {}). {}", plugin_name(kind, id), id, to_string(e.record.kind),
                         how_to_list);
  }
  if (!known.empty())
    return fmt::format("{} is unknown{}. {}", plugin_name(kind, id), did_you_mean(id, known), how_to_list);
  std::vector<std::string> folders;
  for (const fs::path& folder : search_path_) folders.push_back(folder.string());
  if (folders.empty())
    return fmt::format("{} is unknown (the plugin path is empty). Set --plugin-path or INITLAB_PLUGIN_PATH.",
                       plugin_name(kind, id));
  return fmt::format("{} is unknown (there is no usable {} in {}). Set --plugin-path or INITLAB_PLUGIN_PATH.",
                     plugin_name(kind, id), to_string(kind), fmt::join(folders, ", "));
}

}  // namespace initlab
