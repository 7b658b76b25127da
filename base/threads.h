// The same work on several threads at once.
#pragma once
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace huice {

/// work(0) … work(threads - 1), each on a thread of its own, the first on this one; back when all are done. Where the system
/// has fewer threads, only the first of them: each takes what is left to do. What one throws comes out here.
template <class Work>
void on_threads(int threads, const Work& work) {
  std::mutex throwing;
  std::exception_ptr thrown;
  const auto guarded = [&](int thread) {
    try {
      work(thread);
    } catch (...) {
      const std::lock_guard lock(throwing);
      if (!thrown) thrown = std::current_exception();
    }
  };
  std::vector<std::thread> helpers;
  try {
    for (int i = 1; i < threads; ++i) helpers.emplace_back(guarded, i);
  } catch (const std::system_error&) {
  }
  guarded(0);
  for (std::thread& helper : helpers) helper.join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace huice
