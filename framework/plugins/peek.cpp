#include "plugins/peek.hpp"

#include <fmt/format.h>
#include <initlab/abi.h>

#include "core/error.hpp"
#include "plugins/elf_preflight.hpp"
#include "plugins/record_reader.hpp"

namespace initlab {

PluginRecord peek(const std::filesystem::path& file) {
  PluginRecord record = read_record(read_record_section(file), file);
  const std::string stem = file.stem().string();
  if (record.id != stem)
    throw PluginError(fmt::format(
        "{}: its id is '{}' (a plugin is asked for by its file's name). Rename the file to {}.so or the id to '{}'.",
        file.string(), record.id, record.id, stem));
  if ((record.build_flags & INITLAB_BUILD_AVX512) && !__builtin_cpu_supports("avx512f"))
    throw PluginError(
        fmt::format("{}: needs AVX-512 (this processor has none). Rebuild it with -march=x86-64-v3.", file.string()));
  return record;
}

}  // namespace initlab
