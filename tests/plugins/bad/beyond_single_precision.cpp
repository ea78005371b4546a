// Laws that are laws in double precision, with scales that single precision does not draw.
#include <initlab/initializer.hpp>

struct BeyondSinglePrecision {
  enum class Which { none, constant, gaussian, uniform, truncated_normal, rademacher, student_t, orthogonal, biases };
  Which which = Which::none;
  double scale = 1e-44;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&BeyondSinglePrecision::which, "which",
                     "none|constant|gaussian|uniform|truncated_normal|rademacher|student_t|orthogonal|biases",
                     "the law with this scale"),
      initlab::param(&BeyondSinglePrecision::scale, "scale", initlab::positive, "of that law"));

  initlab::Law weights(const initlab::Layer&) const {
    switch (which) {
      case Which::constant:
        return initlab::constant(scale);
      case Which::gaussian:
        return initlab::gaussian(scale);
      case Which::uniform:
        return initlab::uniform(scale);
      case Which::truncated_normal:
        return initlab::truncated_normal(scale);
      case Which::rademacher:
        return initlab::rademacher(scale);
      case Which::student_t:
        return initlab::student_t(scale, 0.5);
      case Which::orthogonal:
        return initlab::orthogonal(scale);
      default:
        return initlab::gaussian(1.0);
    }
  }
  initlab::Law biases(const initlab::Layer&) const {
    return which == Which::biases ? initlab::uniform(scale) : initlab::constant(0.0);
  }
};

INITLAB_INITIALIZER(BeyondSinglePrecision, "beyond_single_precision", "1.0", "A scale that single precision lacks.");
