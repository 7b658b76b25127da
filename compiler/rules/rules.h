// Typed rules: no unresolved name, no implicit conversion, no unit left. `from_syntax` makes them; `reference` decides
// from them; `ir` is lowered from them.
//
// Numbers are in base units (yuan, square metre, …), percents are fractions (30% is 3/10). A field with `default` is read
// through a Default node; a datetime compared with a date is wrapped in DayOf; parentheses are gone. Labels never matter.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/group_name.h"
#include "base/member_set.h"
#include "base/rounding.h"
#include "base/text_list.h"
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
struct Aggregate;
struct List;
struct Target;
struct Pool;
using ExprId = Id<Expr>;
using EntityId = Id<Entity>;
using ParameterId = Id<Parameter>;
using LetId = Id<Let>;
using DocumentId = Id<Document>;
using MeasureId = Id<Measure>;
using AggregateId = Id<Aggregate>;
using ListId = Id<List>;
using TargetId = Id<Target>;
using PoolId = Id<Pool>;
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
/// `household.district`: a column of the entity at hand that holds the field of the row that the reference names. The
/// fallback is that field's default; a missing reference stays missing.
struct ReferredValue { ExprId reference; FieldIndex column; std::optional<ExprId> fallback; };
struct AggregateValue { AggregateId aggregate; };               // sum(Person.income)
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
/// Whether a text field stands in a list. `columns`: one of truth values; of a dated list pairs of dates, the spans of the
/// text's entries. `at`: a date; empty: the applicable date.
struct ListMember { ExprId item; ListId list; std::vector<FieldIndex> columns; std::optional<ExprId> at; };
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
  std::variant<Number, Boolean, Text, DateValue, DateTimeValue, PeriodValue, ChoiceValue, SetValue, FieldValue, ReferredValue,
               AggregateValue, LetValue, ParameterValue, Negate, Arithmetic, Bound, Rounded, ShiftDate, DaysBetween, DayOf, Calendar,
               Compare, In, Contains, ListMember, StartsWith, TestsText, IsGiven, Default, Not,
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

// Where a column comes from that does not stand in the entity's data. Such columns stand behind the entity's own fields.
struct InData {};
struct Referred { FieldIndex reference, target; EntityId entity; };           // `target` of the row of `entity` that `reference` names
enum class AggregatePart { value, count, error, causes };
struct Aggregated { AggregateId aggregate; AggregatePart part; };
enum class ListPart { member, from, to };
struct Listed { ListId list; FieldIndex field; ListPart part; uint32_t span; };  // of `field`'s text
struct OnlyName {};                                                           // a reason: `Person.income`; has no values
using Origin = std::variant<InData, Referred, Aggregated, Listed, OnlyName>;

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
  Origin origin = {};
  bool in_data() const { return std::holds_alternative<InData>(origin); }
  bool decided() const { return !decided_by.empty(); }
};

/// `of_target`: has no data of its own; a row of it is one group of a target.
struct Entity { std::string name, label; std::vector<Field> fields; Span span; bool of_target = false; };

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
  Range range = {};       // external numbers: what can be supplied
  Rational step = 0;      // likewise: what values are taken to be multiples of, until they are known
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

/// `fragments`: quoted from the clause, as the author wrote them.
struct Citation { DocumentId document; std::string clause; std::vector<std::string> fragments; Span span; };
/// Holds when `test` does, or `unless` does. The name is `condition_N` (N from 1) where the author gives none. A hidden one
/// is never false: what settlement needs of a row must be known.
struct Condition { std::string name, label; ExprId test; std::optional<ExprId> unless; Span span; bool hidden = false; };
/// `pay amount at most b1 at least b2 …`: the amount is rounded once, then each bound is applied in order, rounded
/// inward (at most: floor, at least: ceil) to the same unit.
struct Pay { ExprId amount; std::vector<std::pair<BoundKind, ExprId>> bounds; Span span; };

