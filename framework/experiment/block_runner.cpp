#include "experiment/block_runner.hpp"

#include <chrono>
#include <cstdio>
#include <utility>

#include "core/error.hpp"
#include "experiment/trial_runner.hpp"
#include "network/activation_fault.hpp"

namespace initlab {
namespace {

std::string in_words(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", number);
  return text;
}

/// The place in words, and the command that runs just that trial.
std::string told_with(const Plan& plan, std::size_t point, std::uint32_t trial, const std::string& detail) {
  const std::string place = std::to_string(point + 1), number = std::to_string(trial + 1ull);
  return " of point " + place + ", trial " + number + detail + ". Reproduce: " + plan.command + " --only " + place +
         ":" + number;
}

PluginError explain(const ActivationFault& fault, const Plan& plan, std::size_t point, std::uint32_t trial) {
  return PluginError("activation '" + plan.points[point].settings.network.activation.id + "' gave NaN " +
                     (fault.derivative ? "as its derivative " : "") + "at layer " + std::to_string(fault.layer) +
                     told_with(plan, point, trial, " (input " + in_words(fault.input) + ")"));
}

/// Keeps parts of blocks whose trials take so long that whoever asks to stop cannot wait for the one that has begun.
class Keeper {
 public:
  explicit Keeper(BlockStore& store) : store_(store) {}

  void after_trial(BlockPart& part) {
    const Clock::time_point now = Clock::now(), begun = std::exchange(trial_, now);
    if (now - begun < long_trial || now - kept_ < interval) return;
    store_.keep(part);
    kept_ = now;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds long_trial{300};
  static constexpr std::chrono::seconds interval{5};  // a record a trial of a week's run would fill the disk

  BlockStore& store_;
  Clock::time_point trial_ = Clock::now(), kept_ = trial_;
};

}  // namespace

const StopRequest& BlockRunner::never() {
  static const StopRequest none;
  return none;
}

BlockRunner::BlockRunner(const Plan& plan, const Backend& backend, double memory_limit)
    : plan_(plan), backend_(backend) {
  for (const Point& point : plan.points)
    blocks_to_keep_.push_back(plan.blocks_to_keep(point, backend.threads(), memory_limit));
}

BlockPart BlockRunner::finish(BlockPart part, BlockStore& store, const StopRequest& stop) const {
  const Block& block = plan_.blocks[part.block];
  Keeper keeper(store);
  const auto runner = make_trial_runner(plan_.points[block.point], plan_.matrices, blocks_to_keep_[block.point]);
  while (part.trials < block.trials && !stop.before_next_trial()) {
    const std::uint32_t trial = block.first_trial + part.trials;
    try {
      runner->run(trial, part.measurement);
    } catch (const ActivationFault& fault) {
      throw explain(fault, plan_, block.point, trial);
    } catch (const PluginError& error) {
      throw PluginError(std::string(error.what()) + "; this was in the network" +
                        told_with(plan_, block.point, trial, ""));
    }
    ++part.trials;
    keeper.after_trial(part);
  }
  return part;
}

void BlockRunner::run_block(std::size_t number, BlockStore& store, const StopRequest& stop) const {
  const Block& block = plan_.blocks[number];
  std::optional<BlockPart> begun = store.begun(number);
  const std::uint32_t trials_before = begun ? begun->trials : 0;
  if (begun && trials_before == block.trials) return;
  if (!begun) begun = BlockPart{number, 0, Measurement(plan_.points[block.point].depth() + 1, plan_.quantities.size())};
  BlockPart part = finish(*std::move(begun), store, stop);
  if (part.trials > trials_before) store.put(std::move(part));
}

void BlockRunner::run(std::span<const std::size_t> blocks, BlockStore& store, const StopRequest& stop) const {
  backend_.for_each_block(blocks.size(), [&](std::size_t i) {
    if (!stop.before_next_block()) run_block(blocks[i], store, stop);
  });
}

void BlockRunner::run(SharedBlocks& blocks, BlockStore& store, const StopRequest& stop) const {
  backend_.for_each_block(backend_.threads(), [&](std::size_t) {
    try {
      while (!stop.before_next_block()) {
        const std::optional<std::size_t> block = blocks.next();
        if (!block) return;
        run_block(*block, store, stop);
      }
    } catch (...) {
      blocks.stop();
      throw;
    }
  });
}

}  // namespace initlab
