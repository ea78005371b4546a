#include "experiment/journaled_blocks.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/error.hpp"
#include "experiment/result_builder.hpp"

namespace initlab {

JournaledBlocks::JournaledBlocks(const Plan& plan) : plan_(&plan), parts_(plan.blocks.size()) {}

Measurement JournaledBlocks::empty_measurement(std::size_t block) const {
  return {plan_->points[plan_->blocks[block].point].depth() + 1, plan_->quantities.size()};
}

void JournaledBlocks::add(JournalReader journal) {
  for (const JournalRecord& record : journal.records()) {
    if (record.block >= parts_.size() || record.trials > plan_->blocks[record.block].trials ||
        record.bytes != empty_measurement(record.block).bytes().size())
      throw ResultError(
          fmt::format("{} holds a record that is not of this plan (block {}, {} trials, {} bytes). "
                      "Was the file put together by hand? Take it away and run its blocks again.",
                      journal.path().string(), record.block, record.trials, record.bytes));
    Part& part = parts_[record.block];
    if (record.trials > part.trials) part = {record.trials, static_cast<std::uint32_t>(journals_.size()), record.place};
  }
  journals_.push_back(std::move(journal));
}

std::vector<std::size_t> JournaledBlocks::unfinished(std::span<const std::size_t> among) const {
  std::vector<std::size_t> blocks;
  for (const std::size_t block : among)
    if (!is_finished(block)) blocks.push_back(block);
  return blocks;
}

std::uint64_t JournaledBlocks::trials_of(std::span<const std::size_t> blocks) const {
  std::uint64_t total = 0;
  for (const std::size_t block : blocks) total += trials(block);
  return total;
}

BlockPart JournaledBlocks::read(std::size_t block) const {
  const Part& part = parts_[block];
  BlockPart read{block, part.trials, empty_measurement(block)};
  const std::span<std::byte> bytes = read.measurement.bytes();
  journals_[part.journal].read({static_cast<std::uint32_t>(block), part.trials, part.place, bytes.size()}, bytes);
  return read;
}

RunResult JournaledBlocks::merge() const {
  ResultBuilder builder(*plan_);
  for (std::size_t block = 0; block < parts_.size(); ++block)
    if (trials(block) > 0) builder.take(block, read(block).measurement);
  return builder.finish();
}

}  // namespace initlab
