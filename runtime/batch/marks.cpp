#include "runtime/batch/marks.h"

#include <cstring>

#include "base/simd.h"

#ifdef HUICE_X86
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace huice::batch {
namespace {

/// A bit for each structural byte of the 64 at `p`.
uint64_t mask64(const char* p) {
#ifdef __SSE2__
  const __m128i comma = _mm_set1_epi8(','), quote = _mm_set1_epi8('"'), line = _mm_set1_epi8('\n'), nul = _mm_setzero_si128();
  uint64_t mask = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * part));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, quote)),
                                     _mm_or_si128(_mm_cmpeq_epi8(bytes, line), _mm_cmpeq_epi8(bytes, nul)));
    mask |= static_cast<uint64_t>(static_cast<uint16_t>(_mm_movemask_epi8(hit))) << (16 * part);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) {
    const char c = p[i];
    mask |= static_cast<uint64_t>(c == ',' || c == '"' || c == '\n' || c == '\0') << i;
  }
  return mask;
#endif
}

/// Likewise for line ends, and in `quotes` for quotes.
uint64_t lines64(const char* p, uint64_t& quotes) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), line = _mm_set1_epi8('\n');
  uint64_t mask = 0;
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16 * part));
    quotes |= static_cast<uint64_t>(static_cast<uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, quote)))) << (16 * part);
    mask |= static_cast<uint64_t>(static_cast<uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, line)))) << (16 * part);
  }
  return mask;
#else
  uint64_t mask = 0;
  for (int i = 0; i < 64; ++i) {
    mask |= static_cast<uint64_t>(p[i] == '\n') << i;
    quotes |= static_cast<uint64_t>(p[i] == '"') << i;
  }
  return mask;
#endif
}

}  // namespace

namespace {

template <class Masks>
inline __attribute__((always_inline)) Lines find_lines_by(const Masks& masks, std::string_view text, uint64_t most) {
  Lines lines;
  for (size_t at = 0; at < text.size() && lines.count < most; at += 64) {
    uint64_t mask, quotes = 0;
    if (at + 64 <= text.size()) {
      mask = masks(text.data() + at, quotes);
    } else {
      char padded[64] = {};
      std::memcpy(padded, text.data() + at, text.size() - at);
      mask = masks(padded, quotes);
    }
    if (quotes != 0) {
      lines.quotes = true;
      mask &= (quotes & -quotes) - 1;  // before the first quote
    }
    auto found = static_cast<uint64_t>(__builtin_popcountll(mask));
    for (; lines.count + found > most; --found) mask &= ~(uint64_t{1} << (63 - __builtin_clzll(mask)));
    if (mask != 0) lines.size = at + 64 - static_cast<size_t>(__builtin_clzll(mask));
    lines.count += found;
    if (lines.quotes) break;
  }
  // What was asked for stands before the quote.
  if (lines.count == most) lines.quotes = false;
  return lines;
}

#ifdef HUICE_X86
HUICE_AVX2 Lines find_lines_avx2(std::string_view text, uint64_t most) {
  const __m256i quote = _mm256_set1_epi8('"'), line = _mm256_set1_epi8('\n');
  const auto masks = [&](const char* p, uint64_t& quotes) HUICE_AVX2 {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)), b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32));
    const auto both = [&](__m256i wanted) HUICE_AVX2 {
      return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, wanted))) |
             uint64_t{static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, wanted)))} << 32;
    };
    quotes = both(quote);
    return both(line);
  };
  return find_lines_by(masks, text, most);
}

HUICE_AVX512 Lines find_lines_avx512(std::string_view text, uint64_t most) {
  const __m512i quote = _mm512_set1_epi8('"'), line = _mm512_set1_epi8('\n');
  const auto masks = [&](const char* p, uint64_t& quotes) HUICE_AVX512 {
    const __m512i bytes = _mm512_loadu_si512(p);
    quotes = _mm512_cmpeq_epi8_mask(bytes, quote);
    return static_cast<uint64_t>(_mm512_cmpeq_epi8_mask(bytes, line));
  };
  return find_lines_by(masks, text, most);
}
#endif

}  // namespace

Lines find_lines(std::string_view text, uint64_t most) {
#ifdef HUICE_X86
  if (simd() == Simd::avx512) return find_lines_avx512(text, most);
  if (simd() == Simd::avx2) return find_lines_avx2(text, most);
#endif
  return find_lines_by([](const char* p, uint64_t& quotes) { return lines64(p, quotes); }, text, most);
}

void find_marks(const char* base, size_t from, size_t to, std::vector<uint32_t>& marks) {
  // Room for the worst case, so that the loop need not look: one mark a byte.
  const size_t before = marks.size();
  marks.resize(before + (to - from));
  uint32_t* next = marks.data() + before;
  for (size_t at = from; at < to; at += 64) {
    uint64_t mask;
    if (at + 64 <= to) {
      mask = mask64(base + at);
    } else {
      char padded[64];
      std::memset(padded, 'x', sizeof padded);
      std::memcpy(padded, base + at, to - at);
      mask = mask64(padded);
    }
    for (; mask != 0; mask &= mask - 1) *next++ = static_cast<uint32_t>(at) + static_cast<uint32_t>(__builtin_ctzll(mask));
  }
  marks.resize(static_cast<size_t>(next - marks.data()));
}

}  // namespace huice::batch
