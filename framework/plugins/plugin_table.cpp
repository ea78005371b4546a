#include "plugins/plugin_table.hpp"

#include <fmt/format.h>
#include <initlab/abi.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/error.hpp"
#include "plugins/record_reader.hpp"

namespace initlab {

namespace {

std::uint32_t size_at(const void* address) {
  std::uint32_t size = 0;
  std::memcpy(&size, address, sizeof size);
  return size;
}

void check_record(const CatalogueEntry& entry, const Library& library) {
  const void* record = library.symbol(INITLAB_RECORD_SYMBOL);
  if (!record)
    throw PluginError(fmt::format("{}: exports no '{}'. Declare its record with INITLAB_EXPORT.", entry.file.string(),
                                  INITLAB_RECORD_SYMBOL));
  const auto* bytes = static_cast<const std::byte*>(record);
  const std::size_t claimed =
      size_at(bytes + offsetof(initlab_record, struct_size));  // larger in a newer minor version
  if (read_record({bytes, std::max(claimed, sizeof(initlab_record))}, entry.file) != entry.record)
    throw PluginError(fmt::format(
        "{}: what was loaded is not what was read from the file before (was it replaced meanwhile?). Run again.",
        entry.file.string()));
}

}  // namespace

const void* load_table(const CatalogueEntry& entry, std::size_t least_size, LoadedMode mode) {
  const Library library(entry.file, mode);
  check_record(entry, library);
  const bool is_activation = entry.record.kind == PluginKind::activation;
  const char* symbol = is_activation ? INITLAB_ACTIVATION_SYMBOL : INITLAB_INITIALIZER_SYMBOL;
  const char* other = is_activation ? INITLAB_INITIALIZER_SYMBOL : INITLAB_ACTIVATION_SYMBOL;
  const void* table = library.symbol(symbol);
  if (!table)
    throw PluginError(fmt::format("{}: its record says {}, but it exports no '{}'{}. Correct the record or the table.",
                                  entry.file.string(), to_string(entry.record.kind), symbol,
                                  library.symbol(other) ? fmt::format(" (it exports '{}')", other) : ""));
  if (size_at(table) < least_size)
    throw PluginError(
        fmt::format("{}: its table claims {} bytes, version {}.0 of the ABI has {}. Correct its struct_size.",
                    entry.file.string(), size_at(table), INITLAB_ABI_MAJOR, least_size));
  return table;
}

void refuse_missing_function(const CatalogueEntry& entry, const char* name) {
  throw PluginError(fmt::format("{}: its table lacks the function '{}'. Every {} must have it.", entry.file.string(),
                                name, to_string(entry.record.kind)));
}

}  // namespace initlab
