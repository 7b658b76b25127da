// Literals: numbers with magnitude and unit, dates.
#include <algorithm>
#include <cctype>

#include "base/unicode/closest.h"
#include "base/unicode/normalize.h"
#include "base/units.h"
#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using diagnostics::Kind;

constexpr size_t most_digits = 100;

bool is_digit(char c) { return c >= '0' && c <= '9'; }


/// `2024年3月5日` in the ISO spelling; other text unchanged.
std::string iso(std::string_view text) {
  int part[3] = {0, 0, 0};
  size_t at = 0;
  for (const std::string_view end : {"年", "月", "日"}) {
    int value = 0;
    const size_t start = at;
    while (at < text.size() && is_digit(text[at]) && at - start < 5) value = value * 10 + (text[at++] - '0');
    if (at == start || !text.substr(at).starts_with(end)) return std::string(text);
    at += end.size();
    part[end == "年" ? 0 : end == "月" ? 1 : 2] = value;
  }
  if (at != text.size() || part[0] > 9999 || part[1] > 12 || part[2] > 31) return "";
  const auto padded = [](int value, size_t width) {
    const std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(part[0], 4) + "-" + padded(part[1], 2) + "-" + padded(part[2], 2);
}

}  // namespace

std::optional<Number> Builder::read_number(antlr4::tree::TerminalNode* token) {
  const std::string word = text_.word(*token->getSymbol());
  Number number;
  size_t at = 0;
  size_t fraction = 0;
  bool point = false;
  std::string digits;
  for (; at < word.size() && (is_digit(word[at]) || word[at] == '_' || word[at] == '.'); ++at) {
    if (word[at] == '_') continue;
    number.text += word[at];
    if (word[at] == '.') {
      point = true;
      continue;
    }
    digits += word[at];
    fraction += point;
  }
  if (digits.size() > most_digits) {
    sink_.report(Kind::number_too_long, span(token), {{"limit", std::to_string(most_digits)}});
    return std::nullopt;
  }
  number.digits = Rational(Integer(digits, 10)) * power_of_ten(-static_cast<int>(fraction));
  if (at == word.size()) return number;
  const std::string suffix = word.substr(at);
  const std::optional<ScaledUnit> scaled = parse_scaled_unit(suffix);
  Span place = span(token);
  place.begin = place.end - static_cast<uint32_t>(std::min<size_t>(suffix.size(), place.end - place.begin));
  if (!scaled) {
    unknown_unit(place, suffix);
    return std::nullopt;
  }
  number.suffix = UnitSuffix{scaled->magnitude, scaled->unit == nullptr ? "" : std::string(scaled->unit->name), 1, "", place};
  return number;
}

ExprId Builder::number(antlr4::tree::TerminalNode* token, P::UnitPartContext* per) {
  Span place = span(token);
  if (per != nullptr) place = text::cover(place, span(per));
  std::optional<Number> read = read_number(token);
  if (!read) return broken(place);
  if (per != nullptr && read->suffix) {
    read_unit(per, read->suffix->per_magnitude, read->suffix->per);
    read->suffix->span = text::cover(read->suffix->span, span(per));
  }
  return add(std::move(*read), place);
}

std::optional<int> Builder::small_number(antlr4::tree::TerminalNode* token, int lowest, int highest) {
  if (token == nullptr) return std::nullopt;
  const std::string word = text_.word(*token->getSymbol());
  const bool plain = word.size() <= 6 && std::all_of(word.begin(), word.end(), is_digit);
  const int value = plain ? std::stoi(word) : lowest - 1;
  if (plain && value >= lowest && value <= highest) return value;
  const std::string range = std::to_string(lowest) + "–" + std::to_string(highest);
  sink_.report(Kind::bad_number, span(token), {{"text", word}})
      .hint("write a whole number, " + range, "请写整数，" + range);
  return std::nullopt;
}

