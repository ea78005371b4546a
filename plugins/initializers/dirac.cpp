#include <algorithm>
#include <initlab/initializer.hpp>

struct Dirac {
  double gain = 1.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&Dirac::gain, "gain", initlab::any_value, "every entry of the diagonal"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::filled(); }

  void fill(const initlab::Layer&, initlab::HostStream&, initlab::Entries w) const {
    std::ranges::fill(w.all(), 0.0);
    for (std::size_t i = 0; i < std::min(w.rows(), w.columns()); ++i) w(i, i) = gain;
  }
};

INITLAB_INITIALIZER(
    Dirac, "dirac", "1.0",
    "The identity matrix, also between different widths: units that have no input of their number get nothing, inputs "
    "that have no unit are dropped. Nothing is random, so theory has nothing to say.",
    "W_ij = gain for i = j, else 0",
    "torch.nn.init.eye_ and dirac_; Le, Jaitly & Hinton 2015, arXiv:1504.00941 (ReLU networks that begin as identity)");
