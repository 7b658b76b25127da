// Random numbers that are the same everywhere: xoshiro256** seeded by splitmix64, integers only.
#pragma once
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace huice::samples {

class Random {
 public:
  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      uint64_t mixed = (seed ^ seed >> 30) * 0xbf58476d1ce4e5b9;
      mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
      word = mixed ^ mixed >> 31;
    }
  }

  uint64_t next() {
    uint64_t result = rotate(state_[1] * 5, 7) * 9;
    uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }
  /// 0 ≤ result < count; count > 0. The bias is below count / 2^64.
  uint64_t below(uint64_t count) { return static_cast<uint64_t>(static_cast<unsigned __int128>(next()) * count >> 64); }
  /// lo ≤ result ≤ hi, which are less than 2^127 apart.
  __int128 between(__int128 lo, __int128 hi) {
    auto span = static_cast<unsigned __int128>(hi - lo) + 1;
    auto wide = static_cast<unsigned __int128>(next()) << 64 | next();
    return lo + static_cast<__int128>(span <= UINT64_MAX ? below(static_cast<uint64_t>(span)) : wide % span);
  }
  bool chance(uint64_t percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static uint64_t rotate(uint64_t word, int bits) { return word << bits | word >> (64 - bits); }
  std::array<uint64_t, 4> state_{};
};

}  // namespace huice::samples
