// Aggregates over the rows of another entity that refer to the one at hand: sum(Person.income where …).
#include <algorithm>

#include "compiler/rules/aggregate_members.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/goals.h"
#include "compiler/rules/intervals.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/steps.h"

namespace huice::rules {
namespace {

const Type boolean_type{.kind = Kind::boolean};
constexpr size_t most_causes = 64;

AggregateKind kind_of(syntax::AggregateKind kind) {
  switch (kind) {
    case syntax::AggregateKind::sum:
      return AggregateKind::sum;
    case syntax::AggregateKind::count:
      return AggregateKind::count;
    case syntax::AggregateKind::min:
      return AggregateKind::min;
    case syntax::AggregateKind::max:
      return AggregateKind::max;
    case syntax::AggregateKind::average:
      return AggregateKind::average;
    case syntax::AggregateKind::all:
      return AggregateKind::all;
    case syntax::AggregateKind::any:
      return AggregateKind::any;
  }
  return AggregateKind::sum;
}

struct Build {
  Checker& checker;
  const syntax::Aggregate& written;
  Span span;
  Aggregate made = {};
  Scope scope = {};  // of the members
  const TargetScope* target = nullptr;
  Maybe typed = {};  // the value, where it does not stand in the text
  Type type = {};  // of the result
  Range range = {};

  std::string text() const { return std::string(checker.sources[span.source].slice(span)); }

  Maybe make_it(decltype(Expr::node) node, const Type& of, Range within = {}) { return make(checker, std::move(node), of, span, std::move(within)); }

  void set_test(ExprId test) { made.rows.conditions.push_back({"where", "where", test, {}, span}); }

  /// `all(c where w)` is of every member `not w or c`, `any` is `w and c`.
  bool read_truth(Maybe filter) {
    Maybe asked = typed ? typed : check_condition(checker, scope, written.value);
    if (!asked || (written.where && !filter)) return false;
    if (filter && made.kind == AggregateKind::all) {
      Maybe outside = make_it(Not{*filter}, boolean_type);
      asked = outside ? make_it(Logic{LogicOp::disjunction, *outside, *asked}, boolean_type) : Maybe{};
    } else if (filter) {
      asked = make_it(Logic{LogicOp::conjunction, *filter, *asked}, boolean_type);
    }
    if (!asked) return false;
    set_test(*asked);
    type = boolean_type;
    return true;
  }

  /// In a target, `count(CONDITION)` counts the rows for which it holds.
  bool read_count_of(syntax::ExprId condition, Maybe filter) {
    Maybe holds = check_condition(checker, scope, condition);
    if (holds && filter) holds = make_it(Logic{LogicOp::conjunction, *filter, *holds}, boolean_type);
    if (!holds || (written.where && !filter)) return false;
    set_test(*holds);
    range = {Rational(0), most_members};
    return true;
  }

  bool read_count(Maybe filter) {
    syntax::ExprId counted = strip(checker, written.value);
    if (auto* via = std::get_if<syntax::Via>(&checker.tree.exprs[counted].node)) counted = strip(checker, via->object);
    auto* use = std::get_if<syntax::NameUse>(&checker.tree.exprs[counted].node);
    const std::string& member = checker.program.entities[made.member].name;
    const bool rows = use && use->name.text == member;
    if (target && !rows) return read_count_of(written.value, filter);
    if (!rows) {
      checker.report(Fault::count_of_value, checker.tree.exprs[counted].span, {{"entity", member}})
          .hint("count(" + member + " where …)", "计数(" + member + " 其中 …)");
      return false;
    }
    if (written.where && !filter) return false;
    if (filter) set_test(*filter);
    range = {Rational(0), most_members};
    return true;
  }

  /// Days count from 1970-01-01.
  Maybe as_number(ExprId value) {
    if (checker.type(value).kind != Kind::date) return value;
    Maybe epoch = make_it(DateValue{Date{0}}, Type{.kind = Kind::date});
    static const Range days{Rational(-719162), Rational(2932896)};
    return epoch ? make_it(DaysBetween{value, *epoch}, Type{}, days) : Maybe{};
  }

