// Cells that are one of a few words: booleans, and enumerations by code or label.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/batch/schema.h"

namespace huice::batch {

/// A closed list of spellings; what is not found as it stands is looked for folded.
class Words {
 public:
  /// 是/否, true/false, 1/0, Y/N, 有/无: 1 and 0.
  static Words booleans();
  /// Codes and labels of a choice field; a code wins over another member's label.
  static Words choices(const Field& field);

  std::optional<uint16_t> find(std::string_view cell) const;

  static constexpr uint32_t short_most = 16;  // bytes
  /// A word of so many bytes at most, with zeros behind them.
  struct Short {
    uint64_t low = 0, high = 0;
    uint32_t size = 0;
    uint16_t code = 0;
  };
  const std::vector<Short>& shorts() const { return shorts_; }
  /// How many of them, the first, have 8 bytes at most.
  size_t halves() const { return halves_; }
  /// A cell of 1 to 16 bytes as it stands, its bytes in two words with zeros behind them.
  bool find_short(uint64_t low, uint64_t high, uint32_t size, uint16_t& code) const {
    const Short wanted{low, high, size, 0};
    for (size_t at = place(wanted); short_[at].size != 0; at = (at + 1) & (short_.size() - 1)) {
      const Short& entry = short_[at];
      code = entry.code;
      if (entry.low == low && entry.high == high && entry.size == size) return true;
    }
    return false;
  }
  /// Whether a word has spaces around it.
  bool spaced() const { return spaced_; }
  /// For the message: `goods (货物贸易), services (服务贸易)`.
  const std::string& listed() const { return listed_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  static Short shorten(std::string_view word, uint16_t code);
  size_t place(const Short& word) const { return ((word.low * 0x9E3779B97F4A7C15u + word.high * 0xC2B2AE3D27D4EB4Fu) >> 40) & (short_.size() - 1); }
  void add(std::string_view word, uint16_t code);
  void tabulate();
  std::vector<Short> shorts_;
  size_t halves_ = 0;
  std::vector<Short> short_;  // the same in a table of open addressing, where size 0 is empty: most cells are found in one probe
  std::unordered_map<std::string, uint16_t, Hash, std::equal_to<>> exact_, folded_;
  bool any_case_ = false, spaced_ = false;
  std::string listed_;
};

}  // namespace huice::batch
