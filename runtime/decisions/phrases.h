// The cells of one measure where status and reasons tell all of them: made beforehand, chosen for 64 rows at a time.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decisions/decisions.h"

namespace huice::decisions {

class Phrases {
 public:
  /// Codes that are no phrase: an eligible row's cells are the phrase of that code around its amount; and cells that must be put
  /// together.
  static constexpr uint8_t granted = 0, none = 255;
  static constexpr size_t rows = 64;

  /// What stands between a row's status and its reasons, and behind them.
  struct Cells {
    bool amount = true;          // there is one, and only an eligible row's own
    std::string before_reasons;  // commas
    char after = ',';
  };
  /// The text of code `granted` has a hole for the amount, if there is one; `places` are the bytes of text around it.
  struct Phrase {
    static constexpr size_t most = 64;
    alignas(most) char text[most] = {};
  };

  /// `statuses`: their words.
  Phrases(const catalogue::Measure& measure, const catalogue::Entity& entity, const std::string* statuses, const Cells& cells);

  /// For rows [first, first + count), first a multiple of 64 and count at most 64; `codes` has room for 64. Gives which are
  /// `granted`, and sets `apart` to those that are `none`.
  uint64_t choose(const Decisions& decided, int first, int count, uint8_t* codes, uint64_t& apart) const;
  /// So many bytes more can be read behind each.
  const Phrase& operator[](uint8_t code) const { return phrases_[code]; }
  const Phrase* texts() const { return phrases_.data(); }
  /// By code: which bytes of its text count.
  const uint64_t* places() const { return places_.data(); }
  size_t size(uint8_t code) const { return static_cast<size_t>(__builtin_popcountll(places_[code])); }
  /// Where the hole begins: at a multiple of its size, perhaps somewhat behind the text before it.
  uint8_t hole() const { return hole_; }

 private:
  uint8_t add(const std::string& text);
  bool add_granted(const std::string& front, const std::string& tail);
  void add_lists(Status status, const std::string& front, const std::vector<std::string>& names, char after);

  std::vector<Phrase> phrases_;  // and one more, empty
  std::vector<uint64_t> places_;
  uint8_t hole_ = 0;
  void choose_portable(const Decisions& decided, int first, int count, uint8_t* codes) const;
  void choose_avx512(const Decisions& decided, int first, uint8_t* codes) const;

  static constexpr size_t statuses_most = 16;
  static_assert(status_count <= statuses_most);
  alignas(16) uint8_t base_[statuses_most];          // by status: the code without reasons
  alignas(16) uint8_t failed_[statuses_most] = {};   // 0xFF: the bits of failed conditions are added to it
  alignas(16) uint8_t missing_[statuses_most] = {};  // likewise
  size_t conditions_ = 0, inputs_ = 0;
};

}  // namespace huice::decisions
