// Calendar dates (proleptic Gregorian) as days, instants as seconds; no time zones, no clock.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace huice {

/// A day, counted from 1970-01-01 (day 0). Valid dates run from 0001-01-01 to 9999-12-31.
struct Date {
  int32_t days = 0;
  friend auto operator<=>(Date, Date) = default;
};

/// A second of local wall-clock time, counted from 1970-01-01 00:00:00.
struct DateTime {
  int64_t seconds = 0;
  friend auto operator<=>(DateTime, DateTime) = default;
  Date day() const;
};

/// A length of time in whole months, or in days; one of the two is 0. `3年` is 36 months.
struct Period {
  int32_t months = 0;
  int32_t days = 0;
  friend bool operator==(Period, Period) = default;
};

struct YearMonthDay {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
};

std::optional<Date> make_date(int year, int month, int day);
YearMonthDay civil(Date date);
int year_of(Date date);
/// Adding months keeps the day of the month, clamped to the month's last day (Civil Code of the PRC, art. 202).
/// Outside 0001-01-01 to 9999-12-31 there is no result.
std::optional<Date> add(Date date, Period period);
/// `2024-03-05`; `2024-03-05 09:00:00`.
std::string to_string(Date date);
std::string to_string(DateTime instant);
/// Reads exactly `2024-03-05`, or with a time `2024-03-05 09:00:00`.
std::optional<Date> parse_iso_date(std::string_view text);
std::optional<DateTime> parse_iso_datetime(std::string_view text);

}  // namespace huice
