// What the machine's memory can do, in GB/s of bytes moved: `triad` a = b + s · c over arrays beyond every cache, `copy` by memcpy.
//
//   limits THREADS
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

constexpr size_t items = size_t{1} << 26;  // of 8 bytes: half a GB an array
constexpr int rounds = 8;

template <class Work>
double seconds_of(int threads, Work work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) workers.emplace_back([&, t] { work(items * t / threads, items * (t + 1) / threads); });
    for (std::thread& worker : workers) worker.join();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

int main(int count, char** words) {
  const int threads = count > 1 ? std::atoi(words[1]) : 1;
  const auto a = std::make_unique<double[]>(items), b = std::make_unique<double[]>(items), c = std::make_unique<double[]>(items);
  std::fill_n(b.get(), items, 1.0);
  std::fill_n(c.get(), items, 2.0);
  const double triad = seconds_of(threads, [&](size_t from, size_t to) {
    for (size_t i = from; i < to; ++i) a[i] = b[i] + 3.0 * c[i];
  });
  const double copy = seconds_of(threads, [&](size_t from, size_t to) { std::memcpy(a.get() + from, b.get() + from, (to - from) * sizeof(double)); });
  if (a[items / 2] != b[items / 2]) return 1;
  std::printf("triad %.2f\ncopy %.2f\n", 3.0 * items * sizeof(double) / triad / 1e9, 2.0 * items * sizeof(double) / copy / 1e9);
}
