// Date functions.
#include <algorithm>

#include "compiler/reference/evaluate.h"

namespace huice::reference {
namespace {

using Function = rules::CalendarFunction;

/// How many whole months after `from` the day `to` ≥ `from` is: months end as `from + n months` does.
int full_months(Date from, Date to) {
  const YearMonthDay a = civil(from), b = civil(to);
  int months = (b.year - a.year) * 12 + b.month - a.month;
  while (months > 0) {
    const std::optional<Date> reached = add(from, Period{months, 0});
    if (reached && *reached <= to) break;
    --months;
  }
  return months;
}

/// Nothing for a day before the birth.
std::optional<int> age(Date born, Date on, bool day_after) {
  if (on < born) return {};
  if (day_after && on > born) on = Date{on.days - 1};
  return full_months(born, on) / 12;
}

std::optional<int> of_dates(Function function, Date first, Date second) {
  switch (function) {
    case Function::year:
      return civil(first).year;
    case Function::quarter:
      return (civil(first).month + 2) / 3;
    case Function::month:
      return civil(first).month;
    case Function::day:
      return civil(first).day;
    case Function::months_between:
      return first <= second ? full_months(first, second) : -full_months(second, first);
    case Function::age_from_birthday:
      return age(first, second, false);
    case Function::age_from_day_after:
      return age(first, second, true);
    case Function::make_date:
      break;
  }
  return {};
}

std::optional<Date> of_numbers(const Rational& year, const Rational& month, const Rational& day) {
  for (const Rational* part : {&year, &month, &day}) {
    if (part->get_den() != 1 || *part < 1 || *part > 9999) return {};
  }
  return make_date(static_cast<int>(year.get_num().get_si()), static_cast<int>(month.get_num().get_si()),
                   static_cast<int>(day.get_num().get_si()));
}

}  // namespace

Evaluated Evaluator::node(const rules::Calendar& it) {
  std::vector<Evaluated> arguments;
  Evaluated result = Evaluated::of(true);
  for (rules::ExprId argument : it.arguments) {
    arguments.push_back(evaluate(argument));
    result = join(result, arguments.back());
  }
  if (!result.known()) return result;
  if (it.function == Function::make_date) {
    std::optional<Date> made = of_numbers(arguments[0].number(), arguments[1].number(), arguments[2].number());
    if (!made) return fault(HUICE_RANGE);
    result.value = *made;
    return result;
  }
  std::optional<int> found = of_dates(it.function, day_of(arguments.front().value), day_of(arguments.back().value));
  if (!found) return fault(HUICE_RANGE);
  Rational& number = numbers.next();
  number = *found;
  result.value = &number;
  return result;
}

}  // namespace huice::reference
