// Runs a command and says what it took: `seconds KiB status` in the file given first. Small itself, because a process's peak memory
// counts that of whoever started it.
//
//   launch REPORT COMMAND ARGUMENT…
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cstdio>
#include <ctime>

extern char** environ;

static double now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

int main(int count, char** words) {
  if (count < 3) return 2;
  const double begin = now();
  pid_t child;
  if (posix_spawnp(&child, words[2], nullptr, nullptr, words + 2, environ) != 0) return 127;
  int status = 0;
  rusage usage;
  wait4(child, &status, 0, &usage);
  const double seconds = now() - begin;
  std::FILE* report = std::fopen(words[1], "w");
  if (report == nullptr) return 126;
  std::fprintf(report, "%.6f %ld\n", seconds, usage.ru_maxrss);
  std::fclose(report);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
