#include <fmt/format.h>

#include "conformance/common_checks.hpp"
#include "plugins/peek.hpp"

namespace initlab {
namespace {

void expect_text(const Subject& subject, const std::string& text, const char* what, const char* why) {
  if (text.empty())
    throw Nonconformity(
        fmt::format("{} has no {} ({}). Add it to the macro at the end of its source.", subject.name(), what, why));
}

}  // namespace

std::string check_record(const Subject& subject, Doing& doing) {
  doing.now("read");
  const PluginRecord record = peek(subject.entry.file);
  expect_text(subject, record.version, "version", "results name it");
  expect_text(subject, record.summary, "summary", "it is the manual page");
  expect_text(subject, record.formula, "formula", "it says what is computed");
  expect_text(subject, record.reference, "reference", "whoever uses it wants to know where the formula comes from");
  for (const PluginParameter& parameter : record.parameters)
    if (parameter.meaning.empty())
      throw Nonconformity(fmt::format("{} does not say what its parameter '{}' means. Give initlab::param a sentence.",
                                      subject.name(), parameter.name));
  return fmt::format("Version {}, {} parameter{}, with summary, formula and reference.", record.version,
                     record.parameters.size(), record.parameters.size() == 1 ? "" : "s");
}

}  // namespace initlab
