// Standard normal weights, for which all parts but the first few wait until a file is there: a run that a test can
// interrupt in the middle, however fast or busy the machine is. The file opens all gates, or one of its name and a
// part's number that part's.
#include <chrono>
#include <filesystem>
#include <initlab/initializer.hpp>
#include <string>
#include <thread>

struct WaitsAtAGate {
  initlab::Text gate;
  int part = 0, free_parts = 0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&WaitsAtAGate::gate, "gate", "the file that is waited for"),
      initlab::param(&WaitsAtAGate::part, "part", initlab::at_least(0), "an axis"),
      initlab::param(&WaitsAtAGate::free_parts, "free_parts", initlab::at_least(0), "which do not wait"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::filled(); }
  void fill(const initlab::Layer&, initlab::HostStream& stream, initlab::Entries w) const {
    const std::string of_all = gate.string(), own = of_all + "." + std::to_string(part);
    const auto is_open = [&] { return std::filesystem::exists(of_all) || std::filesystem::exists(own); };
    // A test that died opens no gate.
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    while (part >= free_parts && !is_open() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    for (std::size_t i = 0; i < w.rows(); ++i)
      for (std::size_t j = 0; j < w.columns(); ++j) w(i, j) = stream.normal();
  }
};

INITLAB_INITIALIZER(WaitsAtAGate, "waits_at_a_gate", "1.0", "Standard normal weights, when they are let.", "for tests");
