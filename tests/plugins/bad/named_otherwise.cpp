#include <initlab/activation.hpp>

struct NamedOtherwise {
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

INITLAB_ACTIVATION(NamedOtherwise, "another_name", "1.0", "Its id is not its file's name.");
