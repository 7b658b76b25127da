#include "runtime/decisions/amounts.h"

#include <cstring>

#include "base/intrinsics.h"
#include "base/put_decimal.h"

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

/// How many digits any of 64 numbers has; asked of all at once, because of eight it cannot be foretold.
enum class Digits { eight, nine, more };

HUICE_AVX512 Digits most_digits(const int64_t* amounts, int64_t factor, uint64_t which) {
  __m512i greatest = _mm512_setzero_si512();
  for (size_t row = 0; row < AmountTexts::rows; row += 8) {
    _mm_prefetch(reinterpret_cast<const char*>(amounts + AmountTexts::rows + row), _MM_HINT_T0);  // the next ones
    greatest = _mm512_max_epu64(greatest, _mm512_maskz_loadu_epi64(static_cast<__mmask8>(which >> row), amounts + row));
  }
  const auto beyond = [&](int64_t most) HUICE_AVX512 { return _mm512_cmpgt_epu64_mask(greatest, _mm512_set1_epi64(most / factor)) != 0; };
  return !beyond(99'999'999) ? Digits::eight : !beyond(999'999'999) ? Digits::nine : Digits::more;
}

/// Eight numbers as 16 digits each: eight in `front`, eight in `back`.
template <Digits digits>
HUICE_AVX512 inline void sixteen_digits(__m512i numbers, __m512i& front, __m512i& back) {
  const __m512i e8 = _mm512_set1_epi64(100'000'000);
  if constexpr (digits == Digits::eight) {
    front = _mm512_setzero_si512();
  } else if constexpr (digits == Digits::nine) {
    const __m512i high = _mm512_srli_epi64(_mm512_mul_epu32(numbers, _mm512_set1_epi64(2'882'303'762)), 58);  // / 10^8
    numbers = _mm512_sub_epi64(numbers, _mm512_mul_epu32(high, e8));
    front = _mm512_slli_epi64(high, 56);
  } else {
    // / 10^8, perhaps one too few
    __m512i high = _mm512_cvttpd_epi64(_mm512_mul_pd(_mm512_cvtepi64_pd(numbers), _mm512_set1_pd(1e-8 * (1 - 0x1p-51))));
    numbers = _mm512_sub_epi64(numbers, _mm512_mul_epu32(high, e8));
    const __mmask8 more = _mm512_cmpge_epi64_mask(numbers, e8);
    high = _mm512_mask_add_epi64(high, more, high, _mm512_set1_epi64(1));
    numbers = _mm512_mask_sub_epi64(numbers, more, numbers, e8);
    front = eight_digits(high);
  }
  back = eight_digits(numbers);
}

/// 16 bytes four times.
HUICE_AVX512 inline __m512i four_times(__m128i bytes) { return _mm512_maskz_broadcast_i32x4(0xFFFF, bytes); }

/// The texts of eight numbers' digits; gives by row which bytes of its text are digits other than 0, or are always written: `0.00`.
template <Digits digits>
HUICE_AVX512 inline __m128i write_eight(__m512i hundredths, char* texts) {
  const __m512i zeros = four_times(_mm_setr_epi8('0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '.', '0', '0'));
  __m512i front, back;
  sixteen_digits<digits>(hundredths, front, back);
  // The even rows first, then the odd ones: 16 digits without the first, which is 0, and with a point before the last two.
  const auto put = [&](__m512i text, int odd) HUICE_AVX512 { _mm512_store_si512(texts + odd * 4 * AmountTexts::most, _mm512_add_epi8(text, zeros)); };
  if constexpr (digits == Digits::eight) {
    const __m128i even = _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, -1, 6, 7), odd = _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, 8, 9, 10, 11, 12, 13, -1, 14, 15);
    put(_mm512_shuffle_epi8(back, four_times(even)), 0);
    put(_mm512_shuffle_epi8(back, four_times(odd)), 1);
    const uint64_t some = _mm512_test_epi8_mask(back, back) | 0x2020202020202020u;
    return _mm_slli_epi16(_mm_cvtepu8_epi16(_mm_cvtsi64_si128(static_cast<int64_t>(some))), 7);
  } else {
    const __m512i places = four_times(_mm_setr_epi8(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, -1, 14, 15));
    const auto put_all = [&](__m512i number, int odd) HUICE_AVX512 {
      const __m512i text = _mm512_shuffle_epi8(number, places);
      put(text, odd);
      return _mm_cvtsi64_si128(static_cast<int64_t>(_mm512_test_epi8_mask(text, text) | 0x1000100010001000u));
    };
    const __m128i even = put_all(_mm512_unpacklo_epi64(front, back), 0);
    return _mm_unpacklo_epi16(even, put_all(_mm512_unpackhi_epi64(front, back), 1));
  }
}

template <Digits digits>
HUICE_AVX512 uint64_t write_digits(const int64_t* amounts, int64_t factor, uint64_t which, AmountTexts& texts) {
  const __m512i factors = _mm512_set1_epi64(factor);
  uint64_t unfit = 0;
  for (size_t row = 0; row < AmountTexts::rows; row += 8) {
    auto wanted = static_cast<__mmask8>(which >> row);
    __m512i hundredths = _mm512_maskz_loadu_epi64(wanted, amounts + row);
    if constexpr (digits == Digits::more) {
      const __mmask8 beyond = _mm512_cmpgt_epu64_mask(hundredths, _mm512_set1_epi64(most_hundredths / factor));  // or negative
      unfit |= uint64_t{beyond} << row;
      wanted = static_cast<__mmask8>(wanted & ~beyond);
      hundredths = _mm512_mullo_epi64(_mm512_maskz_mov_epi64(wanted, hundredths), factors);
    } else if (factor != 1) {
      hundredths = _mm512_mul_epu32(hundredths, factors);
    }
    const __m128i some = write_eight<digits>(hundredths, texts.bytes + AmountTexts::offset(row));
    const __m128i all = _mm_or_si128(some, _mm_sub_epi16(_mm_setzero_si128(), some));  // and what is behind
    _mm_storeu_si128(reinterpret_cast<__m128i*>(texts.places + row), _mm_maskz_mov_epi16(wanted, all));
  }
  return unfit;
}

HUICE_AVX512 uint64_t write_avx512(const int64_t* amounts, int64_t factor, uint64_t which, AmountTexts& texts) {
  if (which == 0) return std::memset(texts.places, 0, sizeof texts.places), 0;
  switch (most_digits(amounts, factor, which)) {
    case Digits::eight: return write_digits<Digits::eight>(amounts, factor, which, texts);
    case Digits::nine: return write_digits<Digits::nine>(amounts, factor, which, texts);
    default: return write_digits<Digits::more>(amounts, factor, which, texts);
  }
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
