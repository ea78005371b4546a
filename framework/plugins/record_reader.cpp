#include "plugins/record_reader.hpp"

#include <fmt/format.h>
#include <initlab/abi.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "core/error.hpp"

namespace initlab {

namespace {

class RecordReader {
 public:
  RecordReader(std::span<const std::byte> bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}

  PluginRecord read() {
    check_version();
    std::memcpy(&record_, bytes_.data(), sizeof record_);
    PluginRecord out;
    out.kind = kind();
    out.build_flags = build_flags();
    out.abi_major = record_.abi_major;
    out.abi_minor = record_.abi_minor;
    out.id = text(record_.id, "its id");
    if (out.id.empty()) damaged("it has no id");
    out.version = text(record_.version, "its version");
    out.compiler = text(record_.compiler, "its compiler");
    out.summary = text(record_.summary, "its summary");
    out.formula = text(record_.formula, "its formula");
    out.reference = text(record_.reference, "its reference");
    if (record_.parameter_count > INITLAB_MAX_PARAMETERS)
      damaged(fmt::format("it speaks of {} parameters, at most {} are possible", record_.parameter_count,
                          INITLAB_MAX_PARAMETERS));
    std::set<std::string> names;
    for (const initlab_parameter& p : std::span(record_.parameters, record_.parameter_count)) {
      out.parameters.push_back(parameter(p));
      if (!names.insert(out.parameters.back().name).second)
        damaged(fmt::format("two parameters are called '{}'", out.parameters.back().name));
    }
    return out;
  }

 private:
  [[noreturn]] void refuse(const std::string& text) const { throw PluginError(fmt::format("{}: {}", file_, text)); }
  [[noreturn]] void damaged(const std::string& why) const {
    refuse(fmt::format("its plugin record is unusable ({}). Correct the plugin and rebuild it.", why));
  }

  // The first sixteen bytes mean the same in every version of the ABI: magic, size, version.
  void check_version() const {
    constexpr std::size_t fixed_start = 16;
    initlab_record start{};
    if (bytes_.size() < fixed_start) damaged(fmt::format("it has {} bytes", bytes_.size()));
    std::memcpy(&start, bytes_.data(), fixed_start);
    if (start.magic != INITLAB_MAGIC) damaged("it does not begin with initlab's magic number");
    if (start.abi_major != INITLAB_ABI_MAJOR)
      refuse(fmt::format("built for plugin ABI {} (this host speaks {}). Rebuild it against initlab {}.x.",
                         start.abi_major, INITLAB_ABI_MAJOR, INITLAB_ABI_MAJOR));
    if (start.struct_size < sizeof(initlab_record))
      damaged(fmt::format("it claims {} bytes, version {}.0 of the ABI has {}", start.struct_size, INITLAB_ABI_MAJOR,
                          sizeof(initlab_record)));
    if (bytes_.size() < start.struct_size)
      damaged(fmt::format("it claims {} bytes, its section has {}", start.struct_size, bytes_.size()));
  }

  PluginKind kind() const {
    switch (record_.kind) {
      case INITLAB_KIND_ACTIVATION:
        return PluginKind::activation;
      case INITLAB_KIND_INITIALIZER:
        return PluginKind::initializer;
      default:
        damaged(fmt::format("it is of the unknown kind {}", record_.kind));
    }
  }

  std::uint32_t build_flags() const {
    if (record_.build_flags & INITLAB_BUILD_FAST_MATH)
      refuse(
          "built with fast-math (its results would change with the compiler, and NaN goes unnoticed). Rebuild without "
          "-ffast-math.");
    return record_.build_flags;
  }

  template <std::size_t Size>
  std::string text(const char (&from)[Size], const std::string& what) const {
    const std::size_t length = ::strnlen(from, Size);
    if (length == Size) damaged(fmt::format("{} has no end within {} bytes", what, Size));
    return {from, length};
  }

  PluginParameter parameter(const initlab_parameter& from) const {
    PluginParameter out;
    out.name = text(from.name, "the name of a parameter");
    if (out.name.empty()) damaged("a parameter has no name");
    out.meaning = text(from.meaning, fmt::format("the meaning of its parameter '{}'", out.name));
    const std::string given = text(from.text, fmt::format("the text of its parameter '{}'", out.name));
    switch (from.type) {
      case INITLAB_REAL:
        out.type = PluginParameter::Type::real;
        return number(out, from);
      case INITLAB_INTEGER:
        out.type = PluginParameter::Type::integer;
        if (from.default_value != std::floor(from.default_value))
          damaged(fmt::format("parameter '{}' has the default {}, which is not a whole number", out.name,
                              from.default_value));
        return number(out, from);
      case INITLAB_CHOICE:
        return choice(out, from, given);
      case INITLAB_TEXT:
        out.type = PluginParameter::Type::text;
        out.default_text = given;
        return out;
      default:
        damaged(fmt::format("parameter '{}' is of the unknown type {}", out.name, from.type));
    }
  }

  PluginParameter number(PluginParameter out, const initlab_parameter& from) const {
    out.default_value = from.default_value;
    out.minimum = from.minimum;
    out.maximum = from.maximum;
    const bool inside = from.default_value >= from.minimum && from.default_value <= from.maximum;
    if (!inside || !std::isfinite(from.default_value))
      damaged(fmt::format("parameter '{}' has the default {}, which {}", out.name, from.default_value,
                          allowed_values(out)));
    return out;
  }

  PluginParameter choice(PluginParameter out, const initlab_parameter& from, std::string_view names) const {
    out.type = PluginParameter::Type::choice;
    while (true) {
      const std::size_t bar = names.find('|');
      out.choices.emplace_back(names.substr(0, bar));
      if (out.choices.back().empty()) damaged(fmt::format("parameter '{}' has a choice without a name", out.name));
      if (bar == names.npos) break;
      names.remove_prefix(bar + 1);
    }
    const double position = from.default_value;
    if (!(position >= 0 && position < static_cast<double>(out.choices.size())) || position != std::floor(position))
      damaged(fmt::format("parameter '{}' has the default {}, which is none of its {} choices", out.name, position,
                          out.choices.size()));
    out.default_value = position;
    out.maximum = static_cast<double>(out.choices.size() - 1);
    out.default_text = out.choices[static_cast<std::size_t>(position)];
    return out;
  }

  std::span<const std::byte> bytes_;
  std::string file_;
  initlab_record record_{};
};

}  // namespace

PluginRecord read_record(std::span<const std::byte> bytes, const std::filesystem::path& file) {
  return RecordReader(bytes, file.string()).read();
}

}  // namespace initlab
