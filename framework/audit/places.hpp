#pragma once
#include <initlab/layer.hpp>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "audit/weight_matrix.hpp"

namespace initlab {

/// Where a matrix stands in its network, as far as its name tells.
struct Place {
  Layer layer;  ///< what an initializer is asked with
  bool is_embedding = false;
  std::string block;  ///< "transformer.h.3": the name up to its first number; empty outside of residual blocks
};

struct PlaceOptions {
  std::optional<std::regex> residual;   ///< names of the matrices that end a branch, instead of the usual ones
  std::optional<std::uint32_t> depth;   ///< layers of a plain network, instead of the matrices counted
  std::optional<std::uint32_t> blocks;  ///< residual blocks, instead of the ones counted
};

/// Names in the order of their numbers: "h.2" before "h.10".
bool natural_less(const std::string& a, const std::string& b);

/// Places of a file's matrices, in natural order of names.
///
/// A block is what has the same name up to its first number and holds a matrix that ends a branch: c_proj, out_proj,
/// proj, o_proj, wo, fc2, w_2, linear2, down_proj, dense_4h_to_h, conv3, and conv2 where no conv3 follows in its block;
/// as a whole part of the name, and only where the name has a number, or where `residual` matches. A branch is the
/// matrices of a block since the last one that ended a branch. Names with shortcut, skip or downsample are projections
/// of a skip; head, lm_head, classifier, readout, logits, or fc outside of blocks, readouts; wte, wpe, embed...,
/// embeddings.
std::vector<Place> places_of(const std::vector<const WeightMatrix*>& matrices, const PlaceOptions& options);

}  // namespace initlab
