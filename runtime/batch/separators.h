// The structural scan of many records at once: where cells and records end, be they in quotes or not.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace huice::batch {

/// Of whole records at the front of some text that need no second look: no NULs, and each quote opens a cell, closes one, or is
/// one of two inside.
class Separators {
 public:
  /// At most so many records. `text` is padded.
  void find(std::string_view text, uint64_t most);

  uint64_t records() const { return found_.records; }
  /// Of their text, with the line ends.
  size_t size() const { return found_.size; }
  /// Whether what stands behind them needs that look; else it ends before a record does.
  bool stopped() const { return found_.stopped; }
  /// Line ends inside quotes.
  uint64_t breaks() const { return found_.breaks; }
  /// Whether cells may be in quotes, and quotes in them twice.
  bool quotes() const { return found_.quotes; }
  bool pairs() const { return found_.pairs; }
  /// Offsets of the commas and LFs that end a cell.
  const uint32_t* ends() const { return ends_.get(); }
  size_t count() const { return found_.ends; }

 private:
  struct Found {
    uint64_t records = 0, breaks = 0;
    size_t size = 0, ends = 0;
    bool stopped = false, quotes = false, pairs = false;
  };
  template <class Scan>
  static Found find_by(const Scan& scan, std::string_view text, uint64_t most, uint32_t* ends);
  static Found find_avx2(std::string_view text, uint64_t most, uint32_t* ends);
  static Found find_avx512(std::string_view text, uint64_t most, uint32_t* ends);

  std::unique_ptr<uint32_t[]> ends_;
  size_t room_ = 0;
  Found found_;
};

}  // namespace huice::batch
