#include "cli/new_project.hpp"

namespace initlab {

const PluginDraft initializer_draft{
    "initializer",
    R"text(// What users read about @name@ (initlab plugins show @name@) is the text in this file.
#include <initlab/initializer.hpp>

struct @Type@ {
  double gain = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&@Type@::gain, "gain", initlab::positive, "standard deviation for one input"));
  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::gaussian(gain / std::sqrt(layer.fan_in));
  }
};

INITLAB_INITIALIZER(@Type@, "@name@", "0.1", "Normal weights of variance gain^2/fan_in.",
                    "W_ij ~ N(0, gain^2/fan_in)",
                    "for gain = 1: LeCun, Bottou, Orr & Mueller 1998, Efficient BackProp, section 4.6");
)text",
    R"text(title = "Which gain suits a tanh network of 20 layers?"
claim = "About 1: at 0.8 a layer takes 40 per cent of the gradient, at 1.5 it adds 8 per cent."

trials = 200
seed = 1

[network]
depth = 20
width = 128
activation = "tanh"
initializer = { plugin = "@name@" }

[input]
distribution = "sphere"

[measure]
observables = ["forward", "gradient"]

[sweep]
"network.initializer.gain" = [0.8, 1.0, 1.5]
)text"};

const PluginDraft depth_dependent_draft{
    "initializer",
    R"text(// What users read about @name@ (initlab plugins show @name@) is the text in this file.
#include <initlab/initializer.hpp>

struct @Type@ {
  double power = 0.5;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&@Type@::power, "power", initlab::any_value, "branches shrink by the depth to this power"));
  initlab::Law weights(const initlab::Layer& layer) const {
    const double shrink = layer.in_branch() ? std::pow(layer.blocks, -power) : 1.0;
    return initlab::gaussian(shrink / std::sqrt(layer.fan_in));
  }
};

INITLAB_INITIALIZER(@Type@, "@name@", "0.1", "Normal weights; a branch of L blocks shrinks by L^-power.",
                    "W_ij ~ N(0, L^(-2 power)/fan_in) in a branch, N(0, 1/fan_in) outside",
                    "for power = 0.5: Yang & Schoenholz 2017, arXiv:1712.08969");
)text",
    R"text(title = "Does a residual network stay calm as it gets deeper?"
claim = "With power 0.5 the signal at the end is that of the input at any depth; with power 0 a block adds a quarter."

trials = 200
seed = 1

[network]
architecture = "residual-preact"
depth = 10
width = 128
activation = "relu"
initializer = { plugin = "@name@" }

[input]
distribution = "sphere"

[measure]
observables = ["forward", "gradient"]

[sweep]
"network.initializer.power" = [0.0, 0.5]
"network.depth" = [5, 20]
)text"};

const PluginDraft filled_draft{
    "initializer",
    R"text(// What users read about @name@ (initlab plugins show @name@) is the text in this file.
#include <initlab/initializer.hpp>

struct @Type@ {
  double density = 0.1;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&@Type@::density, "density", initlab::within(1e-3, 1.0), "share of weights that are not zero"));
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::filled(1.0 / std::sqrt(layer.fan_in)); }
  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    const double size = 1.0 / std::sqrt(density * layer.fan_in);
    stream.uniforms(w.all());
    for (double& weight : w.all()) weight = weight >= density ? 0.0 : weight < 0.5 * density ? -size : size;
  }
};

INITLAB_INITIALIZER(@Type@, "@name@", "0.1", "Random signs in a few places, zero elsewhere; the variance is 1/fan_in.",
                    "W_ij = -+1/sqrt(density fan_in) with probability density/2 each, else 0",
                    "Achlioptas 2003, J. Comput. Syst. Sci. 66, 671-687 (random projections)");
)text",
    R"text(title = "Does a sparse tanh network behave like a dense one?"
claim = "Yes: in wide networks only the variance counts, and at width 128 the signal at the end differs by a few per cent."

trials = 100
seed = 1

[network]
depth = 10
width = 128
activation = "tanh"
initializer = { plugin = "@name@" }

[input]
distribution = "sphere"

[measure]
observables = ["forward", "gradient"]

[sweep]
"network.initializer.density" = [0.1, 1.0]
)text"};

}  // namespace initlab
