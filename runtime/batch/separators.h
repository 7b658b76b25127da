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

  uint64_t records() const { return records_; }
  /// Of their text, with the line ends.
  size_t size() const { return size_; }
  /// Whether what stands behind them needs that look; else it ends before a record does.
  bool stopped() const { return stopped_; }
  /// Line ends inside quotes.
  uint64_t breaks() const { return breaks_; }
  /// Whether cells may be in quotes, and quotes in them twice.
  bool quotes() const { return quotes_; }
  bool pairs() const { return pairs_; }
  /// Offsets of the commas and LFs that end a cell.
  const uint32_t* ends() const { return ends_.get(); }
  size_t count() const { return count_; }

 private:
  template <class Scan>
  void find_by(const Scan& scan, std::string_view text, uint64_t most);
  void find_avx2(std::string_view text, uint64_t most);
  void find_avx512(std::string_view text, uint64_t most);

  std::unique_ptr<uint32_t[]> ends_;
  size_t room_ = 0, count_ = 0, size_ = 0;
  uint64_t records_ = 0, breaks_ = 0;
  bool stopped_ = false, quotes_ = false, pairs_ = false;
};

}  // namespace huice::batch
