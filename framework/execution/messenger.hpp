#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace initlab {

/// What a message between the processes of a run is about.
enum class Topic : int {
  exchange,  ///< a text for rank 0, or the texts of all from it
  request,   ///< to rank 0: more blocks are wanted
  blocks,    ///< from rank 0: those it gives; none when there are none left
  closed,    ///< to rank 0: all that was finished is on the disk
  farewell,  ///< from rank 0: so it is in all ranks
};

struct Message {
  unsigned from = 0;
  Topic topic = Topic::exchange;
  std::string bytes;
};

/// Short messages between the processes that were started together, numbered from 0: all that is asked of MPI. One
/// thread at a time may call it.
class Messenger {
 public:
  virtual ~Messenger() = default;

  virtual unsigned rank() const = 0;
  virtual unsigned size() const = 0;

  /// The receiver must be polling, or do so soon. Messages from one rank to another arrive in their order.
  virtual void send(unsigned to, Topic topic, std::string_view bytes) = 0;
  /// The next message that has arrived, if any; never waits.
  virtual std::optional<Message> poll() = 0;

  /// Waits until all ranks have called it; nothing is sent afterwards.
  virtual void finalize() = 0;
  /// Ends the processes of all ranks; the launcher answers `code`.
  [[noreturn]] virtual void abort(int code) = 0;
};

/// Polls until a message is there, without keeping the processor busy: it is found within a millisecond.
Message wait_for_message(Messenger& messenger);

}  // namespace initlab
