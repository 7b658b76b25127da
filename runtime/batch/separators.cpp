#include "runtime/batch/separators.h"

#include "base/intrinsics.h"

namespace huice::batch {
namespace {

constexpr size_t step = 64;  // bytes; a bit each in a mask

struct Masks {
  uint64_t commas, lines;
  bool others;  // there are quotes or NULs as well
};

/// Bit i: whether the number of bits up to it, itself included, is odd.
constexpr uint64_t parity(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// What quotes of the bytes before say about a step.
struct Quotes {
  uint64_t inside = 0;  // all ones: the step begins inside
  uint64_t after_closing = 0, after_carriage = 0;  // 1: the byte before is one
  bool any = false, pairs = false, breaks = false;  // so far: quotes, two of them for one, line ends inside

  bool matter() const { return (inside | after_closing | after_carriage) != 0; }
};

/// The bits of a step's bytes.
struct Step {
  uint64_t within;  // those of the text
  uint64_t separators, lines, quotes, nuls, carriages;
  bool after_separator;  // the byte before it is one, or the text begins
};

/// The separators that are some: not in quotes, and before the first byte that needs a second look, if there is one.
uint64_t outside_quotes(Quotes& before, const Step& step, bool& stopped) {
  uint64_t separators = step.separators, stop = step.nuls;
  if (step.quotes != 0 || before.matter()) {
    before.any = true;
    const uint64_t inside = parity(step.quotes) ^ before.inside;  // the opening quote is inside, the closing one is not
    const uint64_t opening = step.quotes & inside, closing = step.quotes & ~inside;
    separators &= ~inside;
    const uint64_t after_separator = separators << 1 | uint64_t{step.after_separator}, after_closing = closing << 1 | before.after_closing;
    const uint64_t carriage = step.carriages & after_closing, after_carriage = carriage << 1 | before.after_carriage;
    stop |= (opening & ~(after_separator | after_closing)) | (after_closing & ~(separators | opening | carriage)) | (after_carriage & ~(step.lines & separators));
    before.pairs = before.pairs || (opening & after_closing) != 0;
    before.breaks = before.breaks || (step.lines & inside) != 0;
    before.inside = (inside >> 63) != 0 ? ~uint64_t{0} : 0;
    before.after_closing = closing >> 63;
    before.after_carriage = carriage >> 63;
  }
  stop &= step.within;  // what stands behind the text is none of ours
  stopped = stop != 0;
  return stopped ? separators & ((stop & -stop) - 1) : separators;
}

struct Portable {
  static uint64_t equal(const char* bytes, char c) {
    uint64_t mask = 0;
    for (size_t i = 0; i < step; ++i) mask |= uint64_t{bytes[i] == c} << i;
    return mask;
  }
  static Masks masks(const char* bytes) { return {equal(bytes, ','), equal(bytes, '\n'), (equal(bytes, '"') | equal(bytes, '\0')) != 0}; }
  static uint32_t* put(uint64_t mask, uint32_t at, uint32_t* ends) {
    for (; mask != 0; mask &= mask - 1) *ends++ = at + static_cast<uint32_t>(__builtin_ctzll(mask));
    return ends;
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
  HUICE_AVX2 static Masks masks(const char* bytes) { return {equal(bytes, ','), equal(bytes, '\n'), (equal(bytes, '"') | equal(bytes, '\0')) != 0}; }
  HUICE_AVX2 static uint32_t* put(uint64_t mask, uint32_t at, uint32_t* ends) {
    const auto count = static_cast<size_t>(__builtin_popcountll(mask));
    for (size_t done = 0; done < count; done += 4) {  // by fours: fewer mispredicted ends
      for (size_t i = 0; i < 4; ++i) {
        ends[done + i] = at + static_cast<uint32_t>(__builtin_ctzll(mask | uint64_t{1} << 63));
        mask &= mask - 1;
      }
    }
    return ends + count;
  }
};

struct Avx512 {
  HUICE_AVX512 static uint64_t equal(const char* bytes, char c) { return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes), _mm512_set1_epi8(c)); }
  HUICE_AVX512 static Masks masks(const char* from) {
    const __m512i bytes = _mm512_loadu_si512(from);
    const auto is = [&](char c) HUICE_AVX512 { return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c)); };
    return {is(','), is('\n'), _kortestz_mask64_u8(is('"'), _mm512_testn_epi8_mask(bytes, bytes)) == 0};
  }
  HUICE_AVX512 static uint32_t* put(uint64_t mask, uint32_t at, uint32_t* ends) {
    alignas(64) constexpr auto numbers = [] {
      struct { char at[step]; } all{};
      for (size_t i = 0; i < step; ++i) all.at[i] = static_cast<char>(i);
      return all;
    }();
    const __m512i packed = _mm512_maskz_compress_epi8(mask, _mm512_load_si512(&numbers)), base = _mm512_set1_epi32(static_cast<int>(at));
    const auto count = __builtin_popcountll(mask);
    _mm512_storeu_si512(ends, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))));
    if (count <= 16) return ends + count;
    _mm512_storeu_si512(ends + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 1))));
    if (count <= 32) return ends + count;
    _mm512_storeu_si512(ends + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 2))));
    _mm512_storeu_si512(ends + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, 3))));
    return ends + count;
  }
};

#endif

}  // namespace

template <class Scan>
inline __attribute__((always_inline)) Separators::Found Separators::find_by(const Scan&, std::string_view text, uint64_t most, uint32_t* const ends) {
  Found all;
  uint32_t* next = ends;
  uint64_t records = 0;
  Quotes before;
  for (size_t at = 0; at < text.size() && records < most && !all.stopped; at += step) {
    const char* const bytes = text.data() + at;
    const Masks found = Scan::masks(bytes);
    uint64_t separators = found.commas | found.lines;
    if (text.size() - at < step) [[unlikely]] separators &= (uint64_t{1} << (text.size() - at)) - 1;
    if (found.others || before.matter()) [[unlikely]] {
      const uint64_t within = text.size() - at < step ? (uint64_t{1} << (text.size() - at)) - 1 : ~uint64_t{0};
      const auto bits = [&](char c) { return Scan::equal(bytes, c) & within; };
      const Step its{within, separators, found.lines & within, bits('"'), bits('\0'), bits('\r'), at == 0 || (next != ends && next[-1] == at - 1)};
      separators = outside_quotes(before, its, all.stopped);
    }
    records += static_cast<uint64_t>(__builtin_popcountll(found.lines & separators));
    next = Scan::put(separators, static_cast<uint32_t>(at), next);
  }
  // Back to where the last record ends, which is quicker than to know it all the time.
  for (; next != ends; --next) {
    if (text[next[-1]] != '\n') continue;
    if (records <= most) break;
    --records;
  }
  all.records = records;
  all.ends = static_cast<size_t>(next - ends);
  all.size = all.ends == 0 ? 0 : next[-1] + size_t{1};
  all.quotes = before.any;
  all.pairs = before.pairs;
  if (before.breaks) {
    uint64_t lines = 0;
    for (size_t at = 0; at < all.size; at += step) {
      const uint64_t within = all.size - at < step ? (uint64_t{1} << (all.size - at)) - 1 : ~uint64_t{0};
      lines += static_cast<uint64_t>(__builtin_popcountll(Scan::equal(text.data() + at, '\n') & within));
    }
    all.breaks = lines - all.records;
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
