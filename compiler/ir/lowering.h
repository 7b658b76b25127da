// Inside from_rules: one measure while it is being lowered. arithmetic.cpp, logic.cpp, match.cpp, names.cpp lower
// expressions, ceilings.cpp evaluates them in intervals, decision.cpp makes the outputs.
#pragma once
#include <map>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/ir/builder.h"
#include "compiler/ir/codes.h"
#include "compiler/ir/from_rules.h"
#include "compiler/ir/numbers.h"
#include "compiler/rules/sites.h"

namespace huice::ir {

/// Whole months and whole days; one of the two is 0.
struct Months { ValueId months, days; };
/// A ValueId is a mask, a text, a day, a second or a choice's code, as the expression's type says.
using Data = std::variant<Number, ValueId, Months>;

/// Fields whose absence makes an expression missing, ascending, each with the rows where it does.
using Absences = std::vector<std::pair<rules::FieldIndex, ValueId>>;

/// An expression in columns. Row by row it is in error where `fault` is set, else missing where any absence is, else known.
struct Lowered {
  Data data;          // where known
  ValueId fault;
  ValueId code;       // a number: the first error, where `fault`
  Absences absences;  // rubbish where `fault`
  ValueId capped;     // some `at most` over a decided value took its bound on the way; where known
  ValueId value() const { return std::get<ValueId>(data); }
  const Number& number() const { return std::get<Number>(data); }
};

/// What a number can be while decided fields are open (docs/language.md, "ceiling").
struct Reach {
  Number lo, hi;            // where finite
  ValueId lo_open, hi_open; // masks: no lower end, no upper end
  ValueId none;             // mask: an error, or something missing that no authority decides
};

class Lowering {
 public:
  Lowering(const rules::Program& program, const rules::Measure& measure, const Layouts& layouts, Function& function);
  void decide();

 private:
  // names.cpp, from_rules.cpp
  Lowered lower(rules::ExprId id);
  Lowered node(const rules::Number&, const rules::Expr&);
  Lowered node(const rules::Boolean&, const rules::Expr&);
  Lowered node(const rules::Text&, const rules::Expr&);
  Lowered node(const rules::DateValue&, const rules::Expr&);
  Lowered node(const rules::DateTimeValue&, const rules::Expr&);
  Lowered node(const rules::PeriodValue&, const rules::Expr&);
  Lowered node(const rules::ChoiceValue&, const rules::Expr&);
  Lowered node(const rules::SetValue&, const rules::Expr&);
  Lowered node(const rules::FieldValue&, const rules::Expr&);
  Lowered node(const rules::LetValue&, const rules::Expr&);
  Lowered node(const rules::ParameterValue&, const rules::Expr&);
  // arithmetic.cpp
  Lowered node(const rules::Negate&, const rules::Expr&);
  Lowered node(const rules::Arithmetic&, const rules::Expr&);
  Lowered node(const rules::Bound&, const rules::Expr&);
  Lowered node(const rules::Rounded&, const rules::Expr&);
  Lowered node(const rules::ShiftDate&, const rules::Expr&);
  Lowered node(const rules::DaysBetween&, const rules::Expr&);
  Lowered node(const rules::DayOf&, const rules::Expr&);
  // calendar.cpp
  Lowered node(const rules::Calendar&, const rules::Expr&);
  Lowered make_date(const rules::Calendar&);
  // logic.cpp
  Lowered node(const rules::Compare&, const rules::Expr&);
  Lowered node(const rules::In&, const rules::Expr&);
  Lowered node(const rules::Contains&, const rules::Expr&);
  Lowered node(const rules::StartsWith&, const rules::Expr&);
  Lowered node(const rules::TestsText&, const rules::Expr&);
  Lowered node(const rules::IsGiven&, const rules::Expr&);
  Lowered node(const rules::Default&, const rules::Expr&);
  Lowered node(const rules::Not&, const rules::Expr&);
  Lowered node(const rules::Logic&, const rules::Expr&);
  Lowered conjunction(const Lowered& left, const Lowered& right);
  Lowered disjunction(const Lowered& left, const Lowered& right);
  // match.cpp
  Lowered node(const rules::MatchValue&, const rules::Expr&);
  Lowered node(const rules::MatchCondition&, const rules::Expr&);
  Lowered node(const rules::Fail&, const rules::Expr&);
  Data nothing(rules::Kind kind);
  struct Chosen { std::vector<ValueId> arms; ValueId otherwise; };  // masks; of rows whose selector is known
  Chosen chosen(const rules::MatchValue& match, const Lowered& selector);

  // ceilings.cpp
  Reach reach(rules::ExprId id);
  Reach compute(rules::ExprId id);
  Reach point(const Lowered& known);
  Reach everything(const Lowered& outcome);
  Reach reach_of(const rules::FieldValue&, rules::ExprId);
  Reach reach_of(const rules::LetValue&, rules::ExprId);
  Reach reach_of(const rules::Negate&, rules::ExprId);
  Reach reach_of(const rules::Arithmetic&, rules::ExprId);
  Reach reach_of(const rules::Bound&, rules::ExprId);
  Reach reach_of(const rules::Rounded&, rules::ExprId);
  Reach reach_of(const rules::Default&, rules::ExprId);
  Reach reach_of(const rules::MatchValue&, rules::ExprId);
  Reach reach_of(const rules::MatchCondition&, rules::ExprId);
  template <class Node>
  Reach reach_of(const Node&, rules::ExprId id) { return everything(lower(id)); }

  // decision.cpp
  struct Amount { Lowered outcome; ValueId units; };  // units: a count of rounding units
  Lowered condition(size_t index);
  Amount pay();
  void bound(Amount& amount, rules::BoundKind kind, rules::ExprId limit, bool caps);
  struct Ceiling { ValueId units, known; };
  Ceiling ceiling();
  ValueId applicable_date(Absences& absences);
  ValueId outside(const rules::DateRange& range, ValueId date);
  void output(OutputKind kind, ValueId value, uint32_t index = 0);

  // Rows of a lowered expression.
  ValueId absent(const Lowered& x);
  ValueId known(const Lowered& x);
  ValueId absent_undecidable(const Lowered& x);  // for want of something that no authority decides
  bool decided(rules::FieldIndex field) const { return entity_.fields[field].decided(); }

  Lowered constant(Data data);
  /// What an operator over both inherits: the first error, else all that is missing.
  void inherit(Lowered& into, const Lowered& from);
  /// Only where `mask` is set does `x` count.
  void gate(Lowered& x, ValueId mask);
  void add_fault(Lowered& into, ValueId mask, ValueId code);
  ValueId code(Fault fault) { return make_.number(error_code(fault, site_)); }
  Data pick(ValueId mask, const Data& yes, const Data& no);
  ValueId equal(const Data& left, const Data& right);
  uint32_t column(rules::FieldIndex field);
  ValueId day_of(const Lowered& instant, rules::Kind kind);

  const rules::Program& program_;
  const rules::Measure& measure_;
  const rules::Entity& entity_;
  const Layouts& layouts_;
  const rules::Sites sites_;
  const std::vector<rules::FieldIndex> inputs_;
  Function& function_;
  Builder make_;
  uint16_t site_ = rules::Sites::pay;
  ValueId date_;  // the applicable date, in days
  std::map<rules::FieldIndex, uint32_t> columns_;
  std::map<std::pair<rules::ExprId, uint16_t>, Lowered> lowered_;  // by expression and site
  std::map<rules::LetId, Lowered> lets_;
  std::map<std::pair<rules::ExprId, uint16_t>, Reach> reaches_;
};

}  // namespace huice::ir
