#include "runtime/decisions/amounts.h"

#include <cstring>

#include "base/put_decimal.h"
#include "base/simd.h"

#ifdef HUICE_X86
#include <immintrin.h>
#endif

namespace huice::decisions {
namespace {

constexpr int64_t most_hundredths = 999'999'999'999'999;  // 15 digits

uint64_t write_portable(const int64_t* amounts, int64_t factor, uint64_t which, AmountTexts& texts) {
  uint64_t unfit = 0;
  std::memset(texts.places, 0, sizeof texts.places);
  for (; which != 0; which &= which - 1) {
    const int row = __builtin_ctzll(which);
    int64_t hundredths = 0;
    if (__builtin_mul_overflow(amounts[row], factor, &hundredths) || hundredths < 0 || hundredths > most_hundredths) {
      unfit |= uint64_t{1} << row;
      continue;
    }
    char text[put_decimal_room];
    const auto size = static_cast<size_t>(put_hundredths(text, static_cast<uint64_t>(hundredths)) - text);
    std::memcpy(texts.bytes + AmountTexts::offset(static_cast<size_t>(row)) + AmountTexts::most - size, text, size);
    texts.places[row] = static_cast<uint16_t>(0xFFFFu << (AmountTexts::most - size));
  }
  return unfit;
}

#ifdef HUICE_X86

/// A factor that the compiler does not make several shifts of: one multiplication is less work.
HUICE_AVX512 inline __m512i factor_of(short value) {
  __m512i all = _mm512_set1_epi16(value);
  __asm__("" : "+v"(all));
  return all;
}

/// Eight numbers below 10^8 as 8 digits each, the highest in the lowest byte.
HUICE_AVX512 inline __m512i eight_digits(__m512i numbers) {
  const __m512i high = _mm512_srli_epi64(_mm512_mul_epu32(numbers, _mm512_set1_epi64(109'951'163)), 40);  // / 10^4
  const __m512i low = _mm512_sub_epi64(numbers, _mm512_mul_epu32(high, _mm512_set1_epi64(10'000)));
  const __m512i fours = _mm512_mask_shuffle_epi32(high, 0xAAAA, low, _MM_PERM_CCAA);
  const __m512i hundreds = _mm512_srli_epi16(_mm512_mulhi_epu16(fours, _mm512_set1_epi16(5243)), 3);
  const __m512i twos = _mm512_or_si512(hundreds, _mm512_slli_epi32(_mm512_sub_epi16(fours, _mm512_mullo_epi16(hundreds, factor_of(100))), 16));
  const __m512i tens = _mm512_mulhi_epu16(twos, _mm512_set1_epi16(6554));
  return _mm512_sub_epi16(_mm512_slli_epi16(twos, 8), _mm512_mullo_epi16(tens, factor_of(10 * 256 - 1)));
}

/// Whether any has more than 8 digits: asked of 64 at once, because of eight it cannot be foretold.
HUICE_AVX512 bool any_more(const int64_t* amounts, int64_t most, uint64_t which) {
  __mmask8 more = 0;
  for (int row = 0; row < 64; row += 8) {
    more |= _mm512_cmpgt_epu64_mask(_mm512_maskz_loadu_epi64(static_cast<__mmask8>(which >> row), amounts + row), _mm512_set1_epi64(most));
  }
  return more != 0;
}

HUICE_AVX512 uint64_t write_avx512(const int64_t* amounts, int64_t factor, uint64_t which, AmountTexts& texts) {
  const __m512i most = _mm512_set1_epi64(most_hundredths), factors = _mm512_set1_epi64(factor), e8 = _mm512_set1_epi64(100'000'000);
  const int64_t most_amount = most_hundredths / factor;
  // 16 digits: without the first, which is 0, and with a point before the last two.
  const __m512i places = _mm512_maskz_broadcast_i32x4(0xFFFF, _mm_setr_epi8(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, -1, 14, 15));
  const __m512i zeros = _mm512_maskz_broadcast_i32x4(0xFFFF, _mm_setr_epi8('0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '.', '0', '0'));
  const bool millions = any_more(amounts, 99'999'999 / factor, which);
  uint64_t unfit = 0;
  for (int row = 0; row < 64; row += 8) {
    const auto wanted = static_cast<__mmask8>(which >> row);
    if (wanted == 0) {
      std::memset(texts.places + row, 0, 8 * sizeof *texts.places);
      continue;
    }
    const __m512i given = _mm512_maskz_loadu_epi64(wanted, amounts + row);
    const __mmask8 beyond = _mm512_cmpgt_epu64_mask(given, _mm512_set1_epi64(most_amount));  // or negative
    unfit |= uint64_t{beyond} << row;
    const __m512i hundredths = _mm512_min_epu64(factor == 1 ? given : _mm512_mullo_epi64(given, factors), most);
    __m512i low = hundredths, front = _mm512_setzero_si512();
    if (millions) {
      // / 10^8, perhaps one too few
      __m512i high = _mm512_cvttpd_epi64(_mm512_mul_pd(_mm512_cvtepi64_pd(hundredths), _mm512_set1_pd(1e-8 * (1 - 0x1p-51))));
      low = _mm512_sub_epi64(hundredths, _mm512_mul_epu32(high, e8));
      const __mmask8 more = _mm512_cmpge_epi64_mask(low, e8);
      high = _mm512_mask_add_epi64(high, more, high, _mm512_set1_epi64(1));
      low = _mm512_mask_sub_epi64(low, more, low, e8);
      front = eight_digits(high);
    }
    const __m512i back = eight_digits(low);
    // Of the even or the odd rows; gives where each has a text: from its first digit that is not 0 on, or `0.00`.
    const auto put = [&](__m512i digits, int odd) HUICE_AVX512 {
      digits = _mm512_shuffle_epi8(digits, places);
      _mm512_store_si512(texts.bytes + AmountTexts::offset(static_cast<size_t>(row + odd)), _mm512_add_epi8(digits, zeros));
      const __m128i some = _mm_cvtsi64_si128(static_cast<int64_t>(_mm512_test_epi8_mask(digits, digits) | 0x1000100010001000u));
      return _mm_or_si128(some, _mm_sub_epi16(_mm_setzero_si128(), some));
    };
    const __m128i even = put(_mm512_unpacklo_epi64(front, back), 0), odd = put(_mm512_unpackhi_epi64(front, back), 1);
    const __m128i all = _mm_maskz_mov_epi16(wanted & static_cast<__mmask8>(~beyond), _mm_unpacklo_epi16(even, odd));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(texts.places + row), all);
  }
  return unfit;
}

#endif

}  // namespace

uint64_t write_amounts(const int64_t* hundredths, int64_t factor, uint64_t which, AmountTexts& texts) {
#ifdef HUICE_X86
  if (simd() == Simd::avx512) return write_avx512(hundredths, factor, which, texts);
#endif
  return write_portable(hundredths, factor, which, texts);
}

}  // namespace huice::decisions
