// Entry (i, j) is 100 i + j plus a uniform number of the host; leaves the last entry out when told to.
#include <initlab/initializer.hpp>

struct FillsItself {
  int left_out = 0;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &FillsItself::left_out, "left_out", initlab::at_least(0), "entries at the end that stay unwritten"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::filled(); }
  void fill(const initlab::Layer&, initlab::HostStream& stream, initlab::Entries w) const {
    for (std::size_t i = 0; i < w.rows(); ++i)
      for (std::size_t j = 0; j < w.columns(); ++j)
        if (i * w.columns() + j + static_cast<std::size_t>(left_out) < w.rows() * w.columns())
          w(i, j) = 100.0 * static_cast<double>(i) + static_cast<double>(j) + stream.uniform();
  }
};

INITLAB_INITIALIZER(FillsItself, "fills_itself", "1.0", "Draws its matrix itself.", "W_ij = 100 i + j + u_ij",
                    "for tests");
