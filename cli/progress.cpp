#include "cli/progress.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>

namespace huice::cli {
namespace {

bool drawn = false;

std::string with_separators(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace

engine::OnProgress progress_line(const Common& common, const RunOptions& options) {
  if (common.quiet || options.progress == "never" || isatty(STDERR_FILENO) == 0) return {};
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  auto last = std::make_shared<clock::time_point>(begin);
  const Language language = common.language;
  return [=](const engine::Progress& now) {
    const auto time = clock::now();
    if (time - *last < std::chrono::milliseconds(200)) return true;
    *last = time;
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time - begin).count();
    const uint64_t per_second = now.bytes * 1000 / static_cast<uint64_t>(milliseconds);  // ≥ 200 ms have passed
    std::string line = with_separators(now.rows) + (language == Language::zh ? " 行，" : now.rows == 1 ? " row, " : " rows, ") + std::to_string(per_second / 1'000'000) + " MB/s";
    if (now.bytes_total && *now.bytes_total > now.bytes && per_second > 0) {
      const uint64_t left = (*now.bytes_total - now.bytes) / per_second;
      line += (language == Language::zh ? "，剩余 " : ", ") + std::to_string(left) + (language == Language::zh ? " 秒" : " s left");
    }
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    drawn = true;
    return true;
  };
}

void end_progress() {
  if (drawn) std::fprintf(stderr, "\r\033[K");
  drawn = false;
}

}  // namespace huice::cli
