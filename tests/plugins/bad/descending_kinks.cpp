#include <initlab/activation.hpp>

struct DescendingKinks {
  static constexpr auto kinks = std::array{1.0, -1.0};
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(DescendingKinks, "descending_kinks", "1.0", "Lists its kinks in the wrong order.");