/// `share city 60%, county rest`: who bears which part of the granted amount.
struct SharePart { std::string name; std::optional<ExprId> part; };  // no part: the rest
/// `paid share city from trade_in`. Fields of the measure's entity: the pool's order, and what its quota looks at.
struct PaidFrom { PoolId pool; std::optional<size_t> share; std::optional<FieldIndex> order, category; Span span; };

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
  std::vector<SharePart> shares;
  std::optional<PaidFrom> paid_from;
  bool settled_by_day = false;       // a limit per year, or a pool in force for some time: it needs an applicable date
  Span span;
  std::string version;               // of a body of `versions`: that version's name
  /// Each is a measure of its own: the clauses outside versions and its own. The first, in program order, whose period
  /// holds its applicable date decides; outside all the measure is not in force. Then the measure itself has no
  /// conditions, lets or pay, and its rounding unit divides those of all versions.
  std::vector<Measure> versions;
  bool of_member = false;            // what one member gives to an aggregate: pay is a count of rounding.unit, of either sign
};

/// The measure itself, or its versions.
std::vector<const Measure*> bodies_of(const Measure& measure);
/// Whether it, or one of its versions, has a `pay`.
bool pays(const Measure& measure);

/// What sorts rows into the groups of a target. `cause`: the bit of a row whose field is missing.
struct Bucket {
  enum class By { choice, list, year } by;
  FieldIndex field;
  ListId list;
  uint32_t cause = 0;
};

enum class AggregateKind { sum, count, min, max, average, all, any };
/// Over the rows of `member` whose `reference` names the row at hand; of a target: that belong to the group at hand, as
/// `buckets` tell, each of which is a filter. `rows` says what one of them gives: its condition (of
/// `all` and `any`: what is asked; else the filter) and its amount in rounding units. Of days: from 1970-01-01.
struct Aggregate {
  AggregateKind kind;
  EntityId owner, member;
  std::optional<FieldIndex> reference;       // of the member
  std::vector<Bucket> buckets;
  Measure rows;
  FieldIndex value, count, error, causes;    // columns of the owner; `value` of an average is the sum
  std::vector<FieldIndex> cause_names;       // by bit of `causes`: the field that the reason names; bit 0: nothing to aggregate
  std::vector<std::optional<uint32_t>> cause_of;  // by input of `rows`: the bit
  Span span;
};

/// Membership of texts. `path` as found below the program's root, for the manifest. `names`: the texts themselves in the
/// order of the file, each once; none of a dated list, nor of one with more than 65,535.
struct List { std::string name, label, path, digest; std::shared_ptr<const TextList> entries; Span span; std::vector<std::string> names = {}; };

// ---- Settlement -----------------------------------------------------------------------------------------------------

/// A measure, or one of its versions, that a limit or a choice covers; its keys are fields of the measure's entity. `amount`,
/// of limits, may differ from row to row: yuan, or a count.
struct Covered { MeasureId measure; std::optional<uint32_t> version; std::vector<FieldIndex> keys; std::optional<ExprId> amount; };
enum class LimitPeriod { per_year, in_total };
/// `limit 100万元 per uscc per year`, `once per base_id`. `counts`: rows granted above 0, else yuan.
struct Limit { std::vector<std::string> keys; bool once = false, counts = false; LimitPeriod period = LimitPeriod::in_total; std::vector<Covered> over; Span span; };
enum class ChooseKind { highest, first };
/// `choose highest of a, b per buyer`: `measures` as listed.
struct Choose { ChooseKind kind; std::vector<MeasureId> measures; std::vector<std::string> keys; std::vector<Covered> over; Span span; };
enum class Exhausted { stop, partial, prorate };
struct Pool {
  struct Quota { std::string field; ChoiceId choice; std::vector<ExprId> amounts; };  // amounts: by member
  std::string name, label;
  std::vector<Citation> citations;
  std::optional<ExprId> total;             // yuan, the same for all rows; empty: a fault was reported
  std::optional<std::string> order_by;     // a field of every measure's entity
  Exhausted exhausted = Exhausted::stop;
  std::optional<Quota> quota;
  std::optional<DateRange> in_force;
  Span span;
};

