#include "runtime/batch/grid.h"

#include <cstring>

#include "base/simd.h"

#ifdef HUICE_X86
#include <immintrin.h>
#endif

namespace huice::batch {
namespace {

/// Writes the offset of each `,` and LF to `ends`, and perhaps some rubbish behind the last; gives how many. `nul`: one was seen.
/// The text is padded.
size_t find_ends_portable(const char* text, size_t size, uint32_t* ends, bool& nul) {
  uint32_t* next = ends;
  for (size_t at = 0; at < size; ++at) {
    const char c = text[at];
    *next = static_cast<uint32_t>(at);
    next += c == ',' || c == '\n' ? 1 : 0;
    nul = nul || c == '\0';
  }
  return static_cast<size_t>(next - ends);
}

#ifdef HUICE_X86

HUICE_AVX2 size_t find_ends_avx2(const char* text, size_t size, uint32_t* ends, bool& nul) {
  const __m256i comma = _mm256_set1_epi8(','), line = _mm256_set1_epi8('\n'), zero = _mm256_setzero_si256();
  uint32_t* next = ends;
  uint64_t nuls = 0;
  for (size_t at = 0; at < size; at += 64) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + at));
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + at + 32));
    const auto mask_of = [&](__m256i bytes) HUICE_AVX2 {
      return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpeq_epi8(bytes, comma), _mm256_cmpeq_epi8(bytes, line))));
    };
    uint64_t inside = ~uint64_t{0};
    if (size - at < 64) inside >>= 64 - (size - at);
    uint64_t mask = (mask_of(a) | uint64_t{mask_of(b)} << 32) & inside;
    nuls |= (static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, zero))) |
             uint64_t{static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, zero)))} << 32) & inside;
    const auto base = static_cast<uint32_t>(at);
    const auto count = static_cast<size_t>(__builtin_popcountll(mask));
    for (size_t done = 0; done < count; done += 4) {  // by fours: fewer mispredicted ends
      for (size_t i = 0; i < 4; ++i) {
        next[done + i] = base + static_cast<uint32_t>(__builtin_ctzll(mask | uint64_t{1} << 63));
        mask &= mask - 1;
      }
    }
    next += count;
  }
  nul = nuls != 0;
  return static_cast<size_t>(next - ends);
}

HUICE_AVX512 size_t find_ends_avx512(const char* text, size_t size, uint32_t* ends, bool& nul) {
  alignas(64) constexpr auto numbers = [] {
    struct { char at[64]; } all{};
    for (int i = 0; i < 64; ++i) all.at[i] = static_cast<char>(i);
    return all;
  }();
  const __m512i places = _mm512_load_si512(&numbers), comma = _mm512_set1_epi8(','), line = _mm512_set1_epi8('\n');
  uint32_t* next = ends;
  uint64_t nuls = 0;
  for (size_t at = 0; at < size; at += 64) {
    const __m512i bytes = _mm512_loadu_si512(text + at);
    uint64_t inside = ~uint64_t{0};
    if (size - at < 64) inside >>= 64 - (size - at);
    const uint64_t mask = (_mm512_cmpeq_epi8_mask(bytes, comma) | _mm512_cmpeq_epi8_mask(bytes, line)) & inside;
    nuls |= _mm512_testn_epi8_mask(bytes, bytes) & inside;
    const __m512i packed = _mm512_maskz_compress_epi8(mask, places), base = _mm512_set1_epi32(static_cast<int>(at));
    const auto count = static_cast<size_t>(__builtin_popcountll(mask));
    _mm512_storeu_si512(next, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    if (count > 16) {
      _mm512_storeu_si512(next + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
      if (count > 32) {
        _mm512_storeu_si512(next + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
        _mm512_storeu_si512(next + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
      }
    }
    next += count;
  }
  nul = nuls != 0;
  return static_cast<size_t>(next - ends);
}

#endif

size_t find_ends(const char* text, size_t size, uint32_t* ends, bool& nul) {
#ifdef HUICE_X86
  if (simd() == Simd::avx512) return find_ends_avx512(text, size, ends, nul);
  if (simd() == Simd::avx2) return find_ends_avx2(text, size, ends, nul);
#endif
  return find_ends_portable(text, size, ends, nul);
}

}  // namespace

bool Grid::find(std::string_view text, uint64_t lines, size_t columns) {
  const size_t wanted = lines * columns;
  if (wanted == 0 || wanted > text.size()) return false;
  // One end a byte at most, and what a step writes too much.
  if (ends_.size() < text.size() + text_padding) ends_.resize(text.size() + text_padding);
  bool nul = false;
  if (find_ends(text.data(), text.size(), ends_.data(), nul) != wanted || nul) return false;
  columns_ = columns;
  rows_ = lines;
  // As many line ends as rows: if each last cell ends with one, no other does.
  for (size_t row = 0; row < rows_; ++row) {
    if (text[end(row, columns - 1)] != '\n') return false;
  }
  return true;
}

void Grid::fill(const char* text, size_t from, size_t to, size_t column, Cell* cells) const {
  size_t at = from * columns_ + column;
  if (at == 0 && from < to) {
    cells[0] = {text, ends_[0]};
    ++from;
    at += columns_;
  }
  const uint32_t* end = ends_.data() + at;
  for (size_t row = from; row < to; ++row, end += columns_) {
    const uint32_t begin = end[-1] + 1;
    cells[row] = {text + begin, *end - begin};
  }
}

}  // namespace huice::batch
