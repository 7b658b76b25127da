// Date functions in columns. Days are taken apart with divisions by constants; years begin on 1 March, so that a leap day
// is a year's last (runtime/kernel_support/date.c does the same for one row).
#include "compiler/ir/lowering.h"

namespace huice::ir {
namespace {

using rules::CalendarFunction;

constexpr int days_to_epoch = 719468, days_in_era = 146097;  // an era is 400 years; 0000-03-01 is day -719468
constexpr int first_day = -719162;                            // 0001-01-01

struct Days {
  Builder& make;

  ValueId number(int value) { return make.number(value); }
  ValueId times(ValueId a, int b) { return make.multiply(a, number(b)); }
  ValueId plus(ValueId a, int b) { return make.add(a, number(b)); }
  ValueId over(ValueId a, int b) { return make.divide(a, number(b), Rounding::floor); }
  /// What the calendar keeps within these ends anyway; intervals cannot know it.
  ValueId within(ValueId a, int lo, int hi) { return make.maximum(make.minimum(a, number(hi)), number(lo)); }

  struct Civil { ValueId year, month, day; };
  Civil civil(ValueId date) {
    const ValueId shifted = plus(date, days_to_epoch), era = over(shifted, days_in_era);
    const ValueId of_era = within(make.subtract(shifted, times(era, days_in_era)), 0, days_in_era - 1);
    const ValueId leaps = make.add(make.subtract(over(of_era, 36524), over(of_era, 1460)), make.negate(over(of_era, 146096)));
    const ValueId year_of_era = within(over(make.add(of_era, leaps), 365), 0, 399);
    const ValueId before = make.subtract(make.add(times(year_of_era, 365), over(year_of_era, 4)), over(year_of_era, 100));
    const ValueId of_year = within(make.subtract(of_era, before), 0, 365);
    const ValueId from_march = over(plus(times(of_year, 5), 2), 153);
    const ValueId day = plus(make.subtract(of_year, over(plus(times(from_march, 153), 2), 5)), 1);
    const ValueId late = make.less(number(9), from_march);  // January or February: of the next year
    const ValueId month = make.choose(late, plus(from_march, -9), plus(from_march, 3));
    const ValueId year = make.add(make.add(year_of_era, times(era, 400)), make.choose(late, number(1), number(0)));
    return {within(year, 1, 9999), within(month, 1, 12), within(day, 1, 31)};
  }

  ValueId month_count(const Civil& date) { return make.add(times(date.year, 12), date.month); }

  /// Of `from` ≤ `to`: the calendar's months between them, one less where the last is not full.
  ValueId full_months(ValueId from, ValueId to) {
    const ValueId months = make.maximum(make.subtract(month_count(civil(to)), month_count(civil(from))), number(0));
    const ValueId short_of = make.less(to, make.add_months(from, months));
    return make.maximum(make.subtract(months, make.choose(short_of, number(1), number(0))), number(0));
  }
};

}  // namespace

Lowered Lowering::node(const rules::Calendar& it, const rules::Expr&) {
  if (it.function == CalendarFunction::make_date) return make_date(it);
  Days days{make_};
  Lowered result = lower(it.arguments.front());
  const ValueId first = result.value();
  if (it.arguments.size() == 1) {
    const Days::Civil civil = days.civil(first);
    ValueId part = civil.year;
    if (it.function == CalendarFunction::month) part = civil.month;
    if (it.function == CalendarFunction::day) part = civil.day;
    if (it.function == CalendarFunction::quarter) part = days.over(days.plus(civil.month, 2), 3);
    result.data = whole(make_, part);
    return result;
  }
  const Lowered other = lower(it.arguments.back());
  ValueId second = other.value();
  inherit(result, other);
  const ValueId backward = make_.less(second, first);
  if (it.function == CalendarFunction::months_between) {
    const ValueId months = days.full_months(make_.minimum(first, second), make_.maximum(first, second));
    result.data = whole(make_, make_.choose(backward, make_.negate(months), months));
    return result;
  }
  add_fault(result, make_.and_not(backward, absent(result)), code(Fault::range));
  if (it.function == CalendarFunction::age_from_day_after) second = days.plus(second, -1);
  result.data = whole(make_, days.over(days.full_months(first, make_.maximum(first, second)), 12));
  return result;
}

Lowered Lowering::make_date(const rules::Calendar& it) {
  Days days{make_};
  const int most[] = {9999, 12, 31};
  Lowered result = constant(make_.number(0));
  ValueId wrong = make_.mask(false);
  ValueId parts[3];
  for (size_t i = 0; i < 3; ++i) {
    const Lowered part = lower(it.arguments[i]);
    inherit(result, part);
    const ValueId n = round_within(make_, part.number(), Rounding::floor, 1, Integer(0), Integer(most[i] + 1));
    wrong = make_.either(wrong, make_.invert(equal(part.number(), whole(make_, n))));
    wrong = make_.either(wrong, make_.either(make_.less(n, make_.number(1)), make_.less(make_.number(most[i]), n)));
    parts[i] = days.within(n, 1, most[i]);
  }
  const ValueId months = days.plus(make_.add(days.times(days.plus(parts[0], -1), 12), parts[1]), -1);
  const ValueId first = make_.add_months(make_.number(first_day), months);
  const ValueId day = days.plus(make_.add(first, parts[2]), -1);
  const ValueId next = make_.add_months(first, make_.number(1));
  wrong = make_.either(wrong, make_.invert(make_.less(day, next)));
  add_fault(result, make_.and_not(wrong, absent(result)), code(Fault::range));
  result.data = days.within(day, first_day, 2932896);
  return result;
}

}  // namespace huice::ir
