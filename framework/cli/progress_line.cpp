#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/duration.hpp"

namespace initlab {
namespace {

double rate(const Progress& progress, double seconds) {
  return static_cast<double>(progress.trials_done - progress.trials_before) / seconds;
}
double seconds_left(const Progress& progress, double seconds) {
  return static_cast<double>(progress.trials - progress.trials_done) / rate(progress, seconds);
}
double share(const Progress& progress) {
  return static_cast<double>(progress.trials_done) / static_cast<double>(progress.trials);
}

}  // namespace

std::string progress_text(const Progress& progress, double seconds) {
  return fmt::format("{:4.0f} %  {} of {} trials, {:.3g} a second, {} left", 100.0 * share(progress),
                     progress.trials_done, progress.trials, rate(progress, seconds),
                     duration_text(seconds_left(progress, seconds)));
}

std::string progress_json(const Progress& progress, double seconds) {
  // Infinities become null.
  return nlohmann::ordered_json{{"trials_done", progress.trials_done},
                                {"trials", progress.trials},
                                {"share", share(progress)},
                                {"seconds", seconds},
                                {"trials_per_second", rate(progress, seconds)},
                                {"seconds_left", seconds_left(progress, seconds)}}
      .dump();
}

double ProgressLine::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void ProgressLine::show(const Progress& progress) {
  latest_ = progress;
  if (style_ == ProgressStyle::none || Clock::now() < next_) return;
  using namespace std::chrono_literals;
  next_ = Clock::now() + (style_ == ProgressStyle::line ? Clock::duration(100ms) : Clock::duration(10s));
  write(progress);
}

void ProgressLine::write(const Progress& progress) {
  written_ = true;
  if (style_ == ProgressStyle::line)
    std::fprintf(stderr, "\r%s\033[K", progress_text(progress, seconds()).c_str());
  else
    std::fprintf(stderr, "%s\n", progress_json(progress, seconds()).c_str());
  std::fflush(stderr);
}

void ProgressLine::finish() {
  if (style_ == ProgressStyle::json && latest_.trials > 0) write(latest_);
  if (style_ == ProgressStyle::line && written_) {
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  }
  style_ = ProgressStyle::none;
}

}  // namespace initlab
