#include "runtime/engine/counting.h"

#include <cstring>

#include "base/intrinsics.h"

namespace huice::engine {
namespace {

/// Rows of each status, 16 at a time.
void count_statuses(const uint8_t* statuses, int rows, uint64_t* count) {
  typedef uint8_t Sixteen __attribute__((vector_size(16)));
  static_assert(HUICE_BATCH_ROWS / sizeof(Sixteen) <= 255);  // so that no byte overflows
  const int whole = rows / 16 * 16;
  for (uint8_t status = 0; status < status_count; ++status) {
    Sixteen same{};
    for (int row = 0; row < whole; row += 16) {
      Sixteen some;
      std::memcpy(&some, statuses + row, sizeof some);
      same -= static_cast<Sixteen>(some == status);
    }
    for (int i = 0; i < 16; ++i) count[status] += same[i];
  }
  for (int row = whole; row < rows; ++row) ++count[statuses[row]];
}

/// In halves: sums of whole amounts might overflow.
__int128 sum_of(const int64_t* amounts, int rows) {
  int64_t high = 0, low = 0;
  for (int row = 0; row < rows; ++row) {
    high += amounts[row] >> 32;
    low += amounts[row] & 0xFFFFFFFF;
  }
  return (static_cast<__int128>(high) << 32) + low;
}

#ifdef HUICE_X86

HUICE_AVX512 void count_statuses_avx512(const uint8_t* statuses, int rows, uint64_t* count) {
  for (int row = 0; row < rows; row += 64) {
    const __mmask64 inside = rows - row < 64 ? (uint64_t{1} << (rows - row)) - 1 : ~uint64_t{0};
    const __m512i some = _mm512_maskz_loadu_epi8(inside, statuses + row);
    for (uint8_t status = 0; status < status_count; ++status) {
      count[status] += static_cast<uint64_t>(__builtin_popcountll(_mm512_mask_cmpeq_epi8_mask(inside, some, _mm512_set1_epi8(static_cast<char>(status)))));
    }
  }
}

HUICE_AVX512 __int128 sum_of_avx512(const int64_t* amounts, int rows) {
  __m512i high = _mm512_setzero_si512(), low = high;
  for (int row = 0; row < rows; row += 8) {
    const __m512i some = _mm512_maskz_loadu_epi64(static_cast<__mmask8>(rows - row < 8 ? (1 << (rows - row)) - 1 : 0xFF), amounts + row);
    high = _mm512_add_epi64(high, _mm512_maskz_srai_epi64(0xFF, some, 32));
    low = _mm512_add_epi64(low, _mm512_and_si512(some, _mm512_set1_epi64(0xFFFFFFFF)));
  }
  int64_t highs[8], lows[8], each_high = 0, each_low = 0;
  _mm512_storeu_si512(highs, high);
  _mm512_storeu_si512(lows, low);
  for (int i = 0; i < 8; ++i) each_high += highs[i], each_low += lows[i];
  return (static_cast<__int128>(each_high) << 32) + each_low;
}

#endif

}  // namespace

/// What is not eligible has the amount 0.
void count_decisions(MeasureTotals& totals, const decisions::Decisions& decided, const batch::Rows& rows) {
  const int64_t* const amounts = decided.amounts(0);
#ifdef HUICE_X86
  if (simd() == Simd::avx512) {
    count_statuses_avx512(decided.statuses(), rows.count(), totals.count.data());
    totals.granted += sum_of_avx512(amounts, rows.count());
  } else
#endif
  {
    count_statuses(decided.statuses(), rows.count(), totals.count.data());
    totals.granted += sum_of(amounts, rows.count());
  }
  rows.each_bad([&](int row) {
    --totals.count[static_cast<size_t>(decided.status(row))];
    totals.granted -= amounts[row];
  });
}

}  // namespace huice::engine
