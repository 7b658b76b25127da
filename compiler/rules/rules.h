// Typed rules: no unresolved name, no implicit conversion, no unit left. `from_syntax` makes them; `reference` decides
// from them; `ir` is lowered from them.
//
// Numbers are in base units (yuan, square metre, …), percents are fractions (30% is 3/10). A field with `default` is read
// through a Default node; a datetime compared with a date is wrapped in DayOf; parentheses are gone. Labels never matter.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/member_set.h"
#include "base/rounding.h"
#include "compiler/rules/types.h"
#include "compiler/text/source.h"

namespace huice::rules {

using text::Span;

struct Expr;
struct Entity;
struct Parameter;
struct Let;
struct Document;
struct Measure;
using ExprId = Id<Expr>;
using EntityId = Id<Entity>;
using ParameterId = Id<Parameter>;
using LetId = Id<Let>;
using DocumentId = Id<Document>;
using MeasureId = Id<Measure>;
/// A field's position in Entity::fields, from 0; also its column in a batch.
using FieldIndex = uint32_t;

// ---- Expressions ----------------------------------------------------------------------------------------------------

struct Number { Rational value; };                              // 300万元 → 3000000
struct Boolean { bool value; };
struct Text { std::string value; };
struct DateValue { Date value; };
struct DateTimeValue { DateTime value; };
struct PeriodValue { Period value; };
struct ChoiceValue { uint16_t code; };                          // position in Choice::members
struct SetValue { MemberSet value; };                           // {high_tech, little_giant}
struct FieldValue { FieldIndex field; };                        // of the measure's entity
struct LetValue { LetId let; };
struct ParameterValue { ParameterId parameter; std::optional<ExprId> at; };  // at: a date; empty: the applicable date
struct Negate { ExprId operand; };
enum class ArithmeticOp { add, subtract, multiply, divide };
struct Arithmetic { ArithmeticOp op; ExprId left, right; };
enum class BoundKind { at_most, at_least };
struct Bound { BoundKind kind; ExprId value, bound; };          // min, max; at_most also gives the reason `ceiling`
struct Rounded { ExprId value; Rounding mode; Rational unit; }; // to a multiple of `unit` > 0
struct ShiftDate { ExprId date, period; bool back; };           // date ± period; beyond year 1 to 9999: error `range`
struct DaysBetween { ExprId later, earlier; };                  // date − date, in days
struct DayOf { ExprId instant; };                               // datetime → date
enum class CalendarFunction { year, quarter, month, day, months_between, age_from_birthday, age_from_day_after, make_date };
/// `age_from_birthday(born, applied)`: dates, or the three whole numbers of a date. Without a result: error `range`.
struct Calendar { CalendarFunction function; std::vector<ExprId> arguments; };
enum class CompareOp { equal, not_equal, less, less_equal, greater, greater_equal };
struct Compare { CompareOp op; ExprId left, right; };           // text and choices: equal and not_equal only
struct In { ExprId item; std::vector<ExprId> items; };          // `not in` is Not of this; items are compared by equality
struct Contains { ExprId set, item; };                          // `x in certificates`: item is a choice
struct StartsWith { ExprId value, prefix; };
/// What the language knows of codes that standards define; kernel_support/codes.h says what each holds for.
enum class TextTest { uscc_form, uscc_checksum, citizen_id, gtin13, division_form, division_within };
struct TestsText { TextTest test; ExprId text; std::optional<ExprId> other; };  // other: the area of division_within
struct IsGiven { ExprId operand; };
struct Default { ExprId value, fallback; };
struct Not { ExprId operand; };
enum class LogicOp { conjunction, disjunction };
struct Logic { LogicOp op; ExprId left, right; };
/// `match x { a, b: v, otherwise: w }`. The checker has seen to it that some arm is chosen for every value.
struct MatchValue { struct Arm { std::vector<ExprId> keys; ExprId value; }; ExprId selector; std::vector<Arm> arms; std::optional<ExprId> otherwise; };
/// `match { c: v, …, otherwise: w }`: conditions in order. Of a scale or a table `by` are the values that its conditions
/// look at, in order; they stand in the conditions too and are only for explanations.
struct MatchCondition { struct Arm { ExprId condition, value; }; std::vector<Arm> arms; ExprId otherwise; std::vector<ExprId> by = {}; };
/// No value but an error, `kind@site`: stands where a choice has none, as an arm.
enum class FailKind { no_row, conflict };
struct Fail { FailKind kind; };

struct Expr {
  std::variant<Number, Boolean, Text, DateValue, DateTimeValue, PeriodValue, ChoiceValue, SetValue, FieldValue, LetValue, ParameterValue,
               Negate, Arithmetic, Bound, Rounded, ShiftDate, DaysBetween, DayOf, Calendar, Compare, In, Contains, StartsWith, TestsText, IsGiven, Default, Not,
               Logic, MatchValue, MatchCondition, Fail> node;
  Type type;
  Range range;  // numbers only
  Span span;
};

// ---- Declarations ---------------------------------------------------------------------------------------------------

struct ChoiceMember { std::string name, label; };
struct Choice { std::string name; std::vector<ChoiceMember> members; };  // name empty: written in place; ≤ 65,535 members

/// How cells of a number field are written: one cell unit is `factor` base units; a bare percent counts as %.
struct CellUnit { std::string name; Rational factor = 1; };

struct Field {
  std::string name, label;       // label: the name where none is written
  Type type;
  bool key = false, required = false, may_be_negative = false;
  std::string decided_by;        // the authority; empty: the applicant states it
  std::optional<CellUnit> unit;  // numbers: as declared, else the type's own
  Rational step = 1;             // numbers: every value is a multiple of step (base units): 1/100 for money
  Range range;                   // numbers: declared, else the language's limits (docs/language.md, "Numbers are exact")
  int digits = -1;               // fraction digits as written in the cell's unit; -1: whole steps decide (money, percent)
  bool range_declared = false;   // by the author: the ceiling of a missing decided value needs it
  std::optional<ExprId> fallback;
  Span span;
  bool decided() const { return !decided_by.empty(); }
};

struct Entity { std::string name, label; std::vector<Field> fields; Span span; };

/// Half-open on neither side: both days belong to it.
struct DateRange {
  std::optional<Date> from, to;
  bool contains(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// Values sorted by date; each holds from its date until the next. `from` empty (only the first): always held.
struct Parameter {
  struct Dated { std::optional<Date> from; ExprId value; };
  std::string name, label;
  Type type;
  std::vector<Dated> values;
  Span span;
  bool external = false;  // the run supplies the values (program/supply.h), a scenario its own; until then there are none
};

struct Let { std::string name, label; ExprId value; Span span; };

struct RoundingRule { Rounding mode = Rounding::half_up; Rational unit{1, 100}; };  // unit in yuan

struct ClauseRange { std::string from, to; };
struct Document {
  std::string name, label, issuer, source;
  std::optional<DateRange> in_force;
  std::vector<ClauseRange> clauses, qualitative;
  RoundingRule rounding;
  Span span;
};

struct Citation { DocumentId document; std::string clause, fragment; };
/// Holds when `test` does, or `unless` does. The name is `condition_N` (N from 1) where the author gives none.
struct Condition { std::string name, label; ExprId test; std::optional<ExprId> unless; Span span; };
/// `pay amount at most b1 at least b2 …`: the amount is rounded once, then each bound is applied in order, rounded
/// inward (at most: floor, at least: ceil) to the same unit.
struct Pay { ExprId amount; std::vector<std::pair<BoundKind, ExprId>> bounds; Span span; };

struct Measure {
  std::string name, label;
  EntityId entity;
  std::vector<Citation> citations;
  std::optional<FieldIndex> dated;   // a date or datetime field
  std::optional<DateRange> in_force; // its own, else the first cited document's; empty: always in force
  RoundingRule rounding;             // its own, else the first cited document's, else the default
  std::vector<LetId> lets;           // its own, in order
  std::vector<Condition> conditions;
  std::optional<Pay> pay;
  Span span;
  std::string version;               // of a body of `versions`: that version's name
  /// Each is a measure of its own: the clauses outside versions and its own. The first, in program order, whose period
  /// holds its applicable date decides; outside all the measure is not in force. Then the measure itself has no
  /// conditions, lets or pay, and its rounding unit divides those of all versions.
  std::vector<Measure> versions;
};

/// The measure itself, or its versions.
std::vector<const Measure*> bodies_of(const Measure& measure);
/// Whether it, or one of its versions, has a `pay`.
bool pays(const Measure& measure);

// ---- Scenarios ------------------------------------------------------------------------------------------------------

struct Expectation {
  std::string status;                       // a status's name: eligible, ineligible, …
  std::optional<Rational> pays, ceiling;    // yuan
  std::optional<std::vector<std::string>> because;  // reasons as in the output, any order; empty: not checked
  Span span;
};
/// One row and what must come of it. Fields not given are missing; keys get made-up values.
struct ScenarioStep {
  std::vector<std::pair<FieldIndex, ExprId>> given;
  std::optional<Date> as_of;
  Expectation expect;
  std::vector<std::pair<ParameterId, ExprId>> parameters = {};  // external ones
};
struct Scenario { std::string name; MeasureId measure; std::vector<ScenarioStep> steps; Span span; };

struct Program {
  Store<Expr> exprs;
  Store<Choice> choices;
  Store<Entity> entities;
  Store<Parameter> parameters;
  Store<Let> lets;
  Store<Document> documents;
  Store<Measure> measures;
  std::vector<Scenario> scenarios;
};

}  // namespace huice::rules
