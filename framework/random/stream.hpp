#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace initlab {

/// One sequence of random numbers, named by what it is for. A value: two equal streams give the same numbers, whoever
/// asks, in whatever order.
///
/// `key` is Philox's key. Its 128-bit counter is (block number, low word; block number, high word; trial; layer): the
/// lower 64 bits count the blocks of the stream, so streams of one key never share a block.
struct Stream {
  std::array<std::uint32_t, 2> key{};
  std::uint32_t trial = 0;
  std::uint32_t layer = 0;

  friend bool operator==(const Stream&, const Stream&) = default;
};

/// All streams of one purpose ("weights", "inputs", ...) at one grid point.
///
/// key = stable_hash64 of (seed, point, purpose), low half first. Two families of one run have the same key with
/// probability 2^-64, so among a million families a coincidence has probability 3e-8.
class StreamFamily {
 public:
  /// `point` is the grid point's hash, made from its content (not its position in a sweep).
  StreamFamily(std::uint64_t seed, std::string_view purpose, std::uint64_t point);
  Stream at(std::uint32_t trial, std::uint32_t layer = 0) const { return {key_, trial, layer}; }

 private:
  std::array<std::uint32_t, 2> key_;
};

/// Numbers are made in groups of 16 Philox blocks, 2048 bits: 64 floats or 32 doubles (random/fill.hpp has the layout).
template <class Real>
inline constexpr std::size_t group_size = 16 * (16 / sizeof(Real));

/// Reads a stream from its beginning, a few numbers at a time: inputs, the `fill` of a plugin.
///
/// The numbers are those that fill_uniform or fill_normal would give for the whole: asking for 3 and then for 5 gives
/// the first 8. A change from uniforms to normals or back drops what is left of the group and goes on with the next
/// one, so that no random bit is used twice.
class StreamReader {
 public:
  explicit StreamReader(Stream stream) : stream_(stream) {}
  void uniforms(std::span<double> out);  ///< in the open interval (0, 1)
  void normals(std::span<double> out);   ///< standard normal

 private:
  enum class Kind { uniform, normal };
  void read(Kind kind, std::span<double> out);
  void make_groups(Kind kind, std::span<double> out);

  Stream stream_;
  std::uint64_t next_group_ = 0;
  std::array<double, group_size<double>> group_{};  // its last `left_` numbers are still to be given out
  std::size_t left_ = 0;
  Kind kind_ = Kind::uniform;
};

}  // namespace initlab
