// What a journal costs: a record, and the beginning of a resume that finds a million of them.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "journal/journal_reader.hpp"
#include "journal/journal_writer.hpp"

namespace {

using namespace initlab;

/// A journal that is gone when it goes out of scope.
struct JournalFile {
  std::filesystem::path path = "initlab-journal-bench-" + std::to_string(getpid());
  ~JournalFile() { std::filesystem::remove(path); }
};

constexpr std::int64_t small_record = 1840;    // one group of sixteen accumulators
constexpr std::int64_t usual_record = 57'000;  // 50 layers of 10 quantities

void append(benchmark::State& state) {
  const JournalFile file;
  const std::vector<std::byte> bytes(static_cast<std::size_t>(state.range(0)));
  JournalWriter writer = begin_journal(file.path, "plan");
  std::uint32_t block = 0;
  for (auto _ : state) writer.append(block++, 1, bytes);
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(append)->Arg(small_record)->Arg(usual_record)->Iterations(20'000)->UseRealTime();

void append_and_commit(benchmark::State& state) {
  const JournalFile file;
  const std::vector<std::byte> bytes(usual_record);
  JournalWriter writer = begin_journal(file.path, "plan");
  std::uint32_t block = 0;
  for (auto _ : state) {
    writer.append(block++, 1, bytes);
    writer.commit();
  }
}
BENCHMARK(append_and_commit)->Iterations(100)->UseRealTime();

/// Every byte is read and checked.
void continue_with_a_million_records(benchmark::State& state) {
  const JournalFile file;
  {
    const std::vector<std::byte> bytes(small_record);
    JournalWriter writer = begin_journal(file.path, "plan");
    for (std::uint32_t block = 0; block < 1'000'000; ++block) writer.append(block, 1, bytes);
  }
  for (auto _ : state) {
    const auto [writer, reader] = continue_journal(file.path);
    if (reader.records().size() != 1'000'000) state.SkipWithError("records are missing");
  }
}
BENCHMARK(continue_with_a_million_records)->Iterations(3)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
