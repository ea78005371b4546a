// One number beyond a guarded array is a SIGSEGV; all within are ordinary memory.
#include "conformance/guarded_array.hpp"

#include <gtest/gtest.h>

#include <csignal>

#include "plugins/child_process.hpp"

namespace initlab::test {
namespace {

/// Whether a child survives f().
template <class F>
bool survives(F f) {
  return run_in_child(
             [&](Doing&) {
               f();
               return std::string();
             },
             30.0)
      .is_alive();
}

TEST(GuardedArray, may_be_used_from_end_to_end) {
  for (const GuardedSide side : {GuardedSide::before, GuardedSide::behind})
    for (const std::size_t count : {1, 7, 512, 513, 5000}) {
      const GuardedArray<double> array(count, side);
      for (double& each : array.all()) each = 1.0;
      EXPECT_EQ(array.all().size(), count);
    }
}

TEST(GuardedArray, ends_at_its_ends) {
  const GuardedArray<float> before(7, GuardedSide::before), behind(7, GuardedSide::behind);
  EXPECT_FALSE(survives([&] { static_cast<volatile float*>(before.all().data())[-1] = 1.0F; }));
  EXPECT_FALSE(survives([&] { static_cast<volatile float*>(behind.all().data())[7] = 1.0F; }));
  EXPECT_TRUE(survives([&] { static_cast<volatile float*>(behind.all().data())[6] = 1.0F; }));
}

TEST(GuardedArray, that_is_read_only_cannot_be_written) {
  const GuardedArray<float> array(7, GuardedSide::behind);
  array.make_read_only();
  EXPECT_EQ(array.all()[3], 0.0F);
  EXPECT_FALSE(survives([&] { static_cast<volatile float*>(array.all().data())[3] = 1.0F; }));
}

}  // namespace
}  // namespace initlab::test
