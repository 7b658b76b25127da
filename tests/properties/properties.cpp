// The property test: what must hold of every program and all data, tried on random ones.
//
//   machine code = reference    every decision of a batch, bit by bit, at many batch fills; the IR between them likewise
//   runs = oracle               files of several entities through all passes, by both engines, against each row worked out alone
//   missing values              but for `is given` and `default`, giving a missing value never changes eligible or ineligible
//   broken texts                are diagnosed or compile; nothing crashes
//
//   properties [--seed N] [--programs N] [--threads N] [--check NAME] [--show]      HUICE_TEST_SIZE=day|full sets the sizes
//
// Program k of seed N has the seed N + k, printed with a difference: `--seed THAT --programs 1` shows it again.
#include <atomic>
#include <chrono>
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include <unistd.h>

#include "tests/properties/broken_texts.h"
#include "tests/properties/engines.h"
#include "tests/properties/generated.h"
#include "tests/properties/missing_values.h"
#include "tests/properties/options.h"
#include "tests/properties/runs.h"
#include "tests/properties/shrink.h"

namespace huice::properties {
namespace {

constexpr int most_faults = 5;  // shown before the run stops
constexpr int shrink_seconds = 20;
constexpr size_t most_members = 3;  // aggregates of a program whose members' kernels are compared

thread_local uint64_t current_seed = 0;
thread_local const char* current_check = "";

/// A crash still says which program it was.
void on_crash(int signal) {
  char line[160];
  int length = std::snprintf(line, sizeof line, "\ncrash (signal %d) in %s: --seed %" PRIu64 " --programs 1\n", signal, current_check, current_seed);
  if (length > 0 && ::write(2, line, static_cast<size_t>(length)) < 0) {}
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

class Run {
 public:
  explicit Run(const Options& options) : options_(options) {}

  /// Every check; false when something does not hold.
  bool all() {
    std::printf("seed %" PRIu64 "\n", options_.seed);
    std::fflush(stdout);
    check("machine code = reference", options_.programs, [&](uint64_t seed) { engines_agree(seed, true); });
    check("IR = reference", options_.alone && options_.only.empty() ? 0 : options_.light, [&](uint64_t seed) { engines_agree(derive(seed, 77), false); });
    check("runs = oracle", options_.runs, [&](uint64_t seed) { runs_agree(seed); });
    check("missing values", options_.light, [&](uint64_t seed) { missing_values(seed); });
    check("broken texts", options_.broken / 4, [&](uint64_t seed) { broken_texts(seed); });
    report();
    return faults_ == 0 && (options_.alone || !options_.only.empty() || healthy());
  }

 private:
  using Clock = std::chrono::steady_clock;

  void check(const char* name, int programs, const std::function<void(uint64_t)>& one) {
    if (programs <= 0 || std::string(name).find(options_.only) == std::string::npos) return;
    const auto start = Clock::now();
    const int before = faults_;
    slowest_ = 0;
    std::atomic<int> next{0};
    auto work = [&] {
      for (int i = next++; i < programs && faults_ < most_faults; i = next++) {
        current_seed = options_.seed + static_cast<uint64_t>(i);
        current_check = name;
        const auto begin = Clock::now();
        guarded(one);
        note_time(std::chrono::duration<double>(Clock::now() - begin).count());
      }
    };
    std::vector<std::thread> threads;
    for (int i = 1; i < options_.threads; ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::printf("%s %s: %d programs, %.1f s (slowest %.1f s, seed %" PRIu64 ")\n", faults_ == before ? "[  OK  ]" : "[FAILED]", name, programs,
                seconds, slowest_, slowest_seed_);
    std::fflush(stdout);
  }

  void guarded(const std::function<void(uint64_t)>& one) {
    try {
      one(current_seed);
    } catch (const TooSlow& error) {
      fault(error.what());
      std::_Exit(1);
    } catch (const std::exception& error) {
      fault(std::string("exception: ") + error.what());
    }
  }

  void note_time(double seconds) {
    std::lock_guard lock(mutex_);
    if (seconds > slowest_) slowest_ = seconds, slowest_seed_ = current_seed;
    constexpr double too_slow = 20;
    if (seconds > too_slow) std::printf("slow: %s took %.1f s: --seed %" PRIu64 "\n", current_check, seconds, current_seed), std::fflush(stdout);
  }

  void fault(const std::string& what) {
    std::lock_guard lock(mutex_);
    ++faults_;
    std::printf("\n%s does not hold: --seed %" PRIu64 " --programs 1\n%s\n", current_check, current_seed, what.c_str());
    std::fflush(stdout);
  }

  std::optional<Generated> program(uint64_t seed, Contents contents) {
    Refusals refusals;
    std::string problem;
    auto made = generate(seed, contents, refusals, problem);
    if (!made) fault(problem);
    std::lock_guard lock(mutex_);
    if (made) ++accepted_;
    for (const auto& [code, n] : refusals) refusals_[code] += n;
    if (made && options_.show) std::printf("// seed %" PRIu64 "\n%s\n", seed, made->text.c_str()), std::fflush(stdout);
    return made;
  }

  Comparing comparing(uint64_t seed, bool machine_code) const {
    Comparing how;
    how.machine_code = machine_code;
    how.fills = machine_code ? std::vector<int>{1, 7, 8, 63, 64, 65, 2047, 2048} : std::vector<int>{1, 65, 150};
    Random random(derive(seed, 4000));
    for (int i = 0; machine_code && i < options_.batches; ++i) how.fills.push_back(random.chance(60) ? 2048 : static_cast<int>(random.between(1, 2048)));
    return how;
  }

  void engines_agree(uint64_t seed, bool machine_code) {
    auto made = program(seed, {.asks_for_missing = true, .huge = seed % 4 == 0});
    if (!made) return;
    const Comparing how = comparing(seed, machine_code);
    Comparing members = how;
    if (machine_code) members.fills = {1, 65, 2048};
    Tally tally;
    auto difference = [&](const Compiled& compiled, Tally& into) -> std::string {
      for (size_t i = 0; i < compiled.catalogue.measures.size(); ++i) {
        if (auto found = compare(compiled, i, seed, how, machines_, into)) return *found;
      }
      for (size_t i = 0; i < std::min(compiled.catalogue.aggregates.size(), most_members); ++i) {
        if (auto found = compare_members(compiled, i, seed, members, machines_, into)) return *found;
      }
      return "";
    };
    std::string found = difference(*made->compiled, tally);
    if (!found.empty()) {
      auto shows = [&](const std::string& text) {
        auto compiled = compile(text);
        Tally unused;
        return compiled->ok() ? difference(*compiled, unused) : std::string();
      };
      Shrunk small = shrink(made->tree, found, shows, shrink_seconds);
      fault(small.text + "\n" + small.fault);
    }
    std::lock_guard lock(mutex_);
    tally_.add(tally);
  }

  void runs_agree(uint64_t seed) {
    auto made = program(derive(seed, 88), {.asks_for_missing = true, .huge = seed % 4 == 0, .related = seed % 4 != 1});
    if (!made) return;
    RunTally tally;
    if (auto found = check_run(made->text, seed, tally)) {
      auto shows = [&](const std::string& text) {
        RunTally unused;
        return compile(text)->ok() ? check_run(text, seed, unused).value_or("") : std::string();
      };
      Shrunk small = shrink(made->tree, *found, shows, shrink_seconds);
      fault(small.text + "\n" + small.fault);
    }
    std::lock_guard lock(mutex_);
    run_tally_.add(tally);
  }

  void missing_values(uint64_t seed) {
    auto made = program(derive(seed, 99), {.asks_for_missing = false, .huge = false});
    if (!made) return;
    uint64_t decided = 0;
    auto difference = [&](const Compiled& compiled) -> std::string {
      for (size_t i = 0; i < compiled.catalogue.measures.size(); ++i) {
        if (auto found = check_missing_values(compiled, i, seed, 400, decided)) return *found;
      }
      return "";
    };
    std::string found = difference(*made->compiled);
    if (!found.empty()) {
      auto shows = [&](const std::string& text) {
        auto compiled = compile(text);
        return compiled->ok() ? difference(*compiled) : std::string();
      };
      Shrunk small = shrink(made->tree, found, shows, shrink_seconds);
      fault(small.text + "\n" + small.fault);
    }
    std::lock_guard lock(mutex_);
    settled_with_missing_ += decided;
  }

  void broken_texts(uint64_t seed) {
    Random random(derive(seed, 55));
    Refusals refusals;
    std::string problem;
    auto made = generate(derive(seed, 56), {}, refusals, problem);
    if (!made) return fault(problem);
    for (int i = 0; i < 4; ++i) {
      std::string text = break_text(made->text, random);
      auto compiled = compile(text);
      for (const auto& diagnostic : compiled->sink.all()) {
        if (diagnostics::to_text(diagnostic, compiled->sources, diagnostics::Language::zh, false).empty()) fault("an empty message:\n" + text);
      }
      if (!compiled->ok()) {
        ++refused_;
        continue;
      }
      ++still_programs_;
      Tally unused;
      Comparing how{{3, 40}, false, 40};
      for (size_t m = 0; m < compiled->catalogue.measures.size(); ++m) {
        if (auto found = compare(*compiled, m, seed, how, machines_, unused)) fault(text + "\n" + *found);
      }
    }
  }

  void report() const {
    std::printf("programs: %d accepted; refused for cause:", accepted_);
    for (const auto& [code, n] : refusals_) std::printf(" %s %d", code.c_str(), n);
    std::printf("\ndecisions: %" PRIu64 " of the reference, %" PRIu64 " of machine code;", tally_.decisions, tally_.machine_decisions);
    for (size_t i = 0; i < tally_.statuses.size(); ++i) {
      std::printf(" %s %.1f%%", std::string(name(static_cast<Status>(i))).c_str(), 100.0 * tally_.statuses[i] / std::max<uint64_t>(tally_.decisions, 1));
    }
    std::printf("; capped %" PRIu64 ", ceilings %" PRIu64 "; errors", tally_.capped, tally_.ceilings);
    for (const auto& [kind, n] : tally_.error_kinds) std::printf(" %d:%" PRIu64, kind, n);
    std::printf("\nruns: %" PRIu64 " with %" PRIu64 " aggregates and %" PRIu64 " rows;", run_tally_.runs, run_tally_.aggregates, run_tally_.rows);
    for (const auto& [status, n] : run_tally_.statuses) std::printf(" %s %" PRIu64, status.c_str(), n);
    std::printf("; rejects");
    for (const auto& [code, n] : run_tally_.rejects) std::printf(" %s %" PRIu64, code.c_str(), n);
    std::printf("\nrows settled although values were missing: %" PRIu64 "; broken texts: %d refused, %d still programs\n", settled_with_missing_,
                refused_.load(), still_programs_.load());
  }

  /// Whether the run has seen enough of everything to mean something.
  bool healthy() const {
    bool fine = true;
    auto want = [&](bool holds, const char* what) {
      if (!holds) std::printf("[FAILED] too few of: %s\n", what), fine = false;
    };
    for (size_t i = 0; i < tally_.statuses.size(); ++i) {
      want(tally_.statuses[i] * 200 > tally_.decisions, std::string(name(static_cast<Status>(i))).c_str());
    }
    for (uint16_t kind : {HUICE_DIVISION_BY_ZERO, HUICE_RANGE, HUICE_NEGATIVE, HUICE_BEFORE_FIRST_DATE, HUICE_NO_ROW, HUICE_CONFLICT}) {
      want(tally_.error_kinds.count(kind) != 0, "each kind of error");
    }
    want(tally_.capped > 0, "capped amounts");
    want(tally_.ceilings > 0, "ceilings");
    want(run_tally_.aggregates > 0, "aggregates in runs");
    for (const char* code : {"dangling_reference", "duplicate_key"}) want(run_tally_.rejects.count(code) != 0, code);
    want(settled_with_missing_ > 0, "rows settled although values are missing");
    want(refused_ > still_programs_, "broken texts that are refused");
    return fine;
  }

  const Options options_;
  const Machines machines_ = Machines::create();
  std::mutex mutex_;
  std::atomic<int> faults_{0}, refused_{0}, still_programs_{0};
  int accepted_ = 0;
  double slowest_ = 0;
  uint64_t slowest_seed_ = 0;
  Refusals refusals_;
  Tally tally_;
  RunTally run_tally_;
  uint64_t settled_with_missing_ = 0;
};

}  // namespace
}  // namespace huice::properties

int main(int count, char** arguments) {
  for (int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGBUS}) std::signal(signal, huice::properties::on_crash);
  huice::properties::Run run(huice::properties::read_options(count, arguments));
  return run.all() ? 0 : 1;
}
