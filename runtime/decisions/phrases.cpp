#include "runtime/decisions/phrases.h"

#include <array>
#include <cstring>

#include "base/intrinsics.h"
#include "runtime/decisions/amounts.h"

namespace huice::decisions {
namespace {

/// Of so many conditions, or inputs, at most, every list of reasons is made.
constexpr size_t few = 6;

/// Bit i becomes byte i.
constexpr std::array<uint64_t, 256> spread = [] {
  std::array<uint64_t, 256> table{};
  for (unsigned bits = 0; bits < table.size(); ++bits) {
    for (int i = 0; i < 8; ++i) table[bits] |= uint64_t{bits >> i & 1} << (8 * i);
  }
  return table;
}();

/// Sets bit `bit` of those of 64 bytes whose bit of `word` is set.
void add_bits(uint64_t word, size_t bit, uint8_t* bytes) {
  if (word == 0) return;
  for (size_t i = 0; i < 8; ++i) {
    uint64_t eight;
    std::memcpy(&eight, bytes + 8 * i, sizeof eight);
    eight |= spread[word >> (8 * i) & 0xFF] << bit;
    std::memcpy(bytes + 8 * i, &eight, sizeof eight);
  }
}

/// Bit i: row i has the code.
uint64_t which(const uint8_t* codes, uint8_t code) {
  constexpr uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
  uint64_t all = 0;
  for (size_t eight = 0; eight < Phrases::rows; eight += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, codes + eight, sizeof bytes);
    bytes ^= code * 0x0101010101010101u;
    const uint64_t zeros = ~(((bytes & low) + low) | bytes | low);
    all |= ((zeros >> 7) * 0x0102040810204080u >> 56) << eight;
  }
  return all;
}

uint64_t first_bits(size_t count) { return count < 64 ? (uint64_t{1} << count) - 1 : ~uint64_t{0}; }

}  // namespace

/// False: it does not fit; its code stands for no text then.
bool Phrases::add(const std::string& text) {
  const size_t code = phrases_.size(), front = std::min(text.size(), Phrase::front_most), tail = text.size() - front;
  const bool fits = tail <= Phrase::tail_most;
  Phrase& phrase = phrases_.emplace_back();
  sizes_.push_back(fits ? Size{static_cast<uint8_t>(front), static_cast<uint8_t>(tail)} : Size{});
  ends_[code] = !fits ? none : static_cast<uint8_t>(tail == 0 ? front : Phrase::tail + tail);
  some_too_long_ = some_too_long_ || !fits;
  if (!fits) return false;
  std::memcpy(phrase.text, text.data(), front);
  std::memcpy(phrase.text + Phrase::tail, text.data() + front, tail);
  return true;
}

/// The first of all. False: it does not fit.
bool Phrases::add_granted(const std::string& front, const std::string& tail) {
  if (front.size() > Phrase::front_most || tail.size() > Phrase::tail_most) return false;
  Phrase& phrase = phrases_.emplace_back();
  std::memcpy(phrase.text, front.data(), front.size());
  std::memcpy(phrase.text + Phrase::tail, tail.data(), tail.size());
  sizes_.push_back({static_cast<uint8_t>(front.size()), static_cast<uint8_t>(tail.size())});
  granted_places_ = first_bits(front.size()) | first_bits(tail.size()) << Phrase::tail;
  ends_[granted] = 0;
  return true;
}

/// Gives the code of a status without reasons.
uint8_t Phrases::add_status(const std::string& text) { return add(text) ? static_cast<uint8_t>(phrases_.size() - 1) : none; }

/// The phrases of a status with each list of reasons, in the order of their bits.
void Phrases::add_lists(Status status, const std::string& front, const std::vector<std::string>& names, char after) {
  base_[static_cast<size_t>(status)] = static_cast<uint8_t>(phrases_.size());
  for (size_t bits = 0; bits < size_t{1} << names.size(); ++bits) {
    std::string list;
    for (size_t i = 0; i < names.size(); ++i) {
      if ((bits >> i & 1) != 0) list += (list.empty() ? "" : ";") + names[i];
    }
    add(front + list + after);
  }
  (status == Status::ineligible ? failed_ : missing_)[static_cast<size_t>(status)] = 0xFF;
}

Phrases::Phrases(const catalogue::Measure& measure, const catalogue::Entity& entity, const std::string* statuses, const Cells& cells) {
  std::fill(std::begin(base_), std::end(base_), none);
  std::fill(std::begin(ends_), std::end(ends_), none);
  const auto front = [&](Status status) { return statuses[static_cast<size_t>(status)] + "," + cells.before_reasons; };
  const std::string eligible = statuses[static_cast<size_t>(Status::eligible)] + ",", behind = cells.before_reasons + cells.after;
  // The amount is the first of the cells before the reasons; what is settled is a claim, else it has two.
  const bool fits = cells.amount ? add_granted(eligible, behind) : add(eligible + behind);
  if (phrases_.empty()) add("");
  if (fits && !measure.settled) base_[static_cast<size_t>(Status::eligible)] = granted;
  base_[static_cast<size_t>(Status::not_in_force)] = add_status(front(Status::not_in_force) + cells.after);
  if (measure.conditions.size() <= few) {
    conditions_ = measure.conditions.size();
    add_lists(Status::ineligible, front(Status::ineligible), measure.conditions, cells.after);
  }
  if (measure.inputs.size() <= few) {
    inputs_ = measure.inputs.size();
    std::vector<std::string> names;
    for (uint32_t field : measure.inputs) names.push_back(entity.field_names[field]);
    add_lists(Status::undetermined, front(Status::undetermined), names, cells.after);
    if (measure.refers) add_lists(Status::referred, front(Status::referred), names, cells.after);
  }
}

