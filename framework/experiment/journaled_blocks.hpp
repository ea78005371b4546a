#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "experiment/block_part.hpp"
#include "experiment/plan.hpp"
#include "journal/journal_reader.hpp"
#include "results/run_result.hpp"

namespace initlab {

/// What some journals hold of a plan's blocks between them: of each block the part with most trials. The plan must
/// outlive it.
class JournaledBlocks {
 public:
  explicit JournaledBlocks(const Plan& plan);

  /// Throws ResultError for a record that no block of the plan can have left. The journal's plan is not looked at.
  void add(JournalReader journal);

  /// Trials of the block that are there.
  std::uint32_t trials(std::size_t block) const { return parts_[block].trials; }
  bool is_finished(std::size_t block) const { return trials(block) == plan_->blocks[block].trials; }
  std::vector<std::size_t> unfinished(std::span<const std::size_t> among) const;
  std::uint64_t trials_of(std::span<const std::size_t> blocks) const;
  const Plan& plan() const { return *plan_; }
  std::span<const JournalReader> journals() const { return journals_; }

  /// Reads it from the disk; the block must have trials. Any thread may call it. Throws ResultError.
  BlockPart read(std::size_t block) const;
  /// The blocks that are there, merged in their order; of unfinished ones, as many trials as there are.
  RunResult merge() const;

 private:
  struct Part {
    std::uint32_t trials = 0, journal = 0;
    std::uint64_t place = 0;
  };

  Measurement empty_measurement(std::size_t block) const;

  const Plan* plan_;
  std::vector<JournalReader> journals_;
  std::vector<Part> parts_;  ///< one a block
};

}  // namespace initlab
