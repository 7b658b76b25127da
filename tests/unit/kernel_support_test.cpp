// What generated code calls.
#include "runtime/kernel_support/kernel_support.h"

#include <gtest/gtest.h>

#include <string_view>

#include "base/date.h"

namespace huice {
namespace {

TEST(KernelSupport, AddsMonthsLikeTheCalendar) {
  for (int32_t day = HUICE_FIRST_DAY; day <= HUICE_LAST_DAY; day += 97) {
    for (int32_t months : {0, 1, -1, 2, 11, 12, 13, -12, -25, 480, 36, -3}) {
      const auto expected = add(Date{day}, Period{months, 0});
      const int64_t beyond = months < 0 ? HUICE_FIRST_DAY - 1 : HUICE_LAST_DAY + 1;
      ASSERT_EQ(huice_add_months(day, months), expected ? expected->days : beyond) << day << " + " << months;
    }
  }
}

TEST(KernelSupport, IsTotal) {
  EXPECT_EQ(huice_add_months(INT64_MIN, 1), HUICE_FIRST_DAY - 1);
  EXPECT_EQ(huice_add_months(INT64_MAX, -1), HUICE_LAST_DAY + 1);
  EXPECT_EQ(huice_add_months(0, INT64_MAX), HUICE_LAST_DAY + 1);
  EXPECT_EQ(huice_add_months(0, INT64_MIN), HUICE_FIRST_DAY - 1);
}

TEST(KernelSupport, ComparesTexts) {
  const auto text = [](std::string_view s) { return huice_text{s.data(), s.size()}; };
  const huice_text none{nullptr, 0}, empty = text(""), ab = text("ab"), abc = text("abc"), axc = text("axc");
  EXPECT_EQ(huice_text_equal(&none, &empty), 1u);
  EXPECT_EQ(huice_text_equal(&ab, &abc), 0u);
  EXPECT_EQ(huice_text_equal(&abc, &axc), 0u);
  EXPECT_EQ(huice_text_starts_with(&abc, &ab), 1u);
  EXPECT_EQ(huice_text_starts_with(&ab, &abc), 0u);
  EXPECT_EQ(huice_text_starts_with(&axc, &ab), 0u);
  EXPECT_EQ(huice_text_starts_with(&none, &none), 1u);
  const huice_text* left[] = {&none, &ab, &abc, &abc, &axc, &ab, &empty, &axc};
  const huice_text* right[] = {&empty, &abc, &abc, &ab, &axc, &none, &ab, &abc};
  EXPECT_EQ(huice_text_equal_8(left, right), 0b00010101u);
  EXPECT_EQ(huice_text_starts_with_8(left, right), 0b00111101u);
}

}  // namespace
}  // namespace huice
