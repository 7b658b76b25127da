// Types that do not fit each other: which do, and what to say of those that do not.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"

namespace huice::rules {

std::optional<Type> unify(const Type& a, const Type& b) {
  if (a == b) return a;
  bool numbers = a.kind == Kind::number && b.kind == Kind::number && a.dimension == b.dimension;
  if (!numbers || a.share == Share::point || b.share == Share::point) return {};
  Type percent;
  percent.share = Share::percent;
  return percent;
}

namespace {

diagnostics::Diagnostic& mismatch(Checker& checker, Span span, const Type& found, const Type& wanted) {
  Bilingual is = describe(checker.program, found), should = describe(checker.program, wanted);
  return checker.report(Fault::type_mismatch, span,
                        {{"found", is.en}, {"found_zh", is.zh}, {"wanted", should.en}, {"wanted_zh", should.zh}});
}

}  // namespace

void report_mismatch(Checker& checker, Span span, const Type& found, const Type& wanted) {
  mismatch(checker, span, found, wanted);
}

void report_mismatch(Checker& checker, ExprId found, const Type& wanted) {
  auto& diagnostic = mismatch(checker, checker.expr(found).span, checker.type(found), wanted);
  hint_unit(checker, diagnostic, found, wanted);
  hint_exchange(diagnostic, checker.type(found), wanted);
}

void hint_unit(const Checker& checker, diagnostics::Diagnostic& diagnostic, ExprId value, const Type& wanted) {
  const Expr& expr = checker.expr(value);
  const bool bare = expr.type == Type{} && std::holds_alternative<Number>(expr.node);
  if (!bare || wanted.kind != Kind::number || wanted.dimension.none()) return;
  std::string unit = to_string(wanted.dimension);
  diagnostic.hint("write the unit: `" + unit + "`", "请写明单位，如“" + unit + "”");
}

bool lacks_percent_sign(Checker& checker, ExprId number, const Type& other) {
  const Expr& expr = checker.expr(number);
  auto* bare = std::get_if<Number>(&expr.node);
  if (!bare || expr.type != Type{} || other.share != Share::percent || bare->value <= 1) return false;
  const std::string written = show(bare->value), meant = written + "%", is = show(bare->value, other);
  checker.report(Fault::percent_without_sign, expr.span, {{"value", written}, {"percent", is}})
      .hint("write `" + meant + "`; where it is meant, `" + is + "`", "请写“" + meant + "”；确有此意时写“" + is + "”");
  return true;
}

/// Only beside what is declared a percent: a quotient may well be compared with 2.
bool lacks_percent_sign(Checker& checker, ExprId left, ExprId right) {
  const auto declared = [&](ExprId id) {
    const Expr* expr = &checker.expr(id);
    if (auto* defaulted = std::get_if<Default>(&expr->node)) expr = &checker.expr(defaulted->value);
    return std::holds_alternative<FieldValue>(expr->node) || std::holds_alternative<ParameterValue>(expr->node);
  };
  return (declared(left) && lacks_percent_sign(checker, right, checker.type(left))) ||
         (declared(right) && lacks_percent_sign(checker, left, checker.type(right)));
}

void hint_exchange(diagnostics::Diagnostic& diagnostic, const Type& one, const Type& other) {
  const bool meet = one.kind == Kind::number && other.kind == Kind::number && is_money(one.dimension) &&
                    is_money(other.dimension) && one.dimension != other.dimension;
  if (!meet) return;
  const Dimension yuan = find_unit("元")->dimension;
  const bool first = one.dimension != yuan;
  const std::string rate = to_string(divide(first ? other.dimension : one.dimension, first ? one.dimension : other.dimension));
  diagnostic.hint("convert it with a dated rate: `parameter rate \"its basis\" : " + rate + " { from DATE: … }`, then `amount * rate`",
                  "请用带日期的汇率折算：“参数 汇率 \"依据\"：" + rate + " { 自 日期：… }”，再写“金额 × 汇率”");
}

}  // namespace huice::rules