  bool read_number(Maybe filter) {
    Maybe value = typed ? typed : check(checker, scope, written.value);
    if (!value || (written.where && !filter)) return false;
    const bool extreme = made.kind == AggregateKind::min || made.kind == AggregateKind::max;
    if (extreme) value = day_of(checker, *value);
    if (!value) return false;
    type = checker.type(*value);
    if (type.kind != Kind::number && !(extreme && type.kind == Kind::date)) {
      report_mismatch(checker, *value, Type{});
      return false;
    }
    range = checker.expr(*value).range;
    Maybe amount = as_number(*value);
    if (!amount) return false;
    auto step = step_of(checker.program, *amount, [&](FieldIndex field) { return checker.program.entities[made.member].fields[field].step; });
    if (!step) {
      checker.report(Fault::aggregate_of_quotient, checker.expr(*value).span)
          .hint("round it: `… rounded half up to 0.01元`", "请先取整：“… 取整 四舍五入 到 0.01元”");
      return false;
    }
    made.rows.rounding.unit = *step == 0 ? Rational(1) : *step;
    if (!fits(checker.expr(*amount))) return false;
    if (filter) {
      set_test(*filter);
      Maybe zero = make_it(Number{0}, checker.type(*amount), exactly(0));
      amount = zero ? make_it(MatchCondition{{{*filter, *amount}}, *zero}, checker.type(*amount), hull(checker.expr(*amount).range, exactly(0))) : Maybe{};
    }
    if (!amount) return false;
    made.rows.pay = Pay{*amount, {}, span};
    return true;
  }

  bool fits(const Expr& amount) {
    if (leaves_room(amount, made.rows.rounding.unit)) return true;
    checker.report(Fault::member_too_wide, span)
        .hint("declare narrower ranges, or round on the way: `rounded down to 0.01元`", "可为字段声明更窄的范围，或先取整：`取整 舍去 到 0.01元`");
    return false;
  }

  // ---- Columns of the owner -----------------------------------------------------------------------------------------

  FieldIndex column(AggregateId id, AggregatePart part, const char* suffix, const Type& of, const Range& within, const Rational& step) {
    Field field;
    field.type = of;
    field.range = within;
    field.step = step;
    field.origin = Aggregated{id, part};
    field.name = text() + suffix + " #" + std::to_string(id.value);
    field.label = text();
    return hidden_field(checker, made.owner, std::move(field));
  }

  /// Sums of up to so many members, or one of their values.
  Range value_range() const {
    if (made.kind == AggregateKind::count) return {Rational(0), most_members};
    if (type.kind != Kind::number) return {};
    Range whole = hull(range, exactly(0));
    if (made.kind == AggregateKind::sum || made.kind == AggregateKind::average) return {Rational(*whole.lo * most_members), Rational(*whole.hi * most_members)};
    return whole;
  }

  FieldIndex reason(const std::string& name, const std::string& decided_by) {
    Field field;
    field.name = field.label = name;
    field.type.kind = Kind::boolean;
    field.decided_by = decided_by;
    field.origin = OnlyName{};
    return hidden_field(checker, made.owner, std::move(field));
  }

  /// The reason that a row has no value of `field`: a bit of the causes.
  uint32_t cause(FieldIndex named) {
    auto known = std::find(made.cause_names.begin() + 1, made.cause_names.end(), named);
    const auto bit = static_cast<uint32_t>(known - made.cause_names.begin());
    if (known == made.cause_names.end()) made.cause_names.push_back(named);
    return bit;
  }

  /// A member's missing field is named `Person.income`; what is read of the owner through the reference is the owner's.
  void name_causes() {
    const std::string member = checker.program.entities[made.member].name;
    made.cause_names = {reason(member, "")};
    for (FieldIndex input : inputs_of(checker.program, made.rows)) {
      const Field& field = checker.program.entities[made.member].fields[input];
      if (std::holds_alternative<Aggregated>(field.origin) || std::holds_alternative<Listed>(field.origin)) {
        made.cause_of.push_back({});
        continue;
      }
      auto* referred = std::get_if<Referred>(&field.origin);
      const bool of_owner = referred && referred->reference == made.reference;
      const FieldIndex named = of_owner ? referred->target : reason(member + "." + field.name, field.decided_by);
      made.cause_of.push_back(cause(named));
    }
    for (Bucket& bucket : made.buckets) {
      const Field& field = checker.program.entities[made.member].fields[bucket.field];
      bucket.cause = cause(reason(member + "." + field.name, field.decided_by));
    }
  }

