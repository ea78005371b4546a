#include "cli/batch_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace initlab {

using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

seconds BatchJob::warning() const { return std::min(seconds(60), duration_cast<seconds>(time_limit) / 3); }

std::uint64_t BatchJob::restarts() const {
  return 5 + static_cast<std::uint64_t>(2 * element_seconds / static_cast<double>(working_time().count()));
}

std::string slurm_time(minutes time) {
  const auto whole_hours = duration_cast<hours>(time);
  return fmt::format("{:02}:{:02}:00", whole_hours.count(), (time - whole_hours).count());
}

minutes default_time_limit(double element_seconds) {
  const double generous =
      std::min(2 * element_seconds / 60, 1e6);  // no matter how long, it must be a number of minutes
  return std::clamp(minutes(5 + static_cast<int>(std::ceil(generous))), minutes(10), minutes(hours(24)));
}

}  // namespace initlab
