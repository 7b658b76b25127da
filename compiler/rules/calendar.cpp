// Date functions: `year(applied)`, `age_from_birthday(born, applied)`, `date(2024, 7, 1)`, each under an English and a
// Chinese name.
#include "compiler/rules/calendar.h"

#include <array>

#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

struct Signature {
  std::string_view en, zh;
  CalendarFunction function;
  int dates, numbers;  // arguments: so many dates, or so many whole numbers
  long lo, hi;         // of the result
};

constexpr long most_months = 9999L * 12;
constexpr std::array<Signature, 8> signatures{{
    {"year", "年份", CalendarFunction::year, 1, 0, 1, 9999},
    {"quarter", "季度", CalendarFunction::quarter, 1, 0, 1, 4},
    {"month", "月份", CalendarFunction::month, 1, 0, 1, 12},
    {"day", "日数", CalendarFunction::day, 1, 0, 1, 31},
    {"months_between", "相隔月数", CalendarFunction::months_between, 2, 0, -most_months, most_months},
    {"age_from_birthday", "生日起周岁", CalendarFunction::age_from_birthday, 2, 0, 0, 9999},
    {"age_from_day_after", "次日起周岁", CalendarFunction::age_from_day_after, 2, 0, 0, 9999},
    {"date", "日期", CalendarFunction::make_date, 0, 3, 0, 0},
}};

const Signature* find(const std::string& name) {
  for (const Signature& signature : signatures) {
    if (name == signature.en || name == signature.zh) return &signature;
  }
  return nullptr;
}

const Type date_type{.kind = Kind::date, .dimension = {}, .share = Share::none, .choice = {}};

}  // namespace

std::string_view name(CalendarFunction function) {
  for (const Signature& signature : signatures) {
    if (signature.function == function) return signature.en;
  }
  return "";
}

std::vector<std::string> calendar_names() {
  std::vector<std::string> names;
  for (const Signature& signature : signatures) {
    names.emplace_back(signature.en);
    names.emplace_back(signature.zh);
  }
  return names;
}

bool is_calendar(const std::string& name) { return find(name) != nullptr; }

Maybe check_calendar(Checker& checker, const Scope& scope, const syntax::Call& call, Span span) {
  const Signature& signature = *find(call.function.text);
  const size_t wanted = static_cast<size_t>(signature.dates + signature.numbers);
  if (call.arguments.size() != wanted) {
    checker.report(Fault::argument_count, call.function.span,
                   {{"name", call.function.text}, {"wanted", std::to_string(wanted)}, {"found", std::to_string(call.arguments.size())}});
    return {};
  }
  Calendar node{signature.function, {}};
  bool whole = true;
  for (syntax::ExprId written : call.arguments) {
    Maybe argument = check(checker, scope, written);
    if (argument && signature.dates > 0) argument = day_of(checker, *argument);
    whole = whole && argument;
    if (!argument) continue;
    const Type wanted_type = signature.dates > 0 ? date_type : Type{};
    if (checker.type(*argument) != wanted_type) {
      report_mismatch(checker, *argument, wanted_type);
      whole = false;
    }
    node.arguments.push_back(*argument);
  }
  if (!whole) return {};
  if (signature.numbers > 0) return make(checker, std::move(node), date_type, span);
  return make(checker, std::move(node), Type{}, span, {Rational(signature.lo), Rational(signature.hi)});
}

}  // namespace huice::rules