  Maybe finish() {
    made.rows.name = text();
    made.rows.label = text();
    made.rows.entity = made.member;
    made.rows.span = span;
    made.rows.of_member = true;
    if (target && target->dated && needs_as_of(checker.program, made.rows)) made.rows.dated = target->dated;
    made.span = span;
    name_causes();
    if (made.cause_names.size() > most_causes) {
      checker.report(Fault::too_large, span,
                     {{"what", "an aggregate"}, {"what_zh", "一个汇总"}, {"limit", std::to_string(most_causes - 1)},
                      {"parts", "fields that it reads"}, {"parts_zh", "个字段"}});
      return {};
    }
    const AggregateId id = Store<Aggregate>::id_at(checker.program.aggregates.size());
    const Range counts{Rational(0), most_members};
    const Range codes{Rational(0), Rational(65535)};
    made.count = column(id, AggregatePart::count, " count", Type{}, counts, 1);
    made.value = made.kind == AggregateKind::count ? made.count : column(id, AggregatePart::value, "", type, value_range(), made.rows.rounding.unit);
    made.error = column(id, AggregatePart::error, " error", Type{}, codes, 1);
    made.causes = column(id, AggregatePart::causes, " causes", Type{.kind = Kind::set}, {}, 1);
    const Range result = made.kind == AggregateKind::average ? range : value_range();
    checker.program.aggregates.add(std::move(made));
    return make_it(AggregateValue{id}, type, type.kind == Kind::number ? result : Range{});
  }
};

}  // namespace

namespace {

/// The `where`, and the days that a target counts.
Maybe check_filter(Checker& checker, const Scope& members, const TargetScope* target, const syntax::Aggregate& node, Span span) {
  Maybe filter = node.where ? check_condition(checker, members, *node.where) : Maybe{};
  if (!target || (node.where && !filter)) return filter;
  for (ExprId day : target->period) filter = filter ? make(checker, Logic{LogicOp::conjunction, *filter, day}, boolean_type, span) : day;
  return filter;
}

Maybe build_aggregate(Build& build, AggregateKind kind, const Scope& scope) {
  Checker& checker = build.checker;
  const syntax::Aggregate& node = build.written;
  const Span span = build.span;
  build.made.kind = kind;
  build.made.owner = *scope.entity;
  build.scope = Scope{.entity = build.made.member, .unsure = scope.unsure, .outer = scope.target ? nullptr : &scope, .reference = build.made.reference.value_or(0)};
  Maybe filter = check_filter(checker, build.scope, scope.target, node, span);
  bool whole = false;
  switch (build.made.kind) {
    case AggregateKind::count:
      whole = build.read_count(filter);
      break;
    case AggregateKind::all:
    case AggregateKind::any:
      whole = build.read_truth(filter);
      break;
    default:
      whole = build.read_number(filter);
      break;
  }
  return whole ? build.finish() : Maybe{};
}

}  // namespace

Maybe check_aggregate(Checker& checker, const Scope& scope, const syntax::Aggregate& node, Span span) {
  if (scope.constant) {
    checker.report(Fault::not_constant, span);
    return {};
  }
  if (!scope.entity) {
    if (!scope.unsure) checker.report(Fault::aggregate_needs_owner, span);
    return {};
  }
  Build build{checker, node, span, {}, {}, scope.target};
  if (!find_members(checker, scope, &node, build.made, span)) return {};
  return build_aggregate(build, kind_of(node.kind), scope);
}

Maybe aggregate_over_rows(Checker& checker, const Scope& scope, AggregateKind kind, ExprId value, Span span) {
  const syntax::Aggregate no_text{};
  Build build{checker, no_text, span, {}, {}, scope.target, value};
  if (!find_members(checker, scope, nullptr, build.made, span)) return {};
  return build_aggregate(build, kind, scope);
}

}  // namespace huice::rules
