#pragma once
#include <string>
#include <utility>
#include <vector>

namespace initlab {

/// What a plugin has to leave as it is: of this process (locale, signal handlers, working directory, umask,
/// environment, open files, number of threads, what was printed) and of this thread (signal mask, floating-point mode).
class Surroundings {
 public:
  /// As they are now.
  static Surroundings now();

  /// The first thing that is another one here than in `before`, as the end of a sentence: "the working directory ('/a'
  /// became '/tmp')". Empty if there is none.
  std::string first_difference(const Surroundings& before) const;

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

}  // namespace initlab
