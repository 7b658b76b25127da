// Evaluates expressions for one row. Every operand of an operator is evaluated; only the arms of a `match`, its conditions
// after the chosen one, and the fallback of a `default` wait until they are needed.
#pragma once
#include <deque>
#include <optional>
#include <vector>

#include "compiler/reference/decide.h"
#include "compiler/reference/evaluated.h"
#include "compiler/reference/prepared.h"

namespace huice::reference {

/// Numbers made on the way to a decision. They stay in place until `reset`, which keeps their memory for the next row.
class Numbers {
 public:
  Rational& next() {
    if (used_ == items_.size()) items_.emplace_back();
    return items_[used_++];
  }
  void reset() { used_ = 0; }

 private:
  std::deque<Rational> items_;
  size_t used_ = 0;
};

class Evaluator {
 public:
  Evaluator(const Prepared& prepared, Trace* trace);

  /// The row's cells, by field; whoever sets them keeps their numbers and texts alive. `clear` starts a new row.
  std::vector<std::optional<View>> cells;
  std::optional<Date> date;  // the applicable date, once known
  void clear();

  /// Errors are laid at `site` unless they happen inside a let or a parameter.
  Evaluated evaluate_at(uint16_t site, rules::ExprId expr);
  Evaluated evaluate(rules::ExprId expr);

  const Prepared& prepared;
  Trace* const trace;
  Numbers numbers;

 private:
  /// `combine` has the outcome of the left operand, `visit` is for everything that has none.
  Evaluated visit(const rules::Expr& expr);
  Evaluated combine(rules::ExprId id, Evaluated left);
  void record(rules::ExprId id, const Evaluated& outcome);
  Evaluated arithmetic(const rules::Arithmetic&, const Evaluated& left);
  Evaluated bound(const rules::Bound&, bool caps, const Evaluated& value);
  Evaluated rounded(const rules::Rounded&, Evaluated value);
  Evaluated logic(const rules::Logic&, const Evaluated& left);
  Evaluated node(const rules::Number&);
  Evaluated node(const rules::Boolean&);
  Evaluated node(const rules::Text&);
  Evaluated node(const rules::DateValue&);
  Evaluated node(const rules::DateTimeValue&);
  Evaluated node(const rules::PeriodValue&);
  Evaluated node(const rules::ChoiceValue&);
  Evaluated node(const rules::SetValue&);
  Evaluated node(const rules::FieldValue&);
  Evaluated node(const rules::LetValue&);
  Evaluated node(const rules::ParameterValue&);
  Evaluated node(const rules::Negate&);
  Evaluated node(const rules::ShiftDate&);
  Evaluated node(const rules::DaysBetween&);
  Evaluated node(const rules::DayOf&);
  Evaluated node(const rules::Calendar&);
  Evaluated node(const rules::Compare&);
  Evaluated node(const rules::In&);
  Evaluated node(const rules::Contains&);
  Evaluated node(const rules::StartsWith&);
  Evaluated node(const rules::TestsText&);
  Evaluated node(const rules::IsGiven&);
  Evaluated node(const rules::Default&);
  Evaluated node(const rules::Not&);
  Evaluated node(const rules::MatchValue&);
  Evaluated node(const rules::MatchCondition&);
  Evaluated node(const rules::Fail&);

  Evaluated evaluate_let(rules::LetId id);
  Evaluated fault(uint16_t kind) const { return Evaluated::failed(static_cast<uint16_t>(kind << 12 | site_)); }

  uint16_t site_ = rules::Sites::pay;
  std::vector<std::optional<Evaluated>> lets_;  // by let: what it gave for this row
  std::vector<rules::LetId> evaluated_lets_;
  std::vector<rules::ExprId> waiting_;  // operators whose left operand is being evaluated
};

/// The left operand of an operator that can be chained: `a + b + c + …` leans to the left.
std::optional<rules::ExprId> left_operand(const rules::Expr& expr);

/// The day a date or datetime falls on.
Date day_of(const View& value);

}  // namespace huice::reference
