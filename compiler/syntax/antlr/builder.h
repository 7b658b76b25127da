// ANTLR's contexts → tree.h, by one ordinary function a rule. A context may lack what followed an error; what can't be
// built is left out, or is Broken where an expression must stand. The functions lie in files by area: names, numbers,
// operands, operators, types, declarations, tables, measures, targets, scenarios.
#pragma once
#include <initializer_list>
#include <optional>
#include <span>
#include <string>

#include "PolicyParser.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/antlr/lexing.h"
#include "compiler/syntax/tree.h"

namespace huice::syntax::antlr {

class Builder {
 public:
  using P = PolicyParser;
  Builder(const Text& text, Tree& tree, diagnostics::Sink& sink);

  std::optional<int> version(P::VersionLineContext* context);
  std::optional<Item> item(P::ItemContext* context);

  using Row = std::vector<P::CellContext*>;
  struct Rows { std::vector<Row> rows; std::vector<Span> spans; };  // the first is the header
  Rows rows(P::GridContext* context);

 private:
  // spans and names
  Span span(const antlr4::ParserRuleContext* context) const;
  Span span(antlr4::tree::TerminalNode* token) const { return text_.span(*token->getSymbol()); }
  template <class T>
  static bool whole(const T* context) { return context != nullptr && !context->exception; }
  Name name(P::NameContext* context);
  std::optional<Name> optional_name(P::NameContext* context);
  Names names(P::NamesContext* context);
  std::string text(antlr4::tree::TerminalNode* string) const;  // without quotes
  Label label(P::LabelContext* context);
  std::optional<Label> optional_label(P::LabelContext* context);

  // numbers, units, dates
  ExprId number(antlr4::tree::TerminalNode* token, P::UnitPartContext* per);
  std::optional<Number> read_number(antlr4::tree::TerminalNode* token);
  std::optional<int> small_number(antlr4::tree::TerminalNode* token, int lowest, int highest);
  UnitSuffix unit(P::UnitPartContext* over, P::UnitPartContext* under);
  UnitSuffix unit(P::UnitContext* context);
  bool read_unit(P::UnitPartContext* context, int64_t& magnitude, std::string& unit);
  void unknown_unit(Span span, const std::string& word);
  std::optional<Date> date(antlr4::tree::TerminalNode* token);
  std::optional<Date> date(P::DateContext* context);
  std::optional<DateTime> datetime(antlr4::tree::TerminalNode* token);
  DateRange date_range(P::DateRangeContext* context);
  void bad_date(Span span);

  // expressions
  template <class Node>
  ExprId add(Node node, Span span, std::span<const ExprId> children);
  template <class Node>
  ExprId add(Node node, Span span, std::initializer_list<ExprId> children = {}) {
    return add(std::move(node), span, std::span<const ExprId>(children.begin(), children.size()));
  }
  ExprId broken(Span span) { return add(Broken{}, span); }
  ExprId expression(P::ExpressionContext* context);
  ExprId negation(P::NegationContext* context);
  ExprId comparison(P::ComparisonContext* context);
  ExprId compare(P::ComparisonTailContext* tail, ExprId left);
  CompareOp compare_op(P::CompareOpContext* context);
  ExprId bounded(P::BoundedContext* context);
  ExprId sum(P::SumContext* context);
  ExprId product(P::ProductContext* context);
  ExprId factor(P::FactorContext* context);
  ExprId negate(size_t times, Span from, ExprId operand);
  ExprId constant(P::ConstantContext* context);
  ExprId postfix(P::PostfixContext* context);
  ExprId fallback(P::PostfixTailContext* tail);
  ExprId moment(P::MomentContext* context);
  ExprId operand(P::OperandContext* context);
  ExprId name_operand(P::OperandContext* context);
  ExprId aggregate(AggregateKind kind, P::ArgumentsContext* arguments, Span span);
  ExprId match(P::OperandContext* context);
  MatchArm arm(P::MatchArmContext* context);
  ExprId scale(P::OperandContext* context);
  ScaleStep step(P::ScaleStepContext* context);
  Span span_of(ExprId id) const { return tree_.exprs[id].span; }
  Exprs expressions(const std::vector<P::ExpressionContext*>& contexts);

