#include "document/plugin_pages.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>

#include "document/activation_page.hpp"
#include "document/activation_plot.hpp"
#include "document/index_page.hpp"
#include "document/initializer_page.hpp"
#include "plugins/load.hpp"

namespace initlab {
namespace {

/// The activations that initializers are asked with.
class Companions {
 public:
  explicit Companions(const Catalogue& catalogue) {
    for (const char* id : {"relu", "tanh", "erf"}) {
      const CatalogueEntry& entry = catalogue.find(PluginKind::activation, id);
      loaded_.push_back(load_activation(entry, resolve(entry.record, {})));
      list_.push_back({id, loaded_.back().get()});
    }
  }
  const std::vector<Companion>& list() const { return list_; }

 private:
  std::vector<std::unique_ptr<Activation>> loaded_;
  std::vector<Companion> list_;
};

/// What is written in the pages' snippets. Of from_file the path, which has no default, is an example.
PluginArguments snippet_arguments(const CatalogueEntry& entry) {
  if (entry.file.empty()) return {{{"path", std::string("weights.npz")}}};
  return {};
}

class PageMaker {
 public:
  PageMaker(const Catalogue& catalogue, const std::vector<CatalogueEntry>& entries)
      : catalogue_(catalogue), entries_(entries) {}

  std::vector<MadeFile> files() {
    for (const CatalogueEntry& entry : entries_)
      entry.record.kind == PluginKind::activation ? add_activation(entry) : add_initializer(entry);
    files_.push_back({"README.md", index_page(activations_, initializers_)});
    return std::move(files_);
  }

 private:
  void add_activation(const CatalogueEntry& entry) {
    const ResolvedArguments arguments = resolve(entry.record, {});
    const std::unique_ptr<Activation> phi = load_activation(entry, arguments);
    const ActivationFacts facts = activation_facts(*phi);
    const std::string name = "activations/" + entry.record.id;
    files_.push_back({name + ".md", activation_page(entry.record, arguments, facts)});
    files_.push_back({name + ".svg", activation_plot(*phi)});
    activations_.push_back({entry.record, facts.gain(), facts.edges});
  }

  void add_initializer(const CatalogueEntry& entry) {
    const ResolvedArguments arguments = resolve(entry.record, snippet_arguments(entry));
    const InitializerFacts facts = entry.file.empty()
                                       ? facts_of_filled_weights()
                                       : initializer_facts(*load_initializer(entry, arguments), companions().list());
    files_.push_back({"initializers/" + entry.record.id + ".md", initializer_page(entry.record, arguments, facts)});
    initializers_.push_back({entry.record, facts.dependence.text()});
  }

  const Companions& companions() {
    if (!companions_) companions_ = std::make_unique<Companions>(catalogue_);
    return *companions_;
  }

  const Catalogue& catalogue_;
  const std::vector<CatalogueEntry>& entries_;
  std::unique_ptr<Companions> companions_;
  std::vector<MadeFile> files_;
  std::vector<ListedActivation> activations_;
  std::vector<ListedInitializer> initializers_;
};

}  // namespace

std::vector<MadeFile> plugin_pages(const Catalogue& catalogue, const std::vector<CatalogueEntry>& entries) {
  return PageMaker(catalogue, entries).files();
}

}  // namespace initlab
