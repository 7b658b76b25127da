// The whole language on one screen: the tree that from_text.h makes of a policy file.
//
// Trees are values. An expression is named by its ExprId in Tree::exprs. Nothing here is resolved or typed: a Name is
// what the author wrote (NFC, full-width signs folded, quotes 「」 removed). Every node has the span of its text.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "base/rational.h"
#include "base/rounding.h"
#include "compiler/text/source.h"

namespace huice::syntax {

using text::Span;

struct Name { std::string text; Span span; };
struct Label { std::string text; Span span; };  // "出口信用保险保费支持", without its quotes
using Names = std::vector<Name>;

struct Expr;
using ExprId = Id<Expr>;
using Exprs = std::vector<ExprId>;

// ---- Expressions ----------------------------------------------------------------------------------------------------

/// `300万元`, `30%`, `800元/亩`, `3年`: the number without its magnitude, and the suffix.
struct UnitSuffix {
  int64_t magnitude = 1;             // 万 → 10000
  std::string unit;                  // `元`; empty: none
  int64_t per_magnitude = 1;         // 元/万亩
  std::string per;                   // `亩` of `元/亩`; empty: none
  Span span;
};
struct Number { Rational digits; std::string text; std::optional<UnitSuffix> suffix; };
struct TextLiteral { std::string value; };
struct Boolean { bool value; };
struct DateLiteral { Date value; };
struct DateTimeLiteral { DateTime value; };
struct Any {};                                                        // `any` in a table cell
struct SetLiteral { Exprs items; };                                   // {fridge, washer}
struct NameUse { Name name; };
struct Member { ExprId object; Name field; };                         // household.district
struct Via { ExprId object; Name field; };                            // x via FIELD
struct Call { Name function; Exprs arguments; };
enum class AggregateKind { sum, count, min, max, average, all, any };
struct Aggregate { AggregateKind kind; ExprId value; std::optional<ExprId> where; };
struct MatchArm { Exprs keys; ExprId value; Span span; };             // keys empty: `otherwise`
struct Match { std::optional<ExprId> selector; std::vector<MatchArm> arms; };
enum class ScaleKind { stepped, marginal, interpolated };
enum class CompareOp { equal, not_equal, less, less_equal, greater, greater_equal };
struct ScaleStep { std::optional<CompareOp> op; std::optional<ExprId> bound; ExprId value; std::optional<ExprId> to; Span span; };
struct Scale { ScaleKind kind; ExprId by; std::vector<ScaleStep> steps; };
struct Negate { ExprId operand; };
struct Not { ExprId operand; };
enum class ArithmeticOp { add, subtract, multiply, divide, of };
struct Arithmetic { ArithmeticOp op; ExprId left, right; Span op_span; };
enum class BoundKind { at_most, at_least };
struct Bound { BoundKind kind; ExprId value, bound; };                // x at most y
struct Rounded { ExprId value; Rounding mode; ExprId unit; };         // x rounded up to 1元
struct Compare { CompareOp op; ExprId left, right; Span op_span; };
struct In { ExprId item, collection; bool negated; };
struct StartsWith { ExprId value, prefix; };
struct IsGiven { ExprId operand; };
struct Default { ExprId value, fallback; };
struct AtDate { ExprId value, date; };                                // fpl at D
enum class LogicOp { conjunction, disjunction };
struct Logic { LogicOp op; ExprId left, right; };
struct Parenthesised { ExprId inner; };
struct Broken {};                                                     // stands where a syntax error was reported

struct Expr {
  std::variant<Broken, Number, TextLiteral, Boolean, DateLiteral, DateTimeLiteral, Any, SetLiteral, NameUse, Member, Via, Call,
               Aggregate, Match, Scale, Negate, Not, Arithmetic, Bound, Rounded, Compare, In, StartsWith, IsGiven, Default,
               AtDate, Logic, Parenthesised> node;
  Span span;
};

// ---- Types ----------------------------------------------------------------------------------------------------------

enum class BasicType { money, percent, integer, count, text, boolean, date, datetime, period };
struct EnumMember { Name name; std::optional<Label> label; };
struct OneOf { std::vector<EnumMember> members; };
struct SetOf { Name type; };
struct QuantityOf { UnitSuffix unit; };                               // quantity of 亩
struct UnitPrice { UnitSuffix unit; };                                // 元/美元
struct DecimalOf { int digits; };
struct NamedType { Name name; };                                      // a `type`, or an entity: a reference
struct Type {
  std::variant<BasicType, OneOf, SetOf, QuantityOf, UnitPrice, DecimalOf, NamedType> node;
  Span span;
};

// ---- Declarations ---------------------------------------------------------------------------------------------------

struct DateRange { std::optional<Date> from, to; Span span; };

struct Use { std::string path; };
struct RoundingRule { Rounding mode; ExprId unit; Span span; };       // rounding half up to 0.01元
struct ClauseRange { std::string from, to; Span span; };              // `7`, `1 to 30`, `"2/(四)"`; to == from for one
struct Document {
  std::optional<Label> issuer, source;
  std::optional<DateRange> in_force;
  std::vector<ClauseRange> clauses, qualitative;
  std::optional<RoundingRule> rounding;
};
struct TypeAlias { Type type; };
struct ValueRange { ExprId from, to; Span span; };
struct Field {
  Name name;
  std::optional<Label> label;
  Type type;
  bool key = false, required = false, may_be_negative = false, as_ratio = false;
  std::optional<UnitSuffix> unit;                                     // money in 万元, percent in %
  std::optional<ValueRange> range;                                    // from 0% to 100%
  std::optional<int> digits;
  std::optional<ExprId> fallback;                                     // default 0元
  std::optional<Label> decided_by;
  Span span;
};
struct Entity { std::vector<Field> fields; };
struct DatedValue { std::optional<Date> from; ExprId value; Span span; };  // from missing: holds always
struct Parameter { std::optional<Type> type; std::vector<DatedValue> values; bool external = false; };
struct Let { std::optional<Name> entity; ExprId value; struct ExceptWhen; std::vector<ExceptWhen> exceptions; };
struct Let::ExceptWhen { std::optional<Name> name; std::optional<Label> label; ExprId value, when; std::vector<ExceptWhen> exceptions; Span span; };
struct Function { std::vector<std::pair<Name, Type>> parameters; Type result; ExprId value; };
struct TableColumn { Name name; Type type; };
enum class TablePolicy { unique, highest, sum };
struct TableRow { Exprs cells; std::vector<std::optional<CompareOp>> ops; Span span; };  // `<= 2.0升`: op and bound
struct Table { std::vector<TableColumn> inputs; Type result; TablePolicy policy; Names header; std::vector<TableRow> rows; std::optional<Label> from; };
struct List { Type type; Label from; std::optional<Label> column; };

struct Cites { Name document; std::string clause; std::vector<Label> fragments; Span span; };
struct Dated { Name field; };
struct Require { std::optional<Name> name; std::optional<Label> label; ExprId test; std::optional<ExprId> unless; Span span; };
struct MeasureLet { Name name; std::optional<Label> label; Let let; Span span; };
struct Pay { ExprId amount; Span span; };
enum class LimitPeriod { per_year, in_total };
/// `limit 100万元 per uscc per year`; `once per K`: amount empty; `of` names measures in a limit that stands alone.
struct Limit { std::optional<ExprId> amount; Names of; Names keys; std::optional<LimitPeriod> period; bool once = false; Span span; };
struct SharePart { Name name; std::optional<ExprId> value; };         // no value: `rest`
struct Share { std::vector<SharePart> parts; Span span; };
struct PaidFrom { Name pool; std::optional<Name> share; Span span; };
struct NoVersion { DateRange range; };
struct InForce { DateRange range; };
struct MeasureRounding { RoundingRule rule; };
struct Version;
using MeasureClause = std::variant<Cites, Dated, InForce, Require, MeasureLet, Pay, Limit, Share, PaidFrom, MeasureRounding, Version, NoVersion>;
struct Version { std::optional<Name> name; std::optional<DateRange> in_force; std::vector<MeasureClause> clauses; Span span; };
struct Measure { Name entity; std::vector<MeasureClause> clauses; };

enum class Exhausted { stop, partial, prorate };
struct Quota { Name category; std::vector<MatchArm> arms; Span span; };
struct Pool { std::vector<Cites> cites; std::optional<ExprId> total; std::optional<Name> order_by; std::optional<Exhausted> exhausted; std::optional<Quota> quota; std::optional<DateRange> in_force; };
enum class ChooseKind { highest, first };
struct Choose { ChooseKind kind; Names measures; Names keys; };

struct Reach {
  std::optional<ExprId> value;                                        // alone: a yes or no, or a milestone (`reach opened by D`)
  std::optional<CompareOp> op;
  std::optional<ExprId> threshold, to, about, within;
  std::optional<Date> by;
  std::optional<DateRange> during;
  bool each_year = false, tentative = false;
  std::optional<Name> for_each, in_list;
  Span span;
};
struct Target { Name entity; std::vector<Cites> cites; std::optional<Name> dated; std::vector<Reach> reach; };

// ---- Scenarios ------------------------------------------------------------------------------------------------------

struct GivenValue { Name field; ExprId value; std::optional<Name> of = {}; };  // `of`: a reference or an entity, household.district
struct PaidBefore { ExprId amount; std::optional<Date> by; };           // paid 4125万元 by 2023-12-31
struct Given { std::vector<GivenValue> values; std::optional<Date> as_of; std::optional<PaidBefore> paid; Span span; };
struct Expect {
  Name status;                                                        // eligible, 不符合, …
  std::optional<ExprId> pays, ceiling;
  std::vector<std::pair<Name, ExprId>> shares;                        // share city 12万元
  std::vector<Name> because;                                          // `growth`, `division_by_zero@intensity` in quotes or not
  std::optional<ExprId> reach;                                        // of targets: the value, which goal, which group
  std::optional<Date> by;
  std::vector<Name> group;                                            // `2024`, `xuanwu`
  Span span;
};
struct ScenarioStep { std::variant<Given, Expect> node; };
struct Scenario { Name measure; std::vector<ScenarioStep> steps; };
struct ScenarioTable {
  struct Row { std::vector<std::optional<ExprId>> inputs, outputs; Span span; std::optional<Label> label = {}; };
  Name measure;
  Names inputs, outputs;
  std::vector<Row> rows;
  std::optional<Label> from = {};                                       // "cases.xlsx": where the rows stand
};

// ---- Programs -------------------------------------------------------------------------------------------------------

/// One declaration: `measure export_credit_premium "出口信用保险保费支持" for Exporter { … }`.
struct Item {
  std::optional<Name> name;
  std::optional<Label> label;
  std::variant<Use, Document, TypeAlias, Entity, Parameter, Let, Function, Table, List, Measure, Limit, Pool, Choose, Target,
               Scenario, ScenarioTable> node;
  Span span;
};

struct Comment { Span span; };

/// One file.
struct File {
  text::SourceId source;
  std::optional<int> version;                                         // `huice 1`
  std::vector<Item> items;
  std::vector<Comment> comments;
};

/// All files of a program, in order; they share one arena of expressions.
struct Tree {
  std::vector<File> files;
  Store<Expr> exprs;
};

}  // namespace huice::syntax
