// Whatever is changed of a process is named; what is put back is not.
#include "conformance/surroundings.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cfenv>
#include <csignal>
#include <filesystem>

namespace initlab::test {
namespace {

TEST(Surroundings, are_the_same_when_nothing_happens) {
  EXPECT_EQ(Surroundings::now().first_difference(Surroundings::now()), "");
}

TEST(Surroundings, name_a_changed_rounding) {
  const Surroundings before = Surroundings::now();
  std::fesetround(FE_DOWNWARD);
  const Surroundings after = Surroundings::now();
  std::fesetround(FE_TONEAREST);
  EXPECT_EQ(after.first_difference(before),
            "the floating-point mode (MXCSR: rounding, flush-to-zero, traps) ('0x1f80' became '0x3f80')");
  EXPECT_EQ(Surroundings::now().first_difference(before), "");
}

TEST(Surroundings, name_a_variable_that_came_or_went) {
  ::unsetenv("INITLAB_TEST");
  const Surroundings before = Surroundings::now();
  ::setenv("INITLAB_TEST", "7", 1);
  const Surroundings after = Surroundings::now();
  ::unsetenv("INITLAB_TEST");
  EXPECT_EQ(after.first_difference(before), "the environment variable INITLAB_TEST ('(none)' became '7')");
  EXPECT_EQ(before.first_difference(after), "the environment variable INITLAB_TEST ('7' became '(none)')");
}

TEST(Surroundings, name_an_open_file) {
  const Surroundings before = Surroundings::now();
  const int file = ::open("/dev/zero", O_RDONLY);
  const Surroundings after = Surroundings::now();
  ::close(file);
  EXPECT_EQ(after.first_difference(before), "an open file ('(none)' became '/dev/zero')");
}

TEST(Surroundings, name_a_handler) {
  const Surroundings before = Surroundings::now();
  std::signal(SIGUSR1, SIG_IGN);
  const Surroundings after = Surroundings::now();
  std::signal(SIGUSR1, SIG_DFL);
  EXPECT_EQ(after.first_difference(before), "the handler of SIGUSR1 ('0x0' became '0x1')");
}

}  // namespace
}  // namespace initlab::test
