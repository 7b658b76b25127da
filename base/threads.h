// The same work on several threads at once.
#pragma once
#include <thread>
#include <vector>

namespace huice {

/// work(0) … work(threads - 1), each on a thread of its own, the first on this one; back when all are done.
template <class Work>
void on_threads(int threads, const Work& work) {
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads; ++i) helpers.emplace_back([&work, i] { work(i); });
  work(0);
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace huice
