// Versions of a measure: each is checked as a body of its own, and together they leave no day to chance.
#include <algorithm>
#include <numeric>

#include "compiler/rules/checker.h"
#include "compiler/rules/steps.h"

namespace huice::rules {
namespace {

constexpr Date first_day{-719162}, last_day{2932896};  // 0001-01-01, 9999-12-31

/// Days, both ends included; open ends are those of the calendar.
struct Days {
  Date from, to;
  Span span;
  std::string name;
  std::optional<FieldIndex> dated;
  bool version;  // else `no version`
};

Date next(Date day) { return {day.days + 1}; }
Date previous(Date day) { return {day.days - 1}; }

Days days_of(const std::optional<DateRange>& range) {
  Days days{first_day, last_day, {}, {}, {}, true};
  if (range && range->from) days.from = *range->from;
  if (range && range->to) days.to = *range->to;
  return days;
}

/// Clauses that a measure has once: a version's own replaces the measure's.
bool is_single(const syntax::MeasureClause& clause) {
  return std::holds_alternative<syntax::Dated>(clause) || std::holds_alternative<syntax::InForce>(clause) ||
         std::holds_alternative<syntax::MeasureRounding>(clause) || std::holds_alternative<syntax::Pay>(clause) ||
         std::holds_alternative<syntax::Share>(clause) || std::holds_alternative<syntax::PaidFrom>(clause);
}

/// The clauses that hold for one version, as written; citations of its own come first, since the first counts.
Clauses clauses_of(const syntax::Measure& written, const syntax::Version& version, const syntax::MeasureClause* header) {
  auto replaced = [&](const syntax::MeasureClause& outer) {
    auto same = [&](const syntax::MeasureClause& own) { return own.index() == outer.index(); };
    return is_single(outer) && ((header && same(*header)) || std::any_of(version.clauses.begin(), version.clauses.end(), same));
  };
  Clauses all;
  if (header) all.push_back(header);
  for (const auto& own : version.clauses) {
    if (std::holds_alternative<syntax::Cites>(own)) all.push_back(&own);
  }
  for (const auto& outer : written.clauses) {
    if (auto* place = std::get_if<syntax::Version>(&outer)) {
      if (place != &version) continue;
      for (const auto& own : version.clauses) {
        if (!std::holds_alternative<syntax::Cites>(own)) all.push_back(&own);
      }
    } else if (!std::holds_alternative<syntax::NoVersion>(outer) && !replaced(outer)) {
      all.push_back(&outer);
    }
  }
  return all;
}

// ---- Every day has at most one version, and no day is forgotten -----------------------------------------------------

/// One day that both have, for the message.
Bilingual shared_day(Date from, Date to) {
  if (from > first_day) return {to_string(from), to_string(from) + " "};
  if (to < last_day) return {to_string(to), to_string(to) + " "};
  return {"every day", "每一天都"};
}

void check_overlaps(Checker& checker, const std::vector<Days>& all) {
  for (size_t later = 0; later < all.size(); ++later) {
    for (size_t earlier = 0; earlier < later; ++earlier) {
      const Days &one = all[earlier], &two = all[later];
      const Date from = std::max(one.from, two.from), to = std::min(one.to, two.to);
      // By different fields a row has two dates: the first version decides.
      if (to < from || (one.version && two.version && one.dated != two.dated)) continue;
      const Bilingual day = shared_day(from, to);
      checker
          .report(Fault::versions_overlap, two.span,
                  {{"date", day.en}, {"date_zh", day.zh}, {"one", one.name}, {"two", two.name}})
          .also(one.span, "the other one", "另一个版本");
      break;
    }
  }
}

void report_gap(Checker& checker, Date from, Date to, Span span, const Days* before) {
  const std::string one = to_string(from), two = to_string(to);
  auto& diagnostic = checker.report(Fault::version_gap, span,
                                    {{"days", from == to ? "on " + one : "from " + one + " to " + two},
                                     {"days_zh", from == to ? one : one + " 至 " + two}});
  if (before) diagnostic.also(before->span, "the version before ends here", "前一版本到此为止");
  diagnostic.hint("if nothing shall hold then, write `no version " + one + " to " + two + "`",
                  "如确实无版本适用，请写“无版本 " + one + " 至 " + two + "”");
}

/// Gaps between versions, and, where the measure says when it is in force, before and after them.
void check_gaps(Checker& checker, std::vector<Days> all, const std::optional<DateRange>& whole, Span whole_span) {
  std::stable_sort(all.begin(), all.end(), [](const Days& a, const Days& b) { return a.from < b.from; });
  if (whole && whole->from && *whole->from < all.front().from)
    report_gap(checker, *whole->from, previous(all.front().from), all.front().span, nullptr);
  const Days* last = &all.front();
  for (const Days& days : all) {
    if (next(last->to) < days.from) report_gap(checker, next(last->to), previous(days.from), days.span, last);
    if (last->to < days.to) last = &days;
  }
  if (whole && whole->to && last->to < *whole->to) report_gap(checker, next(last->to), *whole->to, whole_span, last);
}

/// What the measure shows of its versions together.
void summarise(Checker& checker, Measure& measure) {
  const Rational most_pay = power_of_ten(15);
  for (const Measure& body : measure.versions) {
    if (&body == &measure.versions.front()) measure.rounding = body.rounding;
    measure.rounding.unit = shared_unit(measure.rounding.unit, body.rounding.unit);
    if (Rational(most_pay / measure.rounding.unit) > Rational(Integer(INT64_MAX))) {
      checker.report(Fault::rounding_unit_too_fine, body.span);
      measure.rounding = body.rounding;
    }
  }
}

struct Checking {
  Checker& checker;
  Measure& measure;
  const syntax::Measure& written;
  const Scope& scope;
  std::map<std::string, Span> names = {};
  std::vector<Days> all = {};
  bool whole = true;

