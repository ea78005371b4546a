#include <initlab/activation.hpp>

struct ThrowsAnInt {
  void prepare() const { throw 42; }
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(ThrowsAnInt, "throws_an_int", "1.0", "Throws what is no exception.");
