#include <initlab/activation.hpp>

struct ThrowsInCreate {
  double low = 1.0, high = 0.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&ThrowsInCreate::low, "low", initlab::any_value, "lower end"),
                          initlab::param(&ThrowsInCreate::high, "high", initlab::any_value, "upper end"));
  void prepare() const {
    if (low >= high) throw std::invalid_argument("low must lie below high");
  }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(ThrowsInCreate, "throws_in_create", "1.0", "Refuses its own defaults.");
