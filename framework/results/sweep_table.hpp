#pragma once
#include <cstddef>
#include <string>

#include "results/run_result.hpp"
#include "results/text_table.hpp"

namespace initlab {

/// The settings of a point: "network.depth = 10, initializer = he_normal"; "" for a run without axes.
std::string point_title(const RunResult& result, std::size_t point);

/// A sweep at a glance, a row a point:
///
///   the axes            labels
///   mean x² at the end  activation.second_moment of the last layer
///   x² per layer        factor from layer to layer, from the typical values of the point's first layer and last
///   grad h per layer    the same for gradient.preactivation on its way back, from the last layer to the first
///   trouble             the words of find_trouble
TextTable sweep_table(const RunResult& result);

}  // namespace initlab
