// Whether text is UTF-8. Most of what offices have is ASCII, which needs no check: where the machine has AVX-512, what is not is
// first pressed together.
#include <simdjson.h>

#include <cstdint>
#include <cstring>

#include "base/intrinsics.h"
#include "base/unicode/utf8.h"

namespace huice::unicode {
namespace {

bool valid(const char* bytes, size_t size) { return simdjson::validate_utf8(bytes, size); }

#ifdef HUICE_X86

bool continues(char byte) { return (byte & 0xC0) == 0x80; }

/// Checks what was pressed, 4 bytes at least, and keeps the last character, which may not be all there. False: it is not UTF-8.
bool check(char* pressed, size_t& size) {
  size_t last = size - 1;  // begins it
  while (continues(pressed[last])) {
    if (size - last == 4) return false;
    --last;
  }
  if (!valid(pressed, last)) return false;
  std::memmove(pressed, pressed + last, size - last);
  size -= last;
  return true;
}

/// Runs of bytes that are not ASCII, each with the ASCII byte behind it, are UTF-8 just where all of the text is.
HUICE_AVX512 bool valid_avx512(const char* bytes, size_t size) {
  constexpr size_t step = 64, most = 64 * step;
  char pressed[most + step];
  size_t used = 0;
  uint64_t after = 0;  // 1: the byte before is not ASCII
  for (size_t at = 0; at < size; at += step) {
    const uint64_t within = size - at < step ? (uint64_t{1} << (size - at)) - 1 : ~uint64_t{0};
    const __m512i text = _mm512_maskz_loadu_epi8(within, bytes + at);
    const uint64_t others = _mm512_movepi8_mask(text), kept = others | others << 1 | after;
    after = others >> 63;
    _mm512_storeu_si512(pressed + used, _mm512_maskz_compress_epi8(kept, text));
    used += static_cast<size_t>(__builtin_popcountll(kept));
    if (used > most - step && !check(pressed, used)) return false;
  }
  return valid(pressed, used);
}

#endif

}  // namespace

bool valid_utf8(std::string_view bytes) {
#ifdef HUICE_X86
  if (simd() == Simd::avx512) return valid_avx512(bytes.data(), bytes.size());
#endif
  return valid(bytes.data(), bytes.size());
}

}  // namespace huice::unicode
