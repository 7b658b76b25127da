// Amounts that are written many at a time against the plain way.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "runtime/decisions/amounts.h"

namespace huice::decisions {
namespace {

std::string plainly(int64_t amount, int64_t factor) {
  std::string text;
  append_decimal(text, static_cast<__int128>(amount) * factor, 2);
  return text;
}

TEST(Amounts, AreWrittenAsOneByOne) {
  std::mt19937_64 random(20241122);
  std::vector<int64_t> edges = {0, 1, 9, 10, 99, 100, 101, INT64_MAX, INT64_MIN, -1, 999'999'999'999'999, 1'000'000'000'000'000};
  for (int64_t power = 1000; power < 1'000'000'000'000'000; power *= 10) edges.insert(edges.end(), {power - 1, power, power + 1, power / 10 * 25});
  auto texts = std::make_unique<AmountTexts>();
  for (int round = 0; round < 3000; ++round) {
    const int64_t factor = std::vector<int64_t>{1, 1, 100, 10'000, 1'000'000}[random() % 5];
    std::vector<int64_t> amounts(AmountTexts::rows);
    for (int64_t& amount : amounts) amount = random() % 4 == 0 ? edges[random() % edges.size()] : static_cast<int64_t>(random() >> (14 + random() % 50));
    const uint64_t which = round % 3 == 0 ? ~uint64_t{0} : random();
    const uint64_t unfit = write_amounts(amounts.data(), factor, which, *texts);
    EXPECT_EQ(unfit & ~which, 0u);
    for (size_t row = 0; row < AmountTexts::rows; ++row) {
      const int64_t amount = amounts[row];
      const bool wanted = (which >> row & 1) != 0, fits = amount >= 0 && static_cast<__int128>(amount) * factor <= 999'999'999'999'999;
      ASSERT_EQ((unfit >> row & 1) != 0, wanted && !fits) << amount << " " << factor;
      ASSERT_EQ(texts->text(row), wanted && fits ? plainly(amount, factor) : "") << amount << " " << factor;
    }
  }
}

}  // namespace
}  // namespace huice::decisions
