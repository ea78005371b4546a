// A table made by hand, without the guard that catches exceptions.
#include <initlab/activation.hpp>

struct Identity {
  template <class T>
  T operator()(T z) const {
    return z;
  }
};

static initlab_status unguarded(const void*, const double*, double*, size_t, initlab_error*) {
  throw std::runtime_error("nobody catches this");
}

static constexpr initlab_activation_table by_hand() {
  auto table = initlab::detail::activation_table<Identity>();
  table.value_f64 = &unguarded;
  return table;
}

__attribute__((used, section(INITLAB_RECORD_SECTION))) constinit const initlab_record initlab_record_v1 =
    initlab::detail::make_record<Identity>(INITLAB_KIND_ACTIVATION,
                                           {"lets_an_exception_out", "1.0", "Throws across the boundary."});
__attribute__((used)) constinit const initlab_activation_table initlab_activation_v1 = by_hand();
