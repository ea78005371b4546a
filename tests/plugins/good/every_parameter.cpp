// Answers with a number that shows what arrived for each type of parameter.
#include <initlab/initializer.hpp>

struct EveryParameter {
  enum class Fan { in, out };
  double real = 0.5;
  int integer = 2;
  Fan choice = Fan::out;
  initlab::Text text = "abc";
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&EveryParameter::real, "real", initlab::positive, "a number"),
                          initlab::param(&EveryParameter::integer, "integer", initlab::within(1, 9), "a whole number"),
                          initlab::param(&EveryParameter::choice, "choice", "fan_in|fan_out", "one of two"),
                          initlab::param(&EveryParameter::text, "text", "any text"));

  initlab::Law weights(const initlab::Layer&) const {
    return initlab::constant(real + 10 * integer + 100 * static_cast<int>(choice) +
                             1000 * static_cast<double>(text.view().size()));
  }
};

INITLAB_INITIALIZER(EveryParameter, "every_parameter", "1.0", "One parameter of each type.",
                    "W_ij = real + 10 integer + 100 choice + 1000 length of text", "for tests");
