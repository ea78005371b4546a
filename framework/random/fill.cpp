#include "random/fill.hpp"

// The configuration comes before Highway, and foreach_target.h before highway.h.
// clang-format off
#include "random/highway_config.hpp"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "random/fill.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "random/fill-inl.hpp"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {

void uniform_floats(const Stream& stream, std::uint64_t group, float* out, std::size_t size) {
  fill_groups(UniformNumbers(), stream, group, out, size);
}
void uniform_doubles(const Stream& stream, std::uint64_t group, double* out, std::size_t size) {
  fill_groups(UniformNumbers(), stream, group, out, size);
}
void normal_floats(const Stream& stream, std::uint64_t group, float* out, std::size_t size, float deviation) {
  fill_groups(NormalNumbers<float>{deviation}, stream, group, out, size);
}
void normal_doubles(const Stream& stream, std::uint64_t group, double* out, std::size_t size, double deviation) {
  fill_groups(NormalNumbers<double>{deviation}, stream, group, out, size);
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace initlab {

HWY_EXPORT(uniform_floats);
HWY_EXPORT(uniform_doubles);
HWY_EXPORT(normal_floats);
HWY_EXPORT(normal_doubles);

void fill_uniform(const Stream& stream, std::uint64_t first_group, std::span<float> out) {
  HWY_DYNAMIC_DISPATCH(uniform_floats)(stream, first_group, out.data(), out.size());
}
void fill_uniform(const Stream& stream, std::uint64_t first_group, std::span<double> out) {
  HWY_DYNAMIC_DISPATCH(uniform_doubles)(stream, first_group, out.data(), out.size());
}
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<float> out) {
  fill_normal(stream, first_group, out, 1.0f);
}
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<double> out) {
  fill_normal(stream, first_group, out, 1.0);
}
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<float> out, float deviation) {
  HWY_DYNAMIC_DISPATCH(normal_floats)(stream, first_group, out.data(), out.size(), deviation);
}
void fill_normal(const Stream& stream, std::uint64_t first_group, std::span<double> out, double deviation) {
  HWY_DYNAMIC_DISPATCH(normal_doubles)(stream, first_group, out.data(), out.size(), deviation);
}

}  // namespace initlab
#endif