  // types and declarations
  Type type(P::TypeContext* context);
  std::optional<BasicType> basic_type(P::BasicTypeContext* context);
  std::optional<Field> field(P::FieldContext* context);
  void option(P::FieldOptionContext* context, Field& field);
  Document document(P::DocumentContext* context);
  void clause(P::DocumentClauseContext* context, Document& document);
  ClauseRange clause_range(P::ClauseRangeContext* context);
  std::string clause_number(antlr4::tree::TerminalNode* number, antlr4::tree::TerminalNode* string, antlr4::tree::TerminalNode* numbered);
  RoundingRule rounding(P::RoundingContext* context);
  Rounding rounding_mode(P::RoundingModeContext* context);
  Entity entity(P::EntityContext* context);
  Parameter parameter(P::ParameterContext* context);
  Let let(P::TopLetContext* context);
  std::vector<Let::ExceptWhen> exceptions(const std::vector<P::ExceptClauseContext*>& contexts);
  Function function(P::FunctionContext* context);
  List list(P::ListContext* context);
  bool first_time(bool already, antlr4::ParserRuleContext* clause);

  // tables
  void row_width(Span span, size_t found, size_t expected);
  Name header(P::CellContext* context);
  ExprId cell(P::CellContext* context);
  Table table(P::TableContext* context);
  ScenarioTable scenario_table(P::ScenarioContext* context);

  // measures, pools, targets, scenarios
  Measure measure(P::MeasureContext* context);
  std::vector<MeasureClause> clauses(const std::vector<P::MeasureClauseContext*>& contexts);
  std::optional<MeasureClause> clause(P::MeasureClauseContext* context);
  Cites cites(P::CitesContext* context);
  Require require(P::RequireContext* context);
  MeasureLet let(P::MeasureLetContext* context);
  Limit limit(P::LimitContext* context);
  std::optional<LimitPeriod> period(P::LimitPeriodContext* context);
  Share share(P::ShareContext* context);
  PaidFrom paid_from(P::PaidFromContext* context);
  Version version(P::VersionContext* context);
  std::optional<Limit> limit_of(P::LimitOfContext* context);
  Pool pool(P::PoolContext* context);
  void clause(P::PoolClauseContext* context, Pool& pool);
  Choose choose(P::ChooseContext* context);
  Target target(P::TargetContext* context);
  Reach reach(P::ReachContext* context);
  void option(P::ReachOptionContext* context, Reach& reach);
  Scenario scenario(P::ScenarioContext* context);
  Given given(P::StepContext* context);
  Expect expect(P::StepContext* context);
  std::vector<Name> group(P::GroupContext* context);
  Name reason(P::ReasonContext* context);

  /// Name, label and node of a declaration whose context has both.
  template <class Context, class Node>
  std::optional<Item> declaration(Context* context, Node node);

  const Text& text_;
  Tree& tree_;
  diagnostics::Sink& sink_;
  size_t first_expr_;           // of this file
  std::vector<uint16_t> depth_;  // of each expression of this file; above the limit: replaced by Broken
};

template <class Node>
ExprId Builder::add(Node node, Span span, std::span<const ExprId> children) {
  size_t depth = 0;
  for (const ExprId child : children) {
    if (!child.valid()) continue;
    const size_t below = depth_[child.value - first_expr_];
    if (below > deepest_expression) return child;
    depth = std::max(depth, below);
  }
  if (depth + 1 > deepest_expression) {
    sink_.report(diagnostics::Kind::expression_too_deep, span, {{"limit", std::to_string(deepest_expression)}})
        .hint("name parts of it with `let`", "请用“令”为其中部分命名");
    depth_.push_back(deepest_expression + 1);
    return tree_.exprs.add(Expr{Broken{}, span});
  }
  depth_.push_back(static_cast<uint16_t>(depth + 1));
  return tree_.exprs.add(Expr{std::move(node), span});
}

}  // namespace huice::syntax::antlr
