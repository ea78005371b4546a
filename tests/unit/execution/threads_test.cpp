// How many threads a backend has. tests/unit/execution/CMakeLists.txt runs these under OMP_* variables too.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>

#include "core/error.hpp"
#include "execution/available_threads.hpp"
#include "execution/backend.hpp"

namespace initlab {
namespace {

unsigned exit_code_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? static_cast<unsigned>(WEXITSTATUS(status)) : 255;
}

// The answer of a child process that may run on one processor only.
unsigned on_one_processor(const std::function<unsigned()>& answer) {
  const pid_t child = fork();
  if (child == 0) {
    cpu_set_t allowed;
    sched_getaffinity(0, sizeof allowed, &allowed);
    int processor = 0;
    while (CPU_ISSET(processor, &allowed) == 0) ++processor;
    CPU_ZERO(&allowed);
    CPU_SET(processor, &allowed);
    _exit(sched_setaffinity(0, sizeof allowed, &allowed) == 0 ? static_cast<int>(answer()) : 255);
  }
  return exit_code_of(child);
}

TEST(Threads, respect_an_affinity_mask_of_one_processor) {
  EXPECT_EQ(on_one_processor(available_threads), 1U);
  EXPECT_EQ(on_one_processor([] { return make_backend(BackendKind::openmp, 0)->threads(); }), 1U);
  EXPECT_EQ(on_one_processor([] { return make_backend(BackendKind::tbb, 0)->threads(); }), 1U);
}

// OpenMP reads its variables before main(): the running test starts itself again with the variable set, and the new
// process compares its number with that of this one.
void expect_the_same_in_a_new_process_under(const char* variable, const char* value) {
  if (const char* expected = std::getenv("INITLAB_TEST_EXPECTED_THREADS")) {
    EXPECT_EQ(available_threads(), static_cast<unsigned>(std::atoi(expected)));
    return;
  }
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  const std::string filter = std::string("--gtest_filter=") + test->test_suite_name() + "." + test->name();
  const std::string expected = std::to_string(available_threads());
  const pid_t child = fork();
  if (child == 0) {
    setenv("INITLAB_TEST_EXPECTED_THREADS", expected.c_str(), 1);
    setenv(variable, value, 1);
    execl("/proc/self/exe", "unit_execution", filter.c_str(), nullptr);
    _exit(255);
  }
  EXPECT_EQ(exit_code_of(child), 0U);
}

TEST(Threads, are_not_fewer_because_openmp_binds_the_first_one) {
  expect_the_same_in_a_new_process_under("OMP_PROC_BIND", "true");
}

TEST(Threads, are_not_fewer_because_of_omp_num_threads) {
  expect_the_same_in_a_new_process_under("OMP_NUM_THREADS", "1");
}

TEST(Threads, zero_means_as_many_as_the_process_may_run_on) {
  for (const auto kind : {BackendKind::openmp, BackendKind::tbb}) {
    EXPECT_EQ(make_backend(kind, 0)->threads(), available_threads());
  }
}

TEST(Threads, are_as_many_as_asked_for) {
  EXPECT_EQ(make_backend(BackendKind::openmp, 5)->threads(), 5U);
  EXPECT_EQ(make_backend(BackendKind::tbb, 5)->threads(), 5U);
  EXPECT_EQ(make_backend(BackendKind::serial, 5)->threads(), 1U);
}

TEST(Threads, beyond_the_accepted_number_are_a_usage_error) {
  EXPECT_NO_THROW(make_backend(BackendKind::openmp, max_threads));
  EXPECT_THROW(make_backend(BackendKind::openmp, max_threads + 1), UsageError);
  EXPECT_THROW(make_backend(BackendKind::serial, 4294967295U), UsageError);
}

}  // namespace
}  // namespace initlab
