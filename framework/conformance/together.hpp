#pragma once
#include <barrier>
#include <exception>
#include <thread>
#include <vector>

namespace initlab {

/// Runs f(0) ... f(count - 1) on threads that begin at the same moment. What one of them throws is thrown here.
template <class F>
void together(std::size_t count, F f) {
  std::barrier start(static_cast<std::ptrdiff_t>(count));
  std::vector<std::exception_ptr> failures(count);
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < count; ++t)
    threads.emplace_back([&, t] {
      start.arrive_and_wait();
      try {
        f(t);
      } catch (...) {
        failures[t] = std::current_exception();
      }
    });
  threads.clear();  // joined
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace initlab
