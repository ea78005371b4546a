#include "execution/ranks.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "execution/packed.hpp"

namespace initlab {
namespace {

/// What went wrong in a rank, as a text for the others; empty if nothing did.
std::string failure_text(const std::optional<Error>& failure) {
  if (!failure) return "";
  const std::string parts[] = {std::to_string(static_cast<int>(failure->exit_code())), failure->what()};
  return pack(parts);
}

std::optional<Error> failure_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::vector<std::string> parts = unpack_texts(text);
  return Error(static_cast<ExitCode>(std::stoi(parts[0])), parts[1]);
}

/// "rank 1", "ranks 1, 2 and 5 more".
std::string names(const std::vector<std::size_t>& ranks) {
  constexpr std::size_t most = 8;
  std::string text = ranks.size() == 1 ? "rank " : "ranks ";
  for (std::size_t i = 0; i < std::min(ranks.size(), most); ++i) text += (i > 0 ? ", " : "") + std::to_string(ranks[i]);
  if (ranks.size() > most) text += " and " + std::to_string(ranks.size() - most) + " more";
  return text;
}

/// Each text once, with the ranks that it came from unless these are all.
std::string told(const std::vector<std::string>& failures) {
  std::vector<std::string> different;
  for (const std::string& failure : failures)
    if (!failure.empty() && std::ranges::find(different, failure) == different.end()) different.push_back(failure);
  std::string text;
  for (const std::string& failure : different) {
    std::vector<std::size_t> ranks;
    for (std::size_t rank = 0; rank < failures.size(); ++rank)
      if (failures[rank] == failure) ranks.push_back(rank);
    if (!text.empty()) text += '\n';
    if (ranks.size() < failures.size()) text += names(ranks) + ": ";
    text += failure_of(failure)->what();
  }
  return text;
}

}  // namespace

Ranks::Ranks(std::unique_ptr<Messenger> messenger) : messenger_(std::move(messenger)) {
  host_ = host_share(exchange(place_of_this_process()), rank());
}

std::vector<std::string> Ranks::exchange(const std::string& text) {
  if (!messenger_) return {text};
  if (!is_first()) {
    messenger_->send(0, Topic::exchange, text);
    return unpack_texts(wait_for_message(*messenger_).bytes);
  }
  std::vector<std::string> texts(size());
  texts[0] = text;
  for (unsigned missing = size() - 1; missing > 0; --missing) {
    Message message = wait_for_message(*messenger_);
    texts[message.from] = std::move(message.bytes);
  }
  const std::string all = pack(texts);
  for (unsigned other = 1; other < size(); ++other) messenger_->send(other, Topic::exchange, all);
  return texts;
}

std::string Ranks::from_first(const std::string& text) {
  if (!messenger_) return text;
  if (!is_first()) return wait_for_message(*messenger_).bytes;
  for (unsigned other = 1; other < size(); ++other) messenger_->send(other, Topic::exchange, text);
  return text;
}

void Ranks::agree(const std::function<void()>& step) {
  if (!messenger_) return step();
  std::optional<Error> failure;
  try {
    step();
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure = Error(ExitCode::internal, std::string("internal error: ") + error.what());
  }
  const std::vector<std::string> failures = exchange(failure_text(failure));
  const auto first = std::ranges::find_if(failures, [](const std::string& text) { return !text.empty(); });
  if (first == failures.end()) return;
  is_over_ = true;
  throw Error(failure_of(*first)->exit_code(), is_first() ? told(failures) : "");
}

std::unique_ptr<SharedBlocks> Ranks::share(std::span<const std::size_t> blocks, unsigned threads) {
  if (!messenger_) return nullptr;
  is_working_ = true;
  return is_first() ? deal_blocks(*messenger_, blocks) : ask_for_blocks(*messenger_, threads);
}

void Ranks::leave(ExitCode code) {
  if (!messenger_) return;
  if (is_over_ || (code == ExitCode::success && !is_working_))
    messenger_->finalize();
  else if (code != ExitCode::interrupted)
    messenger_->abort(static_cast<int>(code));
}

}  // namespace initlab
