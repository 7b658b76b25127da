#include "runtime/batch/marks.h"

#include <cstring>

#ifdef __SSE2__
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

}  // namespace

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
