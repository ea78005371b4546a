#include "audit/places.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <map>
#include <set>
#include <string_view>

namespace initlab {
namespace {

constexpr std::array branch_ends = {"c_proj", "out_proj", "o_proj",    "proj",  "wo",           "fc2",
                                    "w_2",    "linear2",  "down_proj", "conv3", "dense_4h_to_h"};
constexpr std::array readouts = {"head", "lm_head", "classifier", "readout", "logits", "fc"};
constexpr std::array skips = {"shortcut", "skip", "downsample"};

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == '.' || c == '/')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

bool is_number(const std::string& part) {
  return !part.empty() && std::ranges::all_of(part, [](unsigned char c) { return std::isdigit(c); });
}

template <std::size_t n>
bool has_part(const std::vector<std::string>& parts, const std::array<const char*, n>& wanted) {
  return std::ranges::any_of(parts, [&](const std::string& part) {
    return std::ranges::find(wanted, std::string_view(part)) != wanted.end();
  });
}

/// The name up to its first part that is a number, or that ends in one behind a '_' ("block_3"); empty without one.
std::string numbered_prefix(const std::vector<std::string>& parts) {
  std::string prefix;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    prefix += (i == 0 ? "" : ".") + parts[i];
    const std::size_t line = parts[i].find_last_of('_');
    if (is_number(parts[i]) || (line != std::string::npos && is_number(parts[i].substr(line + 1)))) return prefix;
  }
  return "";
}

bool is_embedding(const std::vector<std::string>& parts) {
  return std::ranges::any_of(parts, [](const std::string& part) {
    return part == "wte" || part == "wpe" || part.find("embed") != std::string::npos;
  });
}

struct Named {
  std::vector<std::string> parts;
  std::string block;
  bool ends_branch = false;
};

std::vector<Named> named(const std::vector<const WeightMatrix*>& matrices, const PlaceOptions& options) {
  std::vector<Named> all;
  std::set<std::string> with_conv3;
  for (const WeightMatrix* matrix : matrices) {
    Named one{.parts = parts_of(matrix->name), .block = "", .ends_branch = false};
    one.block = numbered_prefix(one.parts);
    if (has_part(one.parts, std::array{"conv3"})) with_conv3.insert(one.block);
    all.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    Named& one = all[i];
    if (options.residual) {
      one.ends_branch = std::regex_search(matrices[i]->name, *options.residual);
      if (one.ends_branch && one.block.empty()) one.block = matrices[i]->name;
    } else if (!one.block.empty()) {
      one.ends_branch = has_part(one.parts, branch_ends) ||
                        (has_part(one.parts, std::array{"conv2"}) && !with_conv3.contains(one.block));
    }
  }
  return all;
}

std::uint32_t fan(double units) {
  return static_cast<std::uint32_t>(std::min(units, double(std::numeric_limits<std::uint32_t>::max())));
}

/// Gives the matrices of one block their positions; those behind the last end of a branch are in none.
void place_block(const std::vector<std::size_t>& members, const std::vector<Named>& all, std::vector<Place>& places) {
  using Role = Layer::Role;
  std::vector<std::size_t> branch;
  for (const std::size_t i : members) {
    if (has_part(all[i].parts, skips)) {
      places[i].layer.role = Role::skip;
      continue;
    }
    branch.push_back(i);
    if (!all[i].ends_branch) continue;
    for (std::size_t k = 0; k < branch.size(); ++k) {
      Layer& layer = places[branch[k]].layer;
      layer.branch_layers = static_cast<std::uint32_t>(branch.size());
      layer.branch_position = static_cast<std::uint32_t>(k + 1);
      layer.role = k + 1 == branch.size() ? Role::branch_last : k == 0 ? Role::branch_first : Role::branch_inner;
    }
    branch.clear();
  }
}

}  // namespace

bool natural_less(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  const auto digit = [](const std::string& text, std::size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]));
  };
  while (i < a.size() && j < b.size()) {
    if (digit(a, i) && digit(b, j)) {
      std::size_t end_a = i, end_b = j;
      while (digit(a, end_a)) ++end_a;
      while (digit(b, end_b)) ++end_b;
      while (i + 1 < end_a && a[i] == '0') ++i;
      while (j + 1 < end_b && b[j] == '0') ++j;
      if (end_a - i != end_b - j) return end_a - i < end_b - j;
      const int order = a.compare(i, end_a - i, b, j, end_b - j);
      if (order != 0) return order < 0;
      i = end_a, j = end_b;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
    }
  }
  if (a.size() - i != b.size() - j) return a.size() - i < b.size() - j;
  return a < b;
}

std::vector<Place> places_of(const std::vector<const WeightMatrix*>& matrices, const PlaceOptions& options) {
  const std::vector<Named> all = named(matrices, options);
  std::map<std::string, std::vector<std::size_t>> blocks;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].ends_branch) blocks[all[i].block];
  std::vector<Place> places(matrices.size());
  std::vector<std::string> order;  // of blocks as they come
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto block = blocks.find(all[i].block);
    if (block == blocks.end()) continue;
    if (block->second.empty()) order.push_back(block->first);
    block->second.push_back(i);
    places[i].block = block->first;
  }
  for (const auto& [name, members] : blocks) place_block(members, all, places);

  const bool is_residual = !blocks.empty();
  const auto counted = static_cast<std::uint32_t>(is_residual ? blocks.size() : matrices.size());
  const std::uint32_t depth = is_residual ? options.blocks.value_or(counted) : options.depth.value_or(counted);
  for (std::size_t i = 0; i < places.size(); ++i) {
    Place& place = places[i];
    place.layer.fan_in = fan(matrices[i]->fan_in);
    place.layer.fan_out = fan(matrices[i]->fan_out);
    place.layer.depth = depth;
    place.layer.blocks = is_residual ? depth : options.blocks.value_or(0);
    const auto number = is_residual ? std::ranges::find(order, place.block) - order.begin() : std::ptrdiff_t(i);
    place.layer.index = std::min(depth, static_cast<std::uint32_t>(number) + 1);
    place.is_embedding = matrices[i]->shape.size() == 2 && is_embedding(all[i].parts);
    if (place.block.empty() && has_part(all[i].parts, readouts)) place.layer.role = Layer::Role::readout;
  }
  return places;
}

}  // namespace initlab