  void version(const syntax::Version& one) {
    Measure body;
    body.name = measure.name;
    body.label = measure.label;
    body.entity = measure.entity;
    body.version = one.name ? one.name->text : "version_" + std::to_string(measure.versions.size() + 1);
    body.span = one.name ? one.name->span : one.span;
    auto [first, is_new] = names.try_emplace(body.version, body.span);
    if (!is_new) report_duplicate(checker, {body.version, body.span}, first->second);
    std::optional<syntax::MeasureClause> header;
    if (one.in_force) header = syntax::InForce{*one.in_force};
    const bool faulty = one.in_force && one.in_force->from && one.in_force->to && *one.in_force->to < *one.in_force->from;
    whole = whole && !faulty;
    check_body(checker, body, clauses_of(written, one, header ? &*header : nullptr), scope);
    Days days = days_of(body.in_force);
    days.span = body.span;
    days.name = body.version;
    days.dated = body.dated;
    all.push_back(days);
    measure.versions.push_back(std::move(body));
  }

  void none(const syntax::NoVersion& one) {
    auto range = check_in_force(checker, one.range);
    whole = whole && range;
    if (!range) return;
    Days days = days_of(range);
    days.span = one.range.span;
    days.name = "no version";
    days.version = false;
    all.push_back(days);
  }
};

}  // namespace

bool has_versions(const syntax::Measure& written) {
  return std::any_of(written.clauses.begin(), written.clauses.end(), [](const auto& clause) {
    return std::holds_alternative<syntax::Version>(clause) || std::holds_alternative<syntax::NoVersion>(clause);
  });
}

void check_versions(Checker& checker, Measure& measure, const syntax::Measure& written, const Scope& scope) {
  Checking checking{checker, measure, written, scope};
  std::optional<DateRange> in_force;
  Span in_force_span;
  for (const auto& clause : written.clauses) {
    if (auto* version = std::get_if<syntax::Version>(&clause)) checking.version(*version);
    if (auto* none = std::get_if<syntax::NoVersion>(&clause)) checking.none(*none);
    if (auto* own = std::get_if<syntax::InForce>(&clause)) {
      in_force = DateRange{own->range.from, own->range.to};
      in_force_span = own->range.span;
    }
  }
  if (measure.versions.empty()) {
    checker.report(Fault::no_versions, measure.span);
    return;
  }
  if (checking.whole) {
    check_overlaps(checker, checking.all);
    check_gaps(checker, checking.all, in_force, in_force_span);
  }
  summarise(checker, measure);
}

}  // namespace huice::rules
