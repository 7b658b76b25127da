#include "runtime/batch/separators.h"

#include "base/simd.h"

#ifdef HUICE_X86
#include <immintrin.h>
#endif

namespace huice::batch {
namespace {

constexpr size_t step = 64;  // bytes; a bit each in a mask

struct Masks {
  uint64_t commas, lines, quotes, nuls;
};

/// Bit i: whether the number of bits up to it, itself included, is odd.
constexpr uint64_t parity(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// What quotes of the bytes before say about a step.
struct Quotes {
  uint64_t inside = 0;  // all ones: the step begins inside
  uint64_t after_separator = 1, after_closing = 0, after_carriage = 0;  // 1: the byte before is one

  bool matter(uint64_t quotes) const { return (quotes | inside | after_closing | after_carriage) != 0; }
};

struct Portable {
  static uint64_t equal(const char* bytes, char c) {
    uint64_t mask = 0;
    for (size_t i = 0; i < step; ++i) mask |= uint64_t{bytes[i] == c} << i;
    return mask;
  }
  static Masks masks(const char* bytes) { return {equal(bytes, ','), equal(bytes, '\n'), equal(bytes, '"'), equal(bytes, '\0')}; }
  static void put(uint64_t mask, uint32_t at, uint32_t* ends) {
    for (; mask != 0; mask &= mask - 1) *ends++ = at + static_cast<uint32_t>(__builtin_ctzll(mask));
  }
};

#ifdef HUICE_X86

struct Avx2 {
  HUICE_AVX2 static uint64_t equal(const char* bytes, char c) {
    const __m256i wanted = _mm256_set1_epi8(c);
    const auto half = [&](const char* from) HUICE_AVX2 {
      return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)), wanted)));
    };
    return half(bytes) | uint64_t{half(bytes + 32)} << 32;
  }
  HUICE_AVX2 static Masks masks(const char* bytes) { return {equal(bytes, ','), equal(bytes, '\n'), equal(bytes, '"'), equal(bytes, '\0')}; }
  HUICE_AVX2 static void put(uint64_t mask, uint32_t at, uint32_t* ends) {
    const auto count = static_cast<size_t>(__builtin_popcountll(mask));
    for (size_t done = 0; done < count; done += 4) {  // by fours: fewer mispredicted ends
      for (size_t i = 0; i < 4; ++i) {
        ends[done + i] = at + static_cast<uint32_t>(__builtin_ctzll(mask | uint64_t{1} << 63));
        mask &= mask - 1;
      }
    }
  }
};

struct Avx512 {
  HUICE_AVX512 static uint64_t equal(const char* bytes, char c) { return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), _mm512_set1_epi8(c)); }
  HUICE_AVX512 static Masks masks(const char* from) {
    const __m512i bytes = _mm512_loadu_si512(from);
    const auto is = [&](char c) HUICE_AVX512 { return static_cast<uint64_t>(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c))); };
    return {is(','), is('\n'), is('"'), _mm512_testn_epi8_mask(bytes, bytes)};
  }
  HUICE_AVX512 static void put(uint64_t mask, uint32_t at, uint32_t* ends) {
    alignas(64) constexpr auto numbers = [] {
      struct { char at[step]; } all{};
      for (size_t i = 0; i < step; ++i) all.at[i] = static_cast<char>(i);
      return all;
    }();
    const __m512i packed = _mm512_maskz_compress_epi8(mask, _mm512_load_si512(&numbers)), base = _mm512_set1_epi32(static_cast<int>(at));
    const auto count = __builtin_popcountll(mask);
    _mm512_storeu_si512(ends, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    if (count <= 16) return;
    _mm512_storeu_si512(ends + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    if (count <= 32) return;
    _mm512_storeu_si512(ends + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    _mm512_storeu_si512(ends + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
  }
};

#endif

}  // namespace

template <class Scan>
inline __attribute__((always_inline)) Separators::Found Separators::find_by(const Scan&, std::string_view text, uint64_t most, uint32_t* const ends) {
  Found all;
  uint32_t* next = ends;
  uint64_t breaks = 0;  // behind the last record
  Quotes before;
  for (size_t at = 0; at < text.size() && all.records < most && !all.stopped; at += step) {
    Masks found = Scan::masks(text.data() + at);
    const uint64_t within = text.size() - at < step ? (uint64_t{1} << (text.size() - at)) - 1 : ~uint64_t{0};
    uint64_t separators = (found.commas | found.lines) & within, stop = found.nuls & within, broken = 0;
    const uint64_t quotes = found.quotes & within;
    if (before.matter(quotes)) {
      all.quotes = true;
      const uint64_t inside = parity(quotes) ^ before.inside;  // the opening quote is inside, the closing one is not
      const uint64_t opening = quotes & inside, closing = quotes & ~inside;
      broken = found.lines & inside & within;
      separators &= ~inside;
      const uint64_t after_separator = separators << 1 | before.after_separator, after_closing = closing << 1 | before.after_closing;
      const uint64_t carriage = Scan::equal(text.data() + at, '\r') & after_closing, after_carriage = carriage << 1 | before.after_carriage;
      stop |= (opening & ~(after_separator | after_closing)) | (after_closing & ~(separators | opening | carriage) & within) |
              (after_carriage & ~(found.lines & separators) & within);
      all.pairs = all.pairs || (opening & after_closing) != 0;
      before.inside = (inside >> 63) != 0 ? ~uint64_t{0} : 0;
      before.after_closing = closing >> 63;
      before.after_carriage = carriage >> 63;
    }
    before.after_separator = separators >> 63;
    if (stop != 0) {
      separators &= (stop & -stop) - 1;
      all.stopped = true;
    }
    uint64_t lines = found.lines & separators;
    Scan::put(separators, static_cast<uint32_t>(at), next);
    if (lines != 0) {
      auto count = static_cast<uint64_t>(__builtin_popcountll(lines));
      for (; all.records + count > most; --count) lines &= ~(uint64_t{1} << (63 - __builtin_clzll(lines)));
      const int last = 63 - __builtin_clzll(lines);
      const uint64_t up_to_it = ~uint64_t{0} >> (63 - last);
      all.records += count;
      all.size = at + static_cast<size_t>(last) + 1;
      all.ends = static_cast<size_t>(next - ends) + static_cast<size_t>(__builtin_popcountll(separators & up_to_it));
      all.breaks += breaks + static_cast<uint64_t>(__builtin_popcountll(broken & up_to_it));
      breaks = 0;
      broken &= ~up_to_it;
    }
    breaks += static_cast<uint64_t>(__builtin_popcountll(broken));
    next += __builtin_popcountll(separators);
  }
  return all;
}

#ifdef HUICE_X86
HUICE_AVX2 Separators::Found Separators::find_avx2(std::string_view text, uint64_t most, uint32_t* ends) { return find_by(Avx2{}, text, most, ends); }
HUICE_AVX512 Separators::Found Separators::find_avx512(std::string_view text, uint64_t most, uint32_t* ends) { return find_by(Avx512{}, text, most, ends); }
#endif

void Separators::find(std::string_view text, uint64_t most) {
  // One end a byte at most, and what a step writes too much.
  if (room_ < text.size() + step) {
    room_ = text.size() + step;
    ends_.reset(new uint32_t[room_]);
  }
#ifdef HUICE_X86
  if (simd() == Simd::avx512) {
    found_ = find_avx512(text, most, ends_.get());
    return;
  }
  if (simd() == Simd::avx2) {
    found_ = find_avx2(text, most, ends_.get());
    return;
  }
#endif
  found_ = find_by(Portable{}, text, most, ends_.get());
}

}  // namespace huice::batch
