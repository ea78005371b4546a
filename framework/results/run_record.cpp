#include "results/run_record.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "core/hash.hpp"
#include "results/atomic_file.hpp"
#include "results/stored_bytes.hpp"

namespace initlab {
namespace {

// The order in which people read it.
template <class Record, class Visit>
void for_each_field(Record& record, Visit visit) {
  visit("host", record.host);
  visit("processor", record.processor);
  visit("simd_target", record.simd_target);
  visit("backend", record.backend);
  visit("ranks", record.ranks);
  visit("threads", record.threads);
  visit("started", record.started);
  visit("seconds", record.seconds);
  visit("trials_per_second", record.trials_per_second);
  visit("command_line", record.command_line);
  visit("result_sha256", record.result_sha256);
}

template <class T>
void put(nlohmann::ordered_json& fields, const char* name, const T& value) {
  fields[name] = value;
}
template <class T>
void put(nlohmann::ordered_json& fields, const char* name, const std::optional<T>& value) {
  if (value) fields[name] = *value;
}

template <class T>
void get(const nlohmann::json& fields, const char* name, T& value) {
  fields.at(name).get_to(value);
}
template <class T>
void get(const nlohmann::json& fields, const char* name, std::optional<T>& value) {
  if (fields.contains(name)) value = fields.at(name).get<T>();
}

}  // namespace

std::filesystem::path run_record_path(const std::filesystem::path& result_file) {
  std::filesystem::path path = result_file;
  path += ".run.json";
  return path;
}

void store_run_record(RunRecord record, const std::filesystem::path& result_file) {
  record.result_sha256 = sha256_hex(stored_bytes(result_file));
  nlohmann::ordered_json fields;
  for_each_field(record, [&](const char* name, const auto& value) { put(fields, name, value); });
  // Texts come from the system and need not be UTF-8, which JSON has to be.
  constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
  const std::string text = fields.dump(2, ' ', false, replace) + '\n';
  write_atomically(run_record_path(result_file), text, Overwrite::replace);
}

RunRecord load_run_record(const std::filesystem::path& result_file) {
  const std::filesystem::path path = run_record_path(result_file);
  const std::string text = stored_bytes(path);
  try {
    const auto fields = nlohmann::json::parse(text);
    RunRecord record;
    for_each_field(record, [&](const char* name, auto& value) { get(fields, name, value); });
    return record;
  } catch (const nlohmann::json::exception& error) {
    throw ResultError(
        fmt::format("{} is not a run record ({}). Its run's result does not need it.", path.string(), error.what()));
  }
}

void require_unchanged(const std::filesystem::path& result_file) {
  if (!std::filesystem::exists(run_record_path(result_file)))
    throw ResultError(
        fmt::format("{} cannot be checked ({} is not there, which has its SHA-256). Put it back, or run it again with "
                    "--force.",
                    result_file.string(), run_record_path(result_file).string()));
  if (load_run_record(result_file).result_sha256 != sha256_hex(stored_bytes(result_file)))
    throw ResultError(
        fmt::format("{} is not as its run stored it (its SHA-256 is another than in {}). Take it from a "
                    "backup, or run it again with --force.",
                    result_file.string(), run_record_path(result_file).string()));
}

}  // namespace initlab
