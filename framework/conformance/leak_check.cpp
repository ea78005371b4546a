#include <fmt/format.h>
#include <initlab/abi.h>

#include <array>
#include <chrono>
#include <functional>

#include "conformance/allocated.hpp"
#include "conformance/common_checks.hpp"
#include "conformance/instance.hpp"
#include "conformance/places.hpp"
#include "plugins/plugin_instance.hpp"
#include "plugins/plugin_table.hpp"

namespace initlab {
namespace {

constexpr std::size_t most_rounds = 10'000;
constexpr double seconds_a_loop = 2.0;   // a plugin that prepares something long is made less often
constexpr double tolerated_bytes = 8.0;  // a round; half of the least that malloc gives

/// Throws Nonconformity if doing something again and again leaves memory behind.
std::size_t expect_no_leak(const Subject& subject, const char* participle, const std::function<void()>& once) {
  for (int warm_up = 0; warm_up < 10; ++warm_up) once();
  const std::size_t before = allocated_bytes();
  const auto start = std::chrono::steady_clock::now();
  std::size_t rounds = 0;
  while (rounds < most_rounds) {
    once();
    ++rounds;
    if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds_a_loop) break;
  }
  const double left = static_cast<double>(allocated_bytes()) - static_cast<double>(before);
  if (left > tolerated_bytes * static_cast<double>(rounds))
    throw Nonconformity(
        fmt::format("{} leaks memory: being {} {} times leaves {:.0f} bytes behind, {:.1f} each. Free "
                    "in destroy what create allocated, and in a call what it allocated.",
                    subject.name(), participle, rounds, left, left / static_cast<double>(rounds)));
  return rounds;
}

template <class Table>
std::size_t make_again_and_again(const Subject& subject) {
  const auto& table = *static_cast<const Table*>(load_table(subject.entry, sizeof(Table)));
  return expect_no_leak(subject, "made and destroyed", [&] {
    const PluginInstance instance(subject.entry.record, subject.arguments, table.create, table.destroy);
  });
}

void ask_again_and_again(const Subject& subject, const Activation& phi) {
  const std::array<double, 16> z{-1.0, 0.5};
  std::array<double, 16> out{};
  expect_no_leak(subject, "asked for values and derivatives", [&] {
    phi.value(std::span<const double>(z), std::span<double>(out));
    phi.derivative(std::span<const double>(z), std::span<double>(out));
  });
}

void ask_again_and_again(const Subject& subject, const Initializer& initializer) {
  const Places places;
  const Layer layer = places.ordinary();
  const auto once = [&] {
    try {
      initializer.weights(layer);
      initializer.biases(layer);
    } catch (const PluginError&) {  // what it answers is asked elsewhere
    }
  };
  expect_no_leak(subject, "asked for laws", once);
}

}  // namespace

std::string check_leaks(const Subject& subject, Doing& doing) {
  std::size_t rounds = 0;
  if (subject.entry.record.kind == PluginKind::activation) {
    const auto activation = load_activation(subject, doing);
    doing.now("made and destroyed 10 000 times");
    rounds = make_again_and_again<initlab_activation_table>(subject);
    doing.now("asked 10 000 times");
    ask_again_and_again(subject, *activation);
  } else {
    const auto initializer = load_initializer(subject, doing);
    doing.now("made and destroyed 10 000 times");
    rounds = make_again_and_again<initlab_initializer_table>(subject);
    doing.now("asked 10 000 times");
    ask_again_and_again(subject, *initializer);
  }
  return fmt::format("Made, asked and destroyed {} times, it left no memory behind.", rounds);
}

}  // namespace initlab
