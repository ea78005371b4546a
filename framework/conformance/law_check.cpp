#include <fmt/format.h>

#include "conformance/initializer_checks.hpp"
#include "conformance/instance.hpp"
#include "conformance/places.hpp"

namespace initlab {
namespace {

/// Drawn by the host, from a law whose scale says how wide it is.
bool is_random(Law::Family family) { return family != Law::Family::constant && family != Law::Family::filled; }

/// Counts answers and refusals; the first refusal is told.
struct Count {
  std::size_t given = 0, refused = 0;
  std::string refusal;

  void add(const Answer& answer) {
    ++(answer.refusal ? refused : given);
    if (answer.refusal && refusal.empty()) refusal = *answer.refusal;
  }
};

}  // namespace

void expect_laws(const Initializer& initializer) {
  for (const Places::With activation : {Places::With::tanh, Places::With::relu}) {
    const Places places(activation);
    for (const Layer& layer : places.some()) ask(initializer, layer);  // throws what is no law
    if (const Layer layer = places.ordinary(); fills(initializer, layer))
      filled(initializer, layer, Stream{{1, 2}, 0, 0});
  }
}

std::string check_laws(const Subject& subject, Doing& doing) {
  const auto initializer = load_initializer(subject, doing);
  Count count;
  for (const Places::With activation : {Places::With::tanh, Places::With::relu}) {
    const Places places(activation);
    const bool is_tanh = activation == Places::With::tanh;
    const char* phi = is_tanh ? "tanh" : "ReLU";
    // Solving a recursion over ten thousand blocks takes half a second: once is enough.
    for (const Layer& layer : places.all(is_tanh ? 10'000 : 1000)) {
      doing.now(fmt::format("asked for the law of one matrix ({}; {})", described(layer), phi));
      const Answer answer = ask(*initializer, layer);
      count.add(answer);
      // A user may set a deviation to zero, but a formula that arrives there has underflowed.
      if (subject.has_defaults && !answer.refusal && is_random(answer.weights.family) && answer.weights.scale == 0)
        throw Nonconformity(fmt::format("{} draws weights of deviation 0 ({}; {}). Say constant(0.0) if that is meant.",
                                        subject.name(), described(layer), phi));
    }
  }
  if (count.given == 0)
    throw Nonconformity(
        fmt::format("{} refuses every layer that it is asked about: {}", subject.name(), count.refusal));
  std::string text = fmt::format("{} finite laws for fan-in 1 to 1e6, depth 1 to 1e4 and all roles.", count.given);
  if (count.refused > 0) text += fmt::format(" It refuses {} places, the first with: {}", count.refused, count.refusal);
  return text;
}

std::string check_repetition(const Subject& subject, Doing& doing) {
  const auto initializer = load_initializer(subject, doing);
  const Places places;
  const std::vector<Layer> layers = places.some();
  std::vector<Answer> answers;
  for (const Layer& layer : layers) answers.push_back(ask(*initializer, layer));
  for (std::size_t i = layers.size(); i-- > 0;)  // backwards: what is kept from the layer before shows
    if (ask(*initializer, layers[i]) != answers[i])
      throw Nonconformity(
          fmt::format("{} answers otherwise when it is asked again ({}). It must keep nothing between calls.",
                      subject.name(), described(layers[i])));
  return fmt::format("The same answers for {} layers when asked again in another order.", layers.size());
}

}  // namespace initlab
