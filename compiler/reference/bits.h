// A set of small numbers (fields, conditions): one word inside, more only where a measure needs them.
#pragma once
#include <cstdint>
#include <vector>

namespace huice::reference {

class Bits {
 public:
  void set(size_t bit) { word(bit) |= uint64_t{1} << (bit % 64); }
  bool test(size_t bit) const {
    if (bit < 64) return (first_ >> bit & 1) != 0;
    size_t index = bit / 64 - 1;
    return index < rest_.size() && (rest_[index] >> (bit % 64) & 1) != 0;
  }
  bool empty() const {
    if (first_ != 0) return false;
    for (uint64_t word : rest_) {
      if (word != 0) return false;
    }
    return true;
  }
  Bits& operator|=(const Bits& other) {
    first_ |= other.first_;
    if (other.rest_.size() > rest_.size()) rest_.resize(other.rest_.size());
    for (size_t i = 0; i < other.rest_.size(); ++i) rest_[i] |= other.rest_[i];
    return *this;
  }
  void clear() { first_ = 0, rest_.clear(); }

 private:
  uint64_t& word(size_t bit) {
    if (bit < 64) return first_;
    if (rest_.size() < bit / 64) rest_.resize(bit / 64);
    return rest_[bit / 64 - 1];
  }
  uint64_t first_ = 0;
  std::vector<uint64_t> rest_;
};

}  // namespace huice::reference
