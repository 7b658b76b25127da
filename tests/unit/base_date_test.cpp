#include "base/date.h"

#include <gtest/gtest.h>

namespace huice {
namespace {

Date day(const char* text) { return parse_iso_date(text).value(); }

TEST(Date, CountsFrom1970) {
  EXPECT_EQ(make_date(1970, 1, 1)->days, 0);
  EXPECT_EQ(make_date(1970, 1, 2)->days, 1);
  EXPECT_EQ(make_date(1969, 12, 31)->days, -1);
  EXPECT_EQ(make_date(2000, 3, 1)->days, 11017);
  EXPECT_EQ(make_date(1, 1, 1)->days, -719162);
  EXPECT_EQ(make_date(9999, 12, 31)->days, 2932896);
}

TEST(Date, EveryDayIsOneAfterTheDayBefore) {
  int expected = make_date(1, 1, 1)->days;
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= 31; ++d) {
        std::optional<Date> date = make_date(year, month, d);
        if (!date) continue;
        ASSERT_EQ(date->days, expected++);
        YearMonthDay back = civil(*date);
        ASSERT_EQ(year_of(*date), year);
        ASSERT_TRUE(back.year == year && back.month == month && back.day == d) << year << '-' << month << '-' << d;
      }
    }
  }
  EXPECT_EQ(expected, 2932897);
}

TEST(Date, RefusesDaysThatDoNotExist) {
  EXPECT_FALSE(make_date(2023, 2, 29));
  EXPECT_TRUE(make_date(2024, 2, 29));
  EXPECT_FALSE(make_date(1900, 2, 29));
  EXPECT_TRUE(make_date(2000, 2, 29));
  EXPECT_FALSE(make_date(2024, 4, 31));
  EXPECT_FALSE(make_date(2024, 0, 1));
  EXPECT_FALSE(make_date(2024, 13, 1));
  EXPECT_FALSE(make_date(2024, 1, 0));
  EXPECT_FALSE(make_date(0, 12, 31));
  EXPECT_FALSE(make_date(10000, 1, 1));
}

TEST(Date, AddingMonthsClampsToTheMonthsLastDay) {
  EXPECT_EQ(add(day("2024-01-31"), Period{1, 0}), day("2024-02-29"));
  EXPECT_EQ(add(day("2023-01-31"), Period{1, 0}), day("2023-02-28"));
  EXPECT_EQ(add(day("2024-02-29"), Period{12, 0}), day("2025-02-28"));
  EXPECT_EQ(add(day("2024-03-31"), Period{-1, 0}), day("2024-02-29"));
  EXPECT_EQ(add(day("2024-01-15"), Period{-13, 0}), day("2022-12-15"));
  EXPECT_EQ(add(day("2024-12-31"), Period{0, 1}), day("2025-01-01"));
  EXPECT_EQ(add(day("2024-03-01"), Period{0, -1}), day("2024-02-29"));
}

TEST(Date, AddingLeavesNoDateOutsideTheCalendar) {
  EXPECT_FALSE(add(day("9999-12-31"), Period{0, 1}));
  EXPECT_EQ(add(day("9999-12-30"), Period{0, 1}), day("9999-12-31"));
  EXPECT_FALSE(add(day("9999-12-01"), Period{1, 0}));
  EXPECT_EQ(add(day("9999-11-30"), Period{1, 0}), day("9999-12-30"));
  EXPECT_FALSE(add(day("0001-01-01"), Period{0, -1}));
  EXPECT_FALSE(add(day("0001-01-31"), Period{-1, 0}));
  EXPECT_FALSE(add(day("2024-01-01"), Period{INT32_MAX, 0}));
  EXPECT_FALSE(add(day("2024-01-01"), Period{INT32_MIN, 0}));
  EXPECT_FALSE(add(day("2024-01-01"), Period{0, INT32_MAX}));
  EXPECT_FALSE(add(day("2024-01-01"), Period{0, INT32_MIN}));
}

TEST(DateTime, DayOfAnInstantBefore1970) {
  EXPECT_EQ(DateTime{0}.day().days, 0);
  EXPECT_EQ(DateTime{86399}.day().days, 0);
  EXPECT_EQ(DateTime{86400}.day().days, 1);
  EXPECT_EQ(DateTime{-1}.day().days, -1);
  EXPECT_EQ(DateTime{-86400}.day().days, -1);
  EXPECT_EQ(DateTime{-86401}.day().days, -2);
}

TEST(DateTime, TextBothWays) {
  for (const char* text : {"2025-12-02 09:00:00", "1969-12-31 23:59:59", "0001-01-01 00:00:00", "9999-12-31 23:59:59"}) {
    ASSERT_TRUE(parse_iso_datetime(text)) << text;
    EXPECT_EQ(to_string(*parse_iso_datetime(text)), text);
  }
  EXPECT_EQ(parse_iso_datetime("1970-01-02 01:02:03")->seconds, 86400 + 3723);
}

TEST(Date, TextBothWays) {
  for (const char* text : {"2024-03-05", "0001-01-01", "9999-12-31", "1970-01-01"}) EXPECT_EQ(to_string(day(text)), text);
}

TEST(Date, ReadsExactlyTheIsoForm) {
  for (const char* text : {"", "2024-3-05", "2024-03-5", "2024/03/05", "20240305", "2024-03-055", "2024-02-30",
                           " 2024-03-05", "2024-+3-05", "-024-03-05", "0000-01-01"}) {
    EXPECT_FALSE(parse_iso_date(text)) << text;
  }
  for (const char* text : {"2024-03-05", "2024-03-05T09:00:00", "2024-03-05 24:00:00", "2024-03-05 09:60:00",
                           "2024-03-05 09:00:60", "2024-03-05 9:00:00", "2024-03-05 09:00", "2024-13-05 09:00:00"}) {
    EXPECT_FALSE(parse_iso_datetime(text)) << text;
  }
}

}  // namespace
}  // namespace huice
