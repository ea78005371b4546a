#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace initlab {

/// A run in shards as jobs of Slurm: an array of elements, each of which does one shard, or several one after the other
/// where there are more shards than elements; and the merge that follows them.
struct BatchJob {
  std::string name;     ///< of the job, a word: "depth"
  std::string title;    ///< of the experiment
  std::string folder;   ///< where plan and scripts stand, absolute
  std::string program;  ///< initlab itself, absolute

  std::uint64_t shards = 1;
  std::uint64_t elements = 1;  ///< of the array; element e does the shards e, e + elements, e + 2 elements, ...
  unsigned threads = 1;        ///< of an element
  std::chrono::minutes time_limit{};
  std::optional<double> memory;    ///< of an element, in bytes
  std::string partition, account;  ///< words; empty: the site's own

  double needed_memory = 0;    ///< of an element as estimated, in bytes
  double element_seconds = 0;  ///< of an element as estimated; right within a factor of two

  std::uint64_t shards_of_an_element() const { return (shards + elements - 1) / elements; }

  /// How long before the limit Slurm tells the script at the latest, and up to half a minute earlier: a minute, or a
  /// third of a limit below three minutes. Blocks take at most a minute (experiment/cost.hpp), so that those which have
  /// begun are finished.
  std::chrono::seconds warning() const;

  /// How long the script waits for them, half of that: a job that has reached its limit is not queued again.
  std::chrono::seconds patience() const { return warning() / 2; }

  /// What is left for work.
  std::chrono::seconds working_time() const { return time_limit - warning(); }

  /// How often an element may be queued again: five times for accidents, and twice as often as the estimate asks for. A
  /// shard that can never end must not go on for ever.
  std::uint64_t restarts() const;
};

/// "12:30:00", as sbatch reads it.
std::string slurm_time(std::chrono::minutes time);

/// The limit that a job gets if none is asked for: twice the estimate and five minutes, at least ten minutes and at
/// most a day, as what is not finished then is queued again.
std::chrono::minutes default_time_limit(double element_seconds);

}  // namespace initlab
