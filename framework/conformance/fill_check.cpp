#include <fmt/format.h>

#include "conformance/initializer_checks.hpp"
#include "conformance/instance.hpp"
#include "conformance/places.hpp"

namespace initlab {
namespace {

const Stream some_stream{{1, 2}, 3, 4}, other_trial{{1, 2}, 5, 4}, other_key{{7, 2}, 3, 4};

/// What a matrix depends on beside its place.
enum class DependsOn { its_stream, nothing };

DependsOn what_it_depends_on(const Subject& subject, const Initializer& initializer, const Layer& layer) {
  const std::vector<double> first = filled(initializer, layer, some_stream);
  const std::vector<double> other = filled(initializer, layer, other_trial);
  if (filled(initializer, layer, some_stream) != first)
    throw Nonconformity(
        fmt::format("{} fills a matrix otherwise when it is given the same stream again ({}). It must "
                    "draw from the stream of the host only.",
                    subject.name(), described(layer)));
  if (other != first && filled(initializer, layer, other_key) != first) return DependsOn::its_stream;
  // A structured matrix (the identity, Hadamard's) needs no random numbers, and theory of random ones does not cover
  // it.
  if (initializer.weights(layer).scale == 0.0) return DependsOn::nothing;
  throw Nonconformity(
      fmt::format("{} fills equal matrices from different streams ({}) and states a standard deviation. "
                  "It must draw from the stream of the host; a matrix that is not random has none to "
                  "state.",
                  subject.name(), described(layer)));
}

}  // namespace

std::string check_fill(const Subject& subject, Doing& doing) {
  const auto initializer = load_initializer(subject, doing);
  const Places places;
  std::vector<Layer> layers = places.some();
  // In the order of a network, whose first layer may be remembered for the second.
  layers.push_back(places.ordinary());
  layers.push_back(places.ordinary());
  layers.back().index = 2;
  std::size_t random = 0, fixed = 0;
  for (const Layer& layer : layers) {
    if (!fills(*initializer, layer)) continue;
    doing.now(fmt::format("asked to fill a matrix ({})", described(layer)));
    ++(what_it_depends_on(subject, *initializer, layer) == DependsOn::its_stream ? random : fixed);
  }
  if (random + fixed == 0) return "It fills no matrix itself.";
  return fmt::format("{} matrices depend on their stream and on nothing else, {} are not random.", random, fixed);
}

}  // namespace initlab
