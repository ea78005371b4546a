#include "conformance/common_checks.hpp"
#include "conformance/instance.hpp"

namespace initlab {

std::string check_loading(const Subject& subject, Doing& doing) {
  if (subject.entry.record.kind == PluginKind::activation) {
    auto activation = load_activation(subject, doing);
    doing.now("destroyed");
    activation.reset();
  } else {
    auto initializer = load_initializer(subject, doing);
    doing.now("destroyed");
    initializer.reset();
  }
  return "It is loaded, made and destroyed.";
}

}  // namespace initlab
