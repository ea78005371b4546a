// NaN at one end of the range of its parameter, where 0 log 0 is computed.
#include <cmath>
#include <initlab/activation.hpp>

struct NanAtAnEnd {
  double share = 0.5;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&NanAtAnEnd::share, "share", initlab::within(0.0, 1.0), "between nothing and all"));

  template <class T>
  T operator()(T z) const {
    return z * T(share * std::log(share));
  }
};

INITLAB_ACTIVATION(NanAtAnEnd, "nan_at_an_end", "1.0", "Linear, with an entropy as its slope.", "phi(z) = z p log p",
                   "for tests");
