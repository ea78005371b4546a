#pragma once
#include <cstdint>
#include <initlab/theory.hpp>

namespace initlab {

/// The place of one weight matrix (fan_out x fan_in): what an initializer decides upon. Fields as in abi.h,
/// initlab_layer.
struct Layer {
  enum class Role { plain, branch_first, branch_inner, branch_last, skip, readout };
  Role role = Role::plain;
  std::uint32_t index = 1;  ///< 1..depth
  std::uint32_t depth = 1;  ///< layers of a plain network, blocks of a residual one
  std::uint32_t fan_in = 1, fan_out = 1;
  std::uint32_t blocks = 0;         ///< residual blocks; 0 in a plain network
  std::uint32_t branch_layers = 0;  ///< weight matrices in a branch
  std::uint32_t branch_position = 0;
  Theory theory{};  ///< moments of the network's own activation

  constexpr bool in_branch() const { return branch_position > 0; }
  constexpr double fan_average() const { return 0.5 * (double(fan_in) + double(fan_out)); }
};

}  // namespace initlab
