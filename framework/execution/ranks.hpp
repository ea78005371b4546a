#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "execution/host_share.hpp"
#include "execution/messenger.hpp"
#include "execution/shared_blocks.hpp"

namespace initlab {

/// The processes that do one run together, numbered from 0: mostly one, or those that mpirun has started. What needs
/// all of them is called by all, in the same order. No numbers of a result travel between them, only texts and the
/// numbers of blocks: which rank runs a block changes no bit.
class Ranks {
 public:
  /// This process alone.
  Ranks() = default;
  /// With the others; waits until they have come so far.
  explicit Ranks(std::unique_ptr<Messenger> messenger);

  unsigned rank() const { return messenger_ ? messenger_->rank() : 0; }
  unsigned size() const { return messenger_ ? messenger_->size() : 1; }
  /// The rank that speaks to the user.
  bool is_first() const { return rank() == 0; }
  const HostShare& host() const { return host_; }

  /// The texts of all ranks, in all ranks.
  std::vector<std::string> exchange(const std::string& text);

  /// The text that rank 0 gives, in all ranks.
  std::string from_first(const std::string& text);

  /// All ranks take a step that each may fail at. If one does, all throw: rank 0 an Error with what went wrong, and
  /// where if it was not the same everywhere; the others one without a text, as one sentence is enough.
  void agree(const std::function<void()>& step);

  /// Begins the common work on `blocks`, which are those of rank 0; the others may give any. From now on a rank that
  /// fails takes the others with it (leave), as nobody would wait for them.
  std::unique_ptr<SharedBlocks> share(std::span<const std::size_t> blocks, unsigned threads);
  /// All ranks have closed their blocks: each can do without the others.
  void end_of_work() { is_over_ = true; }

  /// The last call of a process, with what it will answer. Waits for the others if nothing went wrong or all know what
  /// did; else it ends them, unless it was interrupted in the middle of the work, as they then were too.
  void leave(ExitCode code);

 private:
  std::unique_ptr<Messenger> messenger_;
  HostShare host_;
  bool is_working_ = false, is_over_ = false;
};

}  // namespace initlab
