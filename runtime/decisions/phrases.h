// The cells of one measure where status and reasons tell all of them: made beforehand, chosen for 64 rows at a time.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decisions/amounts.h"
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
  /// Text with a hole for the amount; where there is none, what does not fit in front of the hole goes on behind it.
  struct Phrase {
    static constexpr size_t front_most = 16, hole = 16, tail = hole + AmountTexts::most, tail_most = 32, most = tail + tail_most;
    alignas(most) char text[most] = {};
  };
  struct Size { uint8_t front, tail; };

  /// `statuses`: their words.
  Phrases(const catalogue::Measure& measure, const catalogue::Entity& entity, const std::string* statuses, const Cells& cells);

  /// For rows [first, first + count), first a multiple of 64 and count at most 64; `codes` has room for 64. Gives which are
  /// `granted`, and sets `apart` to those that are `none`.
  uint64_t choose(const Decisions& decided, int first, int count, uint8_t* codes, uint64_t& apart) const;
  /// Writes a phrase's cells, and up to `room` bytes in all.
  char* put(char* at, uint8_t code, std::string_view amount) const;
  static constexpr size_t room = 2 * Phrase::most;
  const Phrase* texts() const { return phrases_.data(); }
  /// For 64 rows: bit i: byte i of the row's phrase with the amount in its hole belongs to its cells. `granted`: what `choose`
  /// gave, less those that have no amount. With AVX-512 only.
  void places(const uint8_t* codes, uint64_t granted, const AmountTexts& amounts, uint64_t* places) const;

 private:
  bool add(const std::string& text);
  bool add_granted(const std::string& front, const std::string& tail);
  uint8_t add_status(const std::string& text);
  void add_lists(Status status, const std::string& front, const std::vector<std::string>& names, char after);

  std::vector<Phrase> phrases_;
  std::vector<Size> sizes_;
  uint64_t granted_places_ = 0;          // without the amount's
  alignas(64) uint8_t ends_[256];        // by code: where its text ends if that is all there is to know; `none`: it is too long
  bool some_too_long_ = false;
  struct Chosen { uint64_t granted, apart; };  // a bit a row
  Chosen choose_portable(const Decisions& decided, int first, int count, uint8_t* codes) const;
  Chosen choose_avx512(const Decisions& decided, int first, uint8_t* codes) const;

  static constexpr size_t statuses_most = 16;
  static_assert(status_count <= statuses_most);
  alignas(16) uint8_t base_[statuses_most];          // by status: the code without reasons
  alignas(16) uint8_t failed_[statuses_most] = {};   // 0xFF: the bits of failed conditions are added to it
  alignas(16) uint8_t missing_[statuses_most] = {};  // likewise
  size_t conditions_ = 0, inputs_ = 0;
};

inline char* Phrases::put(char* at, uint8_t code, std::string_view amount) const {
  const char* const text = phrases_[code].text;
  std::memcpy(at, text, Phrase::front_most);
  at += sizes_[code].front;
  at = std::copy(amount.begin(), amount.end(), at);
  std::memcpy(at, text + Phrase::tail, Phrase::tail_most);
  return at + sizes_[code].tail;
}

}  // namespace huice::decisions
