#include <initlab/initializer.hpp>

struct NguyenWidrow {
  // No deviation is stated, although it is known: theory would take preactivations for normal, which they are not.
  initlab::Law weights(const initlab::Layer&) const { return initlab::filled(); }
  initlab::Law biases(const initlab::Layer& layer) const { return initlab::uniform(length(layer)); }

  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    stream.uniforms(w.all());
    for (std::size_t i = 0; i < w.rows(); ++i) {
      double square = 0.0;
      for (std::size_t j = 0; j < w.columns(); ++j) {
        w(i, j) = 2.0 * w(i, j) - 1.0;
        square += w(i, j) * w(i, j);
      }
      const double factor = length(layer) / std::sqrt(square);
      for (std::size_t j = 0; j < w.columns(); ++j) w(i, j) *= factor;
    }
  }

 private:
  /// 0.7 H^(1/N): the active regions of H units then cover the inputs, with 30 % of overlap.
  static double length(const initlab::Layer& layer) {
    return 0.7 * std::pow(layer.fan_out, 1.0 / static_cast<double>(layer.fan_in));
  }
};

INITLAB_INITIALIZER(
    NguyenWidrow, "nguyen_widrow", "1.0",
    "For small saturating networks with inputs in [-1, 1]: the units' active regions are spread over the inputs. "
    "Its biases are as large as its weights together, so preactivations are not normal and there is no theory.",
    "w_i = beta v_i/|v_i|, v_ij ~ U(-1, 1), b_i ~ U(-beta, beta), beta = 0.7 fan_out^(1/fan_in)",
    "Nguyen & Widrow 1990, Improving the Learning Speed of 2-Layer Neural Networks, IJCNN, vol. 3, p. 21");
