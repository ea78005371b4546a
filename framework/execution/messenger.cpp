#include "execution/messenger.hpp"

#include <utility>

#include "execution/patience.hpp"

namespace initlab {

Message wait_for_message(Messenger& messenger) {
  Patience patience;
  while (true) {
    if (std::optional<Message> message = messenger.poll()) return *std::move(message);
    patience.sleep();
  }
}

}  // namespace initlab
