#include "base/date.h"

#include <algorithm>

namespace huice {
namespace {

constexpr int64_t seconds_per_day = 86400;
constexpr int days_before_1970 = 719468;  // from 0000-03-01, the start of the era that `from_civil` counts in
constexpr int days_per_era = 146097;      // 400 years

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int month_length(int year, int month) {
  constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : lengths[month - 1];
}

/// Years are counted from 1 March, so that a leap day ends its year; eras have 400 years. Years 1 to 9999 only.
Date from_civil(int year, int month, int day) {
  int march_year = year - (month <= 2 ? 1 : 0);
  int era = march_year / 400;
  int year_of_era = march_year % 400;
  int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * days_per_era + day_of_era - days_before_1970};
}

/// Reads exactly `count` ASCII digits at `at`; -1: something else stands there.
int digits(std::string_view text, size_t at, size_t count) {
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

void append(std::string& out, int value, int width) {
  for (int place = width == 4 ? 1000 : 10; place > 0; place /= 10) out += static_cast<char>('0' + value / place % 10);
}

}  // namespace

Date DateTime::day() const {
  int64_t quotient = seconds / seconds_per_day;
  if (seconds % seconds_per_day < 0) --quotient;
  return Date{static_cast<int32_t>(quotient)};
}

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > month_length(year, month)) return std::nullopt;
  return from_civil(year, month, day);
}

YearMonthDay civil(Date date) {
  int days = date.days + days_before_1970;
  int era = (days >= 0 ? days : days - (days_per_era - 1)) / days_per_era;
  int day_of_era = days - era * days_per_era;
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_from_march = (5 * day_of_year + 2) / 153;
  int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int year_of(Date date) {
  constexpr int from_1968 = 731, to_2100 = 47482, days_per_4 = 1461;
  if (date.days < -from_1968 || date.days >= to_2100) return civil(date).year;
  const int days = date.days + from_1968, in_4 = days % days_per_4;  // the first of the four is the leap year
  return 1968 + days / days_per_4 * 4 + (in_4 < 366 ? 0 : (in_4 - 1) / 365);
}

std::optional<Date> add(Date date, Period period) {
  static const Date first = from_civil(1, 1, 1), last = from_civil(9999, 12, 31);
  auto [year, month, day] = civil(date);
  int64_t months = (int64_t{year} * 12 + month - 1) + period.months;
  if (months < 12 || months >= 10000 * 12) return std::nullopt;
  int new_year = static_cast<int>(months / 12);
  int new_month = static_cast<int>(months % 12) + 1;
  int64_t days =
      int64_t{from_civil(new_year, new_month, std::min(day, month_length(new_year, new_month))).days} + period.days;
  if (days < first.days || days > last.days) return std::nullopt;
  return Date{static_cast<int32_t>(days)};
}

std::string to_string(Date date) {
  auto [year, month, day] = civil(date);
  std::string out;
  append(out, year, 4);
  out += '-';
  append(out, month, 2);
  out += '-';
  append(out, day, 2);
  return out;
}

std::string to_string(DateTime instant) {
  int of_day = static_cast<int>(instant.seconds - instant.day().days * seconds_per_day);
  std::string out = to_string(instant.day());
  out += ' ';
  append(out, of_day / 3600, 2);
  out += ':';
  append(out, of_day / 60 % 60, 2);
  out += ':';
  append(out, of_day % 60, 2);
  return out;
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make_date(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

std::optional<DateTime> parse_iso_datetime(std::string_view text) {
  if (text.size() != 19 || text[10] != ' ' || text[13] != ':' || text[16] != ':') return std::nullopt;
  std::optional<Date> day = parse_iso_date(text.substr(0, 10));
  int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  return DateTime{day->days * seconds_per_day + hour * 3600 + minute * 60 + second};
}

}  // namespace huice
