#include "execution/host_share.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <vector>

#include "execution/available_threads.hpp"

namespace initlab {
namespace {

struct Place {
  std::string host;
  unsigned threads = 1;
  std::vector<unsigned> processors;
};

Place parse(const std::string& text) {
  std::istringstream words(text);
  Place place;
  words >> place.host >> place.threads;
  for (unsigned processor = 0; words >> processor;) place.processors.push_back(processor);
  return place;
}

/// The same in all containers of a machine, where names may differ or be equal by chance.
std::string host_identity() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  if (file >> id) return id;
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

bool may_use(const Place& place, unsigned processor) {
  return std::ranges::find(place.processors, processor) != place.processors.end();
}

}  // namespace

std::string place_of_this_process() {
  std::string text = host_identity() + ' ' + std::to_string(available_threads());
  for (const unsigned processor : available_processors()) text += ' ' + std::to_string(processor);
  return text;
}

HostShare host_share(std::span<const std::string> places, unsigned rank) {
  const Place own = parse(places[rank]);
  std::vector<Place> neighbours;  // and this one
  for (const std::string& text : places)
    if (Place place = parse(text); place.host == own.host) neighbours.push_back(std::move(place));
  const auto ranks = static_cast<unsigned>(neighbours.size());
  // OMP_PROC_BIND hides the processors but the first; then each has an equal part.
  if (own.processors.size() != own.threads) return {ranks, std::max(1u, own.threads / ranks)};

  constexpr double rounding = 1e-9;  // three thirds are one
  double share = rounding;
  for (const unsigned processor : own.processors)
    share += 1.0 / static_cast<double>(std::ranges::count_if(
                       neighbours, [&](const Place& place) { return may_use(place, processor); }));
  return {ranks, std::max(1u, static_cast<unsigned>(share))};
}

}  // namespace initlab
