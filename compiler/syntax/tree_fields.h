// What the tree's structures are made of, for base/archive.h.
#pragma once
#include "base/archive.h"
#include "compiler/syntax/tree.h"

namespace huice {
HUICE_FIELDS(Date, days)
HUICE_FIELDS(DateTime, seconds)
}  // namespace huice

namespace huice::text {
HUICE_FIELDS(Span, source, begin, end)
}  // namespace huice::text

namespace huice::syntax {

HUICE_FIELDS(Name, text, span)
HUICE_FIELDS(Label, text, span)

HUICE_FIELDS(UnitSuffix, magnitude, unit, per_magnitude, per, span)
HUICE_FIELDS(Number, digits, text, suffix)
HUICE_FIELDS(TextLiteral, value)
HUICE_FIELDS(Boolean, value)
HUICE_FIELDS(DateLiteral, value)
HUICE_FIELDS(DateTimeLiteral, value)
HUICE_FIELDS(SetLiteral, items)
HUICE_FIELDS(NameUse, name)
HUICE_FIELDS(Member, object, field)
HUICE_FIELDS(Via, object, field)
HUICE_FIELDS(Call, function, arguments)
HUICE_FIELDS(Aggregate, kind, value, where)
HUICE_FIELDS(MatchArm, keys, value, span)
HUICE_FIELDS(Match, selector, arms)
HUICE_FIELDS(ScaleStep, op, bound, value, to, span)
HUICE_FIELDS(Scale, kind, by, steps)
HUICE_FIELDS(Negate, operand)
HUICE_FIELDS(Not, operand)
HUICE_FIELDS(Arithmetic, op, left, right, op_span)
HUICE_FIELDS(Bound, kind, value, bound)
HUICE_FIELDS(Rounded, value, mode, unit)
HUICE_FIELDS(Compare, op, left, right, op_span)
HUICE_FIELDS(In, item, collection, negated)
HUICE_FIELDS(StartsWith, value, prefix)
HUICE_FIELDS(IsGiven, operand)
HUICE_FIELDS(Default, value, fallback)
HUICE_FIELDS(AtDate, value, date)
HUICE_FIELDS(Logic, op, left, right)
HUICE_FIELDS(Parenthesised, inner)
HUICE_FIELDS(Expr, node, span)

HUICE_FIELDS(EnumMember, name, label)
HUICE_FIELDS(OneOf, members)
HUICE_FIELDS(SetOf, type)
HUICE_FIELDS(QuantityOf, unit)
HUICE_FIELDS(UnitPrice, unit)
HUICE_FIELDS(DecimalOf, digits)
HUICE_FIELDS(NamedType, name)
HUICE_FIELDS(Type, node, span)

HUICE_FIELDS(DateRange, from, to, span)
HUICE_FIELDS(Use, path)
HUICE_FIELDS(RoundingRule, mode, unit, span)
HUICE_FIELDS(ClauseRange, from, to, span)
HUICE_FIELDS(Document, issuer, source, in_force, clauses, qualitative, rounding)
HUICE_FIELDS(TypeAlias, type)
HUICE_FIELDS(ValueRange, from, to, span)
HUICE_FIELDS(Field, name, label, type, key, required, may_be_negative, as_ratio, unit, range, digits, fallback, decided_by, span)
HUICE_FIELDS(Entity, fields)
HUICE_FIELDS(DatedValue, from, value, span)
HUICE_FIELDS(Parameter, type, values, external)
HUICE_FIELDS(Let, entity, value, exceptions)
HUICE_FIELDS(Let::ExceptWhen, name, label, value, when, exceptions, span)
HUICE_FIELDS(Function, parameters, result, value)
HUICE_FIELDS(TableColumn, name, type)
HUICE_FIELDS(TableRow, cells, ops, span)
HUICE_FIELDS(Table, inputs, result, policy, header, rows, from)
HUICE_FIELDS(List, type, from, column)

HUICE_FIELDS(Cites, document, clause, fragments, span)
HUICE_FIELDS(Dated, field)
HUICE_FIELDS(Require, name, label, test, unless, span)
HUICE_FIELDS(MeasureLet, name, label, let, span)
HUICE_FIELDS(Pay, amount, span)
HUICE_FIELDS(Limit, amount, of, keys, period, once, span)
HUICE_FIELDS(SharePart, name, value)
HUICE_FIELDS(Share, parts, span)
HUICE_FIELDS(PaidFrom, pool, share, span)
HUICE_FIELDS(NoVersion, range)
HUICE_FIELDS(InForce, range)
HUICE_FIELDS(MeasureRounding, rule)
HUICE_FIELDS(Version, name, in_force, clauses, span)
HUICE_FIELDS(Measure, entity, clauses)

HUICE_FIELDS(Quota, category, arms, span)
HUICE_FIELDS(Pool, cites, total, order_by, exhausted, quota, in_force)
HUICE_FIELDS(Choose, kind, measures, keys)

HUICE_FIELDS(Reach, value, op, threshold, to, about, within, by, during, each_year, tentative, for_each, in_list, span)
HUICE_FIELDS(Target, entity, cites, dated, reach)

HUICE_FIELDS(GivenValue, field, value, of)
HUICE_FIELDS(PaidBefore, amount, by)
HUICE_FIELDS(Given, values, as_of, paid, span)
HUICE_FIELDS(Expect, status, pays, ceiling, shares, because, reach, by, group, span)
HUICE_FIELDS(ScenarioStep, node)
HUICE_FIELDS(Scenario, measure, steps)
HUICE_FIELDS(ScenarioTable::Row, inputs, outputs, span, label)
HUICE_FIELDS(ScenarioTable, measure, inputs, outputs, rows, from)

HUICE_FIELDS(Item, name, label, node, span)
HUICE_FIELDS(Comment, span)
HUICE_FIELDS(File, source, version, items, comments)

}  // namespace huice::syntax