Phrases::Chosen Phrases::choose_portable(const Decisions& decided, int first, int count, uint8_t* codes) const {
  alignas(64) uint8_t failed[rows] = {}, missing[rows] = {};
  for (size_t c = 0; c < conditions_; ++c) add_bits(decided.failed_word(c, first), c, failed);
  for (size_t i = 0; i < inputs_; ++i) add_bits(decided.missing_word(i, first), i, missing);
  for (int i = 0; i < count; ++i) {
    const auto status = static_cast<size_t>(decided.status(first + i));
    codes[i] = static_cast<uint8_t>(base_[status] + (failed[i] & failed_[status]) + (missing[i] & missing_[status]));
    if (ends_[codes[i]] == none) codes[i] = none;
  }
  return {which(codes, granted), which(codes, none)};
}

#ifdef HUICE_X86

/// table[codes[i]]
HUICE_AVX512 inline __m512i look_up(const uint8_t* table, __m512i codes) {
  const auto part = [&](int i) HUICE_AVX512 { return _mm512_load_si512(table + 64 * i); };
  const __m512i low = _mm512_permutex2var_epi8(part(0), codes, part(1)), high = _mm512_permutex2var_epi8(part(2), codes, part(3));
  return _mm512_mask_mov_epi8(low, _mm512_movepi8_mask(codes), high);
}

/// What is beyond the batch's rows has some code.
HUICE_AVX512 Phrases::Chosen Phrases::choose_avx512(const Decisions& decided, int first, uint8_t* codes) const {
  const auto of_status = [&](const uint8_t* table, __m512i& out) HUICE_AVX512 {
    out = _mm512_shuffle_epi8(_mm512_maskz_broadcast_i32x4(0xFFFF, _mm_load_si128(reinterpret_cast<const __m128i*>(table))), _mm512_loadu_si512(decided.statuses() + first));
  };
  __m512i base, failures, causes;
  of_status(base_, base);
  of_status(failed_, failures);
  of_status(missing_, causes);
  __m512i failed = _mm512_setzero_si512(), missing = failed;
  for (size_t c = 0; c < conditions_; ++c) failed = _mm512_mask_add_epi8(failed, decided.failed_word(c, first), failed, _mm512_set1_epi8(static_cast<char>(1 << c)));
  for (size_t i = 0; i < inputs_; ++i) missing = _mm512_mask_add_epi8(missing, decided.missing_word(i, first), missing, _mm512_set1_epi8(static_cast<char>(1 << i)));
  failed = _mm512_and_si512(failed, failures);
  missing = _mm512_and_si512(missing, causes);
  __m512i all = _mm512_add_epi8(base, _mm512_add_epi8(failed, missing));
  const __m512i nones = _mm512_set1_epi8(static_cast<char>(none));
  if (some_too_long_) {
    all = _mm512_mask_mov_epi8(all, _mm512_cmpeq_epi8_mask(look_up(ends_, all), nones), nones);
  }
  _mm512_storeu_si512(codes, all);
  static_assert(granted == 0);
  return {_mm512_testn_epi8_mask(all, all), _mm512_cmpeq_epi8_mask(all, nones)};
}

HUICE_AVX512 void Phrases::places(const uint8_t* codes, uint64_t with_amount, const AmountTexts& amounts, uint64_t* places) const {
  constexpr int64_t gap = int64_t{0xFFFF} << Phrase::hole;
  alignas(64) uint8_t ends[rows];
  _mm512_store_si512(ends, look_up(ends_, _mm512_loadu_si512(codes)));
  for (size_t i = 0; i < rows; i += 8) {
    const auto granted = static_cast<__mmask8>(with_amount >> i);
    __m512i amount = _mm512_maskz_cvtepu16_epi64(0xFF, _mm_loadu_si128(reinterpret_cast<const __m128i*>(amounts.places + i)));
    amount = _mm512_maskz_slli_epi64(0xFF, amount, Phrase::hole);
    amount = _mm512_mask_or_epi64(amount, granted, amount, _mm512_set1_epi64(static_cast<int64_t>(granted_places_)));
    const __m512i end = _mm512_maskz_cvtepu8_epi64(0xFF, _mm_loadl_epi64(reinterpret_cast<const __m128i*>(ends + i)));
    const __m512i behind = _mm512_maskz_sllv_epi64(0xFF, _mm512_set1_epi64(-1), end);
    // amount, or not behind and not in the gap
    _mm512_storeu_si512(places + i, _mm512_ternarylogic_epi64(amount, behind, _mm512_set1_epi64(gap), 0xF1));
  }
}

#endif

uint64_t Phrases::choose(const Decisions& decided, int first, int count, uint8_t* codes, uint64_t& apart) const {
#ifdef HUICE_X86
  Chosen chosen = simd() == Simd::avx512 ? choose_avx512(decided, first, codes) : choose_portable(decided, first, count, codes);
#else
  Chosen chosen = choose_portable(decided, first, count, codes);
#endif
  const uint64_t inside = first_bits(static_cast<size_t>(count));
  // A claim, a cap that was reached and a ceiling want cells of their own.
  const auto set_apart = [&](uint64_t word, Status status) {
    for (word &= inside; word != 0; word &= word - 1) {
      const int i = __builtin_ctzll(word);
      if (decided.status(first + i) != status) continue;
      codes[i] = none;
      chosen.apart |= word & -word;
      chosen.granted &= ~(word & -word);
    }
  };
  set_apart(decided.claimed ? ~uint64_t{0} : decided.capped_word(first), Status::eligible);
  set_apart(decided.ceiling_word(first), Status::referred);
  apart = chosen.apart & inside;
  return chosen.granted & inside;
}

}  // namespace huice::decisions