void Builder::unknown_unit(Span place, const std::string& word) {
  std::vector<std::string> known;
  for (const Unit& unit : all_units()) known.emplace_back(unit.name);
  auto& diagnostic = sink_.report(Kind::unknown_unit, place, {{"unit", word}});
  if (const auto meant = unicode::closest(word, known)) {
    diagnostic.hint("did you mean `" + *meant + "`?", "是否应为“" + *meant + "”？");
  }
}

bool Builder::read_unit(P::UnitPartContext* context, int64_t& magnitude, std::string& unit) {
  if (!whole(context) || context->start == nullptr) return false;
  const std::string word = text_.word(*context->start);
  const std::optional<ScaledUnit> scaled = parse_scaled_unit(word);
  if (!scaled) {
    unknown_unit(span(context), word);
    return false;
  }
  magnitude = scaled->magnitude;
  unit = scaled->unit == nullptr ? "" : std::string(scaled->unit->name);
  return true;
}

UnitSuffix Builder::unit(P::UnitPartContext* over, P::UnitPartContext* under) {
  UnitSuffix suffix;
  suffix.span = over == nullptr ? text_.end() : under == nullptr ? span(over) : text::cover(span(over), span(under));
  read_unit(over, suffix.magnitude, suffix.unit);
  if (under != nullptr) read_unit(under, suffix.per_magnitude, suffix.per);
  return suffix;
}

UnitSuffix Builder::unit(P::UnitContext* context) {
  const auto parts = context == nullptr ? std::vector<P::UnitPartContext*>{} : context->unitPart();
  return unit(parts.empty() ? nullptr : parts[0], parts.size() < 2 ? nullptr : parts[1]);
}

namespace {

/// The days of a month that has fewer than the date says.
std::optional<int> days_of_month(const std::string& date) {
  int year = 0, month = 0, day = 0;
  if (std::sscanf(date.c_str(), "%4d-%2d-%2d", &year, &month, &day) != 3 || day < 29 || day > 31) return std::nullopt;
  for (int last = day - 1; last >= 28; --last)
    if (make_date(year, month, last)) return last;
  return std::nullopt;
}

}  // namespace

void Builder::bad_date(Span place) {
  const std::string written(text_.source().slice(place));
  auto& diagnostic = sink_.report(Kind::bad_date, place, {{"text", written}});
  if (const auto days = days_of_month(iso(unicode::fold_width(written)))) {
    diagnostic.hint("this month has " + std::to_string(*days) + " days", "该月只有 " + std::to_string(*days) + " 天");
    return;
  }
  diagnostic.hint("a date is written 2024-03-05 or 2024年3月5日", "日期写作 2024-03-05 或 2024年3月5日");
}

std::optional<Date> Builder::date(antlr4::tree::TerminalNode* token) {
  if (token == nullptr) return std::nullopt;
  const std::optional<Date> read = parse_iso_date(iso(text_.word(*token->getSymbol())));
  if (!read) bad_date(span(token));
  return read;
}

std::optional<Date> Builder::date(P::DateContext* context) {
  if (!whole(context)) return std::nullopt;
  return date(context->DATE());
}

std::optional<DateTime> Builder::datetime(antlr4::tree::TerminalNode* token) {
  std::string word = text_.word(*token->getSymbol());
  // Any blanks may stand between the day and the time; parse_iso_datetime wants one.
  const size_t blank = word.find_first_of(" \t");
  const size_t time = word.find_first_not_of(" \t", blank);
  word = word.substr(0, blank) + " " + word.substr(time);
  const std::optional<DateTime> read = parse_iso_datetime(word);
  if (!read) bad_date(span(token));
  return read;
}

DateRange Builder::date_range(P::DateRangeContext* context) {
  if (!whole(context)) return {std::nullopt, std::nullopt, text_.end()};
  DateRange range{std::nullopt, std::nullopt, span(context)};
  const auto dates = context->date();
  const bool from_first = dates.size() == 2 || context->TO() == nullptr;
  if (!dates.empty()) (from_first ? range.from : range.to) = date(dates[0]);
  if (dates.size() == 2) range.to = date(dates[1]);
  return range;
}

}  // namespace huice::syntax::antlr
