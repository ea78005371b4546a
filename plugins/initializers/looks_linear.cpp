#include <algorithm>
#include <initlab/initializer.hpp>
#include <vector>

struct LooksLinear {
  double gain = 1.0;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &LooksLinear::gain, "gain", initlab::positive, "every singular value of the linear network's layer"));

  initlab::Law weights(const initlab::Layer& layer) const {
    check(layer);
    return initlab::filled();
  }

  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    const Mirror mirror = mirror_of(layer);
    const std::size_t rows = w.rows() / mirror.outputs, columns = w.columns() / mirror.inputs;
    const std::vector<double> half = orthonormal(rows, columns, stream);
    for (std::size_t i = 0; i < w.rows(); ++i)
      for (std::size_t j = 0; j < w.columns(); ++j) {
        const bool is_negative = (i >= rows) != (j >= columns);
        const double entry = gain * half[i % rows * columns + j % columns];
        w(i, j) = is_negative ? -entry : entry;
      }
  }

 private:
  /// How many mirrored halves inputs and outputs come in: 1 or 2.
  struct Mirror {
    std::size_t inputs, outputs;
  };
  static Mirror mirror_of(const initlab::Layer& layer) {
    using Role = initlab::Layer::Role;
    if (layer.role == Role::readout) return {2, 1};
    return {layer.index == 1 ? std::size_t{1} : std::size_t{2}, 2};
  }

  static void check(const initlab::Layer& layer) {
    if (layer.blocks > 0)
      throw std::invalid_argument(
          "a residual network (its skips would carry signals that are not mirrored). Take architecture = \"plain\".");
    const Mirror mirror = mirror_of(layer);
    if (layer.fan_out % mirror.outputs != 0 || layer.fan_in % mirror.inputs != 0)
      throw std::invalid_argument("an odd width (units come in mirrored pairs). Take even ones.");
  }

  /// Haar-distributed with orthonormal rows or columns, whichever fit: normal vectors, made orthonormal by Gram and
  /// Schmidt, each projection twice because once would leave rounding of the size of the lost length.
  static std::vector<double> orthonormal(std::size_t rows, std::size_t columns, initlab::HostStream& stream) {
    const std::size_t length = std::max(rows, columns), count = std::min(rows, columns);
    std::vector<double> vectors(length * count);
    stream.normals(vectors);
    const auto along = [&](std::size_t a, std::size_t b) {
      double sum = 0.0;
      for (std::size_t k = 0; k < length; ++k) sum += vectors[a * length + k] * vectors[b * length + k];
      return sum;
    };
    for (std::size_t b = 0; b < count; ++b) {
      for (int pass = 0; pass < 2; ++pass)
        for (std::size_t a = 0; a < b; ++a) {
          const double component = along(a, b);
          for (std::size_t k = 0; k < length; ++k) vectors[b * length + k] -= component * vectors[a * length + k];
        }
      const double norm = std::sqrt(along(b, b));
      for (std::size_t k = 0; k < length; ++k) vectors[b * length + k] /= norm;
    }
    if (rows <= columns) return vectors;
    std::vector<double> turned(vectors.size());
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) turned[i * columns + j] = vectors[j * rows + i];
    return turned;
  }
};

INITLAB_INITIALIZER(
    LooksLinear, "looks_linear", "1.0",
    "Units come in mirrored pairs, so that a network of ReLUs begins as an orthogonal linear one: relu(z) - relu(-z) = "
    "z. For plain networks of even widths; weights repeat, so theory has nothing to say.",
    "W_1 = [V; -V], W_l = [V -V; -V V], readout [V -V], V/gain with orthonormal rows or columns",
    "Balduzzi, Frean, Leary, Lewis, Ma & McWilliams 2017, The Shattered Gradients Problem, arXiv:1702.08591");
