#include "runtime/batch/moments.h"

#include <string>

#include "runtime/batch/fold.h"

namespace huice::batch {
namespace {

constexpr int64_t day_seconds = 86400;

/// Takes `least` to `most` digits off the front; -1 when there are fewer.
int take_number(std::string_view& text, size_t least, size_t most) {
  int value = 0;
  size_t count = 0;
  while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') value = value * 10 + (text[count++] - '0');
  if (count < least) return -1;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

/// A date at the front of `text`.
std::optional<Date> take_date(std::string_view& text) {
  const int year = take_number(text, 4, 4);
  if (year < 0) return std::nullopt;
  std::string_view after_month = "", after_day = "";
  size_t least = 1;
  if (take(text, "-")) after_month = "-";
  else if (take(text, "/")) after_month = "/";
  else if (take(text, "年")) after_month = "月", after_day = "日";
  else least = 2;
  const int month = take_number(text, least, 2);
  if (month < 0 || !take(text, after_month)) return std::nullopt;
  const int day = take_number(text, least, 2);
  if (day < 0 || !take(text, after_day)) return std::nullopt;
  return make_date(year, month, day);
}

/// `9:00` or `09:00:00`, and nothing after it.
std::optional<int64_t> parse_time(std::string_view text) {
  const int hour = take_number(text, 1, 2);
  if (hour < 0 || hour > 23 || !take(text, ":")) return std::nullopt;
  const int minute = take_number(text, 2, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  if (take(text, ":")) {
    second = take_number(text, 2, 2);
    if (second < 0 || second > 59) return std::nullopt;
    if (take(text, ".")) {  // databases write `09:00:00.000`; a part of a second has no place here
      while (take(text, "0")) continue;
    }
  }
  if (!text.empty()) return std::nullopt;
  return (hour * 60 + minute) * 60 + second;
}

struct Moment {
  Date day;
  std::optional<int64_t> seconds;
};

std::optional<Moment> parse_moment(std::string_view text) {
  std::string folded_text;
  if (has_wide(text)) text = folded_text = narrowed(text);
  const auto day = take_date(text);
  if (!day) return std::nullopt;
  if (text.empty()) return Moment{*day, std::nullopt};
  if (!take(text, "T") && !take(text, " ")) return std::nullopt;
  while (take(text, " ")) continue;
  const auto seconds = parse_time(text);
  if (!seconds) return std::nullopt;
  return Moment{*day, seconds};
}

}  // namespace

std::optional<Date> parse_date(std::string_view cell) {
  const auto moment = parse_moment(cell);
  if (!moment || moment->seconds.value_or(0) != 0) return std::nullopt;
  return moment->day;
}

std::optional<DateTime> parse_datetime(std::string_view cell) {
  const auto moment = parse_moment(cell);
  if (!moment || !moment->seconds) return std::nullopt;
  return DateTime{moment->day.days * day_seconds + *moment->seconds};
}

}  // namespace huice::batch
