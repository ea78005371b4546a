#pragma once
#include <cstdint>
#include <span>

#include "random/stream.hpp"

namespace initlab {

/// The numbers of a stream from group `first_group` (below 2^60) on. `out` may have any size: what does not fit of the
/// last group is left out. The bits are the same for every processor, vector width and cut into calls.
///
/// Layout. Group g consists of the Philox blocks 16 g ... 16 g + 15, called lanes 0 ... 15; a block has the words w0
/// ... w3. Number k of a group is number k / 16 of lane k % 16. What a lane makes of its words:
///
///              float: 4 numbers a lane, 64 a group         double: 2 numbers a lane, 32 a group
///     uniform  w -> ((w >> 9) + 1/2) 2^-23, every word     W -> ((W >> 12) + 1/2) 2^-52, W = (w0, w1), then (w2, w3)
///     normal   Box-Muller of (w0, w1), then of (w2, w3)    Box-Muller of the pair (w0, w1), (w2, w3)
///
/// where in the right column (a, b) is the 64-bit number a + 2^32 b.
///
/// Uniform: exact odd multiples of 2^-24 (float) or 2^-53 (double): never 0 or 1, symmetric about 1/2, mean exactly
/// 1/2.
///
/// Normal, by Box and Muller (1958), of the b-bit words R and A, both signed, b = 32 (float) or 64 (double):
///
///     u = (R + 1/2) 2^-b mod 1       theta = 2 pi (A + 1/2) 2^-b
///     first number  sqrt(-2 log u) cos(theta)       second number  sqrt(-2 log u) sin(theta)
///
/// No number is infinite or zero; the largest magnitude is 6.76 for float (passed by a true normal once in 7e10 draws)
/// and 9.49 for double. Every number is within 5 units of its last place, also near zero and in the tail: relative
/// error below 6e-7 for float, 1.1e-15 for double.
void fill_uniform(const Stream& stream, std::uint64_t first_group, std::span<float> out);
void fill_uniform(const Stream& stream, std::uint64_t first_group, std::span<double> out);
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<float> out);
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<double> out);
/// With this standard deviation: sqrt(-2 log u) is multiplied by it, which is one more rounding.
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<float> out, float deviation);
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<double> out, double deviation);

}  // namespace initlab
