// The tests' own random numbers: the same seed gives the same numbers on every machine and with every library.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace huice::properties {

/// xoshiro256**, seeded by splitmix64 (Blackman and Vigna, public domain algorithms).
class Random {
 public:
  explicit Random(uint64_t seed);
  uint64_t next();
  /// 0 ≤ result < count; count > 0.
  uint64_t below(uint64_t count) { return next() % count; }
  /// lo ≤ result ≤ hi.
  int64_t between(int64_t lo, int64_t hi) {
    return lo + static_cast<int64_t>(below(static_cast<uint64_t>(hi) - static_cast<uint64_t>(lo) + 1));
  }
  bool chance(int percent) { return static_cast<int>(below(100)) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  template <class T>
  T pick(std::initializer_list<T> from) {
    return from.begin()[below(from.size())];
  }

 private:
  uint64_t state_[4];
};

/// Mixes a number into a seed, for a stream of its own: program 7 of seed 1, batch 3 of that program.
uint64_t derive(uint64_t seed, uint64_t number);

}  // namespace huice::properties
