// ReLU whose second moment is wrong in the eighth digit.
#include <initlab/activation.hpp>

struct WrongClosedForm {
  static constexpr auto kinks = std::array{0.0};
  template <class T>
  T operator()(T z) const {
    return z > T(0) ? z : T(0);
  }
  double second_moment(double q) const { return 0.50000001 * q; }
};

INITLAB_ACTIVATION(WrongClosedForm, "wrong_closed_form", "1.0", "ReLU with a wrong closed form.", "phi(z) = max(z, 0)",
                   "for tests");
