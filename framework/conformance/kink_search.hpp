#pragma once
#include <functional>
#include <vector>

namespace initlab {

/// A function on a batch of numbers.
using NumberFunction = std::function<std::vector<double>(const std::vector<double>&)>;

/// Places in [-range, range] where f jumps by more than 1e-3 of its largest value: cells of a grid are halved, always
/// towards the larger difference, until a smooth function has none left (1e-9 wide).
std::vector<double> jumps_of(const NumberFunction& f, double range);

/// Places where the slope of f jumps by more than a hundredth of its largest slope: cells are halved towards the larger
/// second difference, down to a width of 1e-5. Features narrower than 1e-3 look like kinks.
std::vector<double> slope_jumps_of(const NumberFunction& f, double range);

/// Whether f is smooth at z, as far as its one-sided differences of the orders 0 to 4 tell: those of both sides grow
/// together as the step is halved, or differ by less than 1e-6 of the largest |f| nearby.
bool is_smooth_at(const NumberFunction& f, double z);

}  // namespace initlab
