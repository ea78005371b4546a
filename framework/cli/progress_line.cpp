#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

namespace initlab {
namespace {

std::string duration(double exact_seconds) {
  const double seconds = std::round(exact_seconds);
  if (seconds < 60) return fmt::format("{:.0f} s", seconds);
  if (seconds < 3600) return fmt::format("{:.0f} min {:02.0f} s", std::floor(seconds / 60), std::fmod(seconds, 60));
  return fmt::format("{:.0f} h {:02.0f} min", std::floor(seconds / 3600), std::floor(std::fmod(seconds, 3600) / 60));
}

}  // namespace

std::string progress_text(const Progress& progress, double seconds) {
  const double done = static_cast<double>(progress.trials_done);
  const double rate = done / seconds;
  const double left = (static_cast<double>(progress.trials) - done) / rate;
  return fmt::format("{:4.0f} %  {} of {} trials, {:.3g} a second, {} left",
                     100.0 * done / static_cast<double>(progress.trials), progress.trials_done, progress.trials, rate,
                     duration(left));
}

double ProgressLine::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void ProgressLine::show(const Progress& progress) {
  if (!visible_ || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(100);
  written_ = true;
  std::fprintf(stderr, "\r%s\033[K", progress_text(progress, seconds()).c_str());
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (!written_) return;
  written_ = false;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
}

}  // namespace initlab
