#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/record.hpp"
#include "plugins/search_path.hpp"

namespace initlab {

/// What happens before a plugin's code runs in this process.
enum class Trust {
  full,
  after_probe,  ///< it is loaded, made, asked and destroyed in a child process first (probe.hpp)
};

struct CatalogueEntry {
  std::filesystem::path file;
  PluginRecord record;
  Trust trust = Trust::full;
};

/// A file or folder on the path that cannot be used, and why: a whole sentence that begins with its path.
struct CatalogueProblem {
  std::filesystem::path file;
  std::string text;
};

/// The plugins that can be had, by reading their files and running nothing of them. Of every path entry the files *.so
/// directly in it and one folder down count.
///
/// An earlier path entry shadows later ones, also with a file that turns out to be broken: nobody gets another plugin
/// than the one they put there. Two files with the same kind and id on one path entry are both refused. An activation
/// and an initializer may share an id.
class Catalogue {
 public:
  explicit Catalogue(const std::vector<std::filesystem::path>& search_path, Trust trust = Trust::full);

  /// Usable plugins, sorted by kind and id, without shadowed ones.
  const std::vector<CatalogueEntry>& entries() const { return entries_; }
  /// In the order of the search path, then of the file names.
  const std::vector<CatalogueProblem>& problems() const { return problems_; }

  /// Throws PluginError: unknown (with the nearest name), known as the other kind only, broken, or there twice.
  const CatalogueEntry& find(PluginKind kind, std::string_view id) const;

 private:
  using Key = std::pair<PluginKind, std::string>;

  std::string why_unknown(PluginKind kind, std::string_view id) const;

  std::vector<std::filesystem::path> search_path_;
  std::vector<CatalogueEntry> entries_;
  std::vector<CatalogueProblem> problems_;
  std::map<Key, std::string> unusable_;  // what asking for it is answered with
};

}  // namespace initlab
