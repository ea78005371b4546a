#include "document/example_layers.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr std::size_t usual_width = 1000, narrow_width = 250;

struct Example {
  const char* architecture;
  std::size_t depth, before, after;  ///< the widths before and after the last block; all others are `before`
};

constexpr Example examples[] = {
    {"plain", 10, usual_width, usual_width},           {"plain", 100, usual_width, usual_width},
    {"plain", 10, narrow_width, usual_width},          {"plain", 10, usual_width, narrow_width},
    {"residual-preact", 10, usual_width, usual_width}, {"residual-preact", 100, usual_width, usual_width},
};

std::string matrix_name(const Example& example, std::size_t matrix) {
  if (example.architecture == std::string_view("plain")) return fmt::format("layer {}", example.depth);
  return fmt::format("block {}, {}", example.depth, matrix == 0 ? "first" : "last");
}

std::string scale_text(const Law& law) { return fmt::format("{:.6g}", law.scale); }

std::string family_text(const Law& law) {
  if (law.scale == 0.0 && law.family != Law::Family::filled) return "zero";
  switch (law.family) {
    case Law::Family::constant:
      return "all " + scale_text(law);
    case Law::Family::gaussian:
      return "normal";
    case Law::Family::uniform:
      return "uniform in ±" + scale_text(law);
    case Law::Family::orthogonal:
      return "orthogonal (Haar), gain " + scale_text(law);
    case Law::Family::filled:
      return "drawn by the plugin itself";
    case Law::Family::truncated_normal:
      return "normal, cut at two deviations";
    case Law::Family::rademacher:
      return "±" + scale_text(law) + ", random signs";
    case Law::Family::student_t:
      return fmt::format("Student t, {:.6g} degrees of freedom", law.shape);
  }
  return "unknown";
}

}  // namespace

std::vector<ExampleLayer> example_layers(const Initializer& initializer, Theory theory) {
  std::vector<ExampleLayer> layers;
  for (const Example& example : examples) {
    std::vector<std::size_t> widths(example.depth + 1, example.before);
    widths.back() = example.after;
    const Architecture architecture{example.architecture};
    ExampleLayer layer{example.architecture, example.depth, {}, {}, {}, {}};
    try {
      const BlockSpec last = make_blocks(architecture, widths, initializer, theory).back();
      for (std::size_t i = 0; i < last.matrices.size(); ++i) {
        layer.matrix = matrix_name(example, i);
        layer.spec = last.matrices[i];
        layer.multipliers = last.multipliers;
        layers.push_back(layer);
      }
    } catch (const PluginError& error) {
      layer.refusal = error.what();
      layers.push_back(layer);
    }
  }
  return layers;
}

std::string law_text(const Law& law) {
  std::string text = family_text(law);
  if (law.multiplier != 1.0) text += fmt::format(", used times {:.6g}", law.multiplier);
  if (law.unit_variance) text += ", scaled until outputs have variance 1";
  return text;
}

}  // namespace initlab