// ---- Targets --------------------------------------------------------------------------------------------------------

/// How a target's value is compared: with `bounds`, one or, of `between` (from, to) and `about` (middle, tolerance), two.
enum class Want { equal, not_equal, less, less_equal, greater, greater_equal, between, about };
struct Goal { Want want; ExprId value; std::vector<ExprId> bounds; };
/// One `reach`: a status for each group. Groups are years (each of `years`, or those of the data) and then texts or members.
struct Reach {
  EntityId groups;                 // a hidden entity: its columns are the aggregates
  std::vector<Bucket> buckets;
  std::optional<DateRange> years;  // of `each year`: those of the period, as far as it has ends
  std::vector<AggregateId> aggregates;
  Measure test;                    // over a group's row: its one condition says whether the goal is met
  std::optional<Goal> goal;        // empty: a yes or no
  bool relative = false;           // of `about`: the tolerance is a share of the middle
  std::optional<Date> deadline;    // of groups without a year
  bool tentative = false;
  Span span;
};
struct Target {
  std::string name, label;
  EntityId entity;
  std::vector<Citation> citations;
  std::vector<Reach> reaches;
  Span span;
};

// ---- Scenarios ------------------------------------------------------------------------------------------------------

struct Expectation {
  std::string status;                       // a status's name: eligible, ineligible, …
  std::optional<Rational> pays, ceiling;    // yuan
  std::vector<std::pair<std::string, Rational>> shares;  // yuan, by name
  std::optional<std::vector<std::string>> because;  // reasons as in the output, any order; empty: not checked
  Span span;
};
/// One row and what must come of it. Fields not given are missing; keys get made-up values.
using GivenFields = std::vector<std::pair<FieldIndex, ExprId>>;
struct GivenMember { EntityId entity; GivenFields given; };  // one row of another entity that refers to this one
/// What the ledger paid before for the keys of this row and those below: yuan, on that day or else the row's.
struct PaidBefore { Rational amount; std::optional<Date> day; };
struct ScenarioStep {
  GivenFields given;
  std::vector<GivenMember> members;
  std::optional<Date> as_of;
  Expectation expect;
  std::vector<std::pair<ParameterId, ExprId>> parameters = {};  // external ones
  std::vector<PaidBefore> paid = {};
};
struct Scenario { std::string name; MeasureId measure; std::vector<ScenarioStep> steps; Span span; };

/// Of a target: rows that come to those given before, and what must then hold of one group of one reach.
struct TargetExpectation {
  std::string status;                       // met, missed, undetermined
  size_t reach = 0;
  GroupName group;
  std::optional<ExprId> value;
  std::optional<std::vector<std::string>> because;
  Span span;
};
struct TargetStep { std::vector<ScenarioStep> rows; std::optional<Date> as_of; std::vector<std::pair<ParameterId, ExprId>> parameters; TargetExpectation expect; };
struct TargetScenario { std::string name; TargetId target; std::vector<TargetStep> steps; Span span; };

struct Program {
  Store<Expr> exprs;
  Store<Choice> choices;
  Store<Entity> entities;
  Store<Parameter> parameters;
  Store<Let> lets;
  Store<Document> documents;
  Store<Measure> measures;
  Store<Aggregate> aggregates;
  Store<List> lists;
  Store<Target> targets;
  Store<Pool> pools;
  std::vector<Limit> limits;    // in program order
  std::vector<Choose> chooses;  // likewise
  std::vector<Scenario> scenarios;
  std::vector<TargetScenario> target_scenarios;
};

}  // namespace huice::rules
