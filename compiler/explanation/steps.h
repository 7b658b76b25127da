// From a trace to lines of reasoning: which values were read, and how one led to the next.
#pragma once
#include <string>
#include <vector>

#include "compiler/explanation/explanation.h"
#include "compiler/explanation/source_text.h"

namespace huice::explanation {

/// Writes expressions of one decided row, from the values its trace holds.
class Narrator {
 public:
  Narrator(const program::Program& program, const rules::Entity& entity, const catalogue::Measure& words,
           const reference::Trace& trace, Language language)
      : program_(program),
        rules_(program.rules),
        entity_(entity),
        words_(words),
        trace_(trace),
        language_(language),
        source_(program.rules, program.sources) {}

  const SourceText& source() const { return source_; }
  /// The value of an evaluated expression as shown; `[missing]`, `[division_by_zero]` where there is none.
  std::string shown(rules::ExprId expr) const;
  std::string shown(const reference::Traced& traced, const rules::Type& type, const rules::CellUnit* unit = nullptr) const;
  /// A condition's `test`, or either it or its `unless`.
  Part condition(rules::ExprId test, std::optional<rules::ExprId> unless) const;
  std::string condition_text(rules::ExprId test, std::optional<rules::ExprId> unless) const;
  /// The arithmetic below and including `expr`, innermost first; a lone name or literal gives none or one step.
  std::vector<Step> steps(rules::ExprId expr) const;
  /// `expr` with its names replaced by their values.
  std::string with_values(rules::ExprId expr) const;
  std::string result(rules::ExprId expr) const;
  bool evaluated(rules::ExprId expr) const { return trace_.values.contains(expr); }

 private:
  bool known(rules::ExprId expr) const;
  Part part(rules::ExprId expr) const;
  void flatten(rules::LogicOp op, rules::ExprId expr, std::vector<Part>& parts) const;
  bool same_chain(rules::ExprId whole, rules::ExprId part) const;
  void add_operand_steps(rules::ExprId whole, rules::ExprId part, std::vector<Step>& steps) const;
  std::string short_text(rules::ExprId expr) const;
  std::string with_operands(rules::ExprId expr) const;
  std::string with_sides(rules::ExprId expr) const;
  std::string chosen_arm(const rules::MatchValue& match) const;
  std::string chosen_arm(const rules::MatchCondition& match) const;
  std::string chosen_band(const rules::MatchCondition& match, rules::Span scale) const;
  std::string formula(rules::ExprId expr, rules::ExprId by, rules::Span scale) const;
  std::optional<Step> step(rules::ExprId expr) const;
  void add_steps(rules::ExprId expr, std::vector<Step>& steps) const;
  const rules::CellUnit* unit_of(const rules::Expr& expr) const;

  const program::Program& program_;
  const rules::Program& rules_;
  const rules::Entity& entity_;
  const catalogue::Measure& words_;
  const reference::Trace& trace_;
  Language language_;
  SourceText source_;
};

}  // namespace huice::explanation
