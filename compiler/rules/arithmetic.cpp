// + - * / and `of`: dimensions, percents, percentage points, and dates with periods.
#include <cstdlib>

#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

const Type plain{};
const Type percent{.kind = Kind::number, .dimension = {}, .share = Share::percent, .choice = {}};
const Type point{.kind = Kind::number, .dimension = {}, .share = Share::point, .choice = {}};
const Type date_type{.kind = Kind::date, .dimension = {}, .share = Share::none, .choice = {}};

struct Operands {
  const syntax::Arithmetic& written;
  ExprId left, right;
  Span span;
};

/// The number as the author wrote it, where the operand is a literal: `9%`, `1`.
const syntax::Number* literal_number(const Checker& checker, syntax::ExprId id) {
  return std::get_if<syntax::Number>(&checker.tree.exprs[strip(checker, id)].node);
}

/// `1` or `100%`: the whole, from which shares are taken.
bool is_whole(const Checker& checker, syntax::ExprId written, ExprId checked) {
  return literal_number(checker, written) && number_of(checker, checked) == 1;
}

std::string_view sign(syntax::ArithmeticOp op) {
  switch (op) {
    case syntax::ArithmeticOp::add:
      return "+";
    case syntax::ArithmeticOp::subtract:
      return "-";
    case syntax::ArithmeticOp::multiply:
      return "*";
    case syntax::ArithmeticOp::divide:
      return "/";
    case syntax::ArithmeticOp::of:
      return "of";
  }
  return "";
}

diagnostics::Diagnostic& report_no_meaning(Checker& checker, const Operands& operands) {
  const bool is_of = operands.written.op == syntax::ArithmeticOp::of;
  Bilingual left = describe(checker.program, checker.type(operands.left));
  Bilingual right = describe(checker.program, checker.type(operands.right));
  auto& diagnostic = checker.report(Fault::cannot_combine, operands.written.op_span,
                                    {{"left", left.en},
                                     {"left_zh", left.zh},
                                     {"right", right.en},
                                     {"right_zh", right.zh},
                                     {"op", std::string(sign(operands.written.op))},
                                     {"op_zh", is_of ? "的" : std::string(sign(operands.written.op))}});
  return diagnostic;
}

void report_subtraction(Checker& checker, const Operands& operands) {
  const Rational& taken = number_of(checker, operands.right);
  std::string points = show(Rational(taken * 100)) + "个百分点", rest = show(Rational((1 - taken) * 100)) + "%";
  checker.report(Fault::percent_subtraction, operands.written.op_span, {{"taken", show(taken, percent)}})
      .hint("write `- " + points + "` (or pp) for percentage points, or `" + rest + " of …` for a share of the value",
            "减百分点请写“- " + points + "”，按比例减少请写“" + rest + " 的 …”");
}

// ---- Sums -----------------------------------------------------------------------------------------------------------

/// The type of `left ± right` for dimensionless numbers; nothing after a report.
std::optional<Type> type_of_shares(Checker& checker, const Operands& operands) {
  const bool minus = operands.written.op == syntax::ArithmeticOp::subtract;
  const Share left = checker.type(operands.left).share, right = checker.type(operands.right).share;
  const bool left_whole = is_whole(checker, operands.written.left, operands.left);
  const bool right_whole = is_whole(checker, operands.written.right, operands.right);
  const bool right_literal = literal_number(checker, operands.written.right) != nullptr;
  if (left == Share::none && right == Share::none) return plain;
  if (left == Share::point && right == Share::point) return point;
  if (left == Share::percent && right == Share::point) return percent;
  if (left == Share::point && right == Share::percent && !minus) return percent;
  if (left == Share::percent && right != Share::point && minus && right_literal && !right_whole) {
    report_subtraction(checker, operands);
    return {};
  }
  if (left == Share::percent && right == Share::percent) return minus && !left_whole && !right_whole ? point : percent;
  if (left == Share::percent && right == Share::none && right_whole) return percent;
  if (left == Share::none && right == Share::percent && left_whole) return percent;
  auto& diagnostic = report_no_meaning(checker, operands);
  if (left == Share::point || right == Share::point) {
    diagnostic.hint("percentage points are added to or taken from percents", "百分点只能与比例相加减");
  } else {
    diagnostic.hint("write both as percents, or both as plain numbers", "请将两边都写成比例，或都写成数");
  }
  return {};
}

ArithmeticOp op_of(syntax::ArithmeticOp op) {
  switch (op) {
    case syntax::ArithmeticOp::add:
      return ArithmeticOp::add;
    case syntax::ArithmeticOp::subtract:
      return ArithmeticOp::subtract;
    case syntax::ArithmeticOp::divide:
      return ArithmeticOp::divide;
    case syntax::ArithmeticOp::multiply:
    case syntax::ArithmeticOp::of:
      break;
  }
  return ArithmeticOp::multiply;
}

Maybe make_number(Checker& checker, const Operands& operands, const Type& type) {
  ArithmeticOp op = op_of(operands.written.op);
  Range range = compute(op, checker.expr(operands.left).range, checker.expr(operands.right).range);
  return make(checker, Arithmetic{op, operands.left, operands.right}, type, operands.span, range);
}

Maybe check_sum(Checker& checker, const Operands& operands) {
  const Type left = checker.type(operands.left), right = checker.type(operands.right);
  if (left.dimension != right.dimension) {
    auto& diagnostic = report_no_meaning(checker, operands);
    hint_unit(checker, diagnostic, operands.left, right);
    hint_unit(checker, diagnostic, operands.right, left);
    hint_exchange(diagnostic, left, right);
    if (diagnostic.hints.empty()) {
      diagnostic.hint("only like and like add up; a unit price makes money of a quantity: `50亩 * 800元/亩`",
                      "同类的量才能相加减；数量乘以单价得金额，如“50亩 × 800元/亩”");
    }
    return {};
  }
  if (!left.dimension.none()) return make_number(checker, operands, left);
  auto type = type_of_shares(checker, operands);
  if (!type) return {};
  return make_number(checker, operands, *type);
}

// ---- Products and quotients -----------------------------------------------------------------------------------------

bool is_reasonable(const Dimension& dimension) {
  constexpr int most = 9;
  for (auto power : dimension.powers) {
    if (std::abs(power.exponent) > most) return false;
  }
  return true;
}

std::optional<Type> type_of_product(const Type& left, const Type& right) {
  Type type;
  type.dimension = multiply(left.dimension, right.dimension);
  if (!type.dimension.none()) return type;
  if (!left.dimension.none()) return percent;  // 元/亩 · 亩/元
  if (left.share == Share::point && right.share == Share::point) return {};
  if (left.share == Share::point || right.share == Share::point) return point;
  return left.share == Share::none && right.share == Share::none ? plain : percent;
}

/// `bare`: one side is a number without a unit, as in `n / 2`: no share of anything.
Type type_of_quotient(const Type& left, const Type& right, bool bare) {
  Type type;
  type.dimension = divide(left.dimension, right.dimension);
  if (!type.dimension.none()) return type;
  if (!left.dimension.none()) return percent;
  if (left.share == Share::none) return right.share == Share::none && !bare ? percent : plain;
  return left.share == Share::point && right.share == Share::none ? point : percent;
}

Maybe check_product(Checker& checker, const Operands& operands) {
  const Type left = checker.type(operands.left), right = checker.type(operands.right);
  if (operands.written.op == syntax::ArithmeticOp::of && !left.dimension.none()) {
    report_no_meaning(checker, operands)
        .hint("`of` takes a percent of a value: `10% of x`", "“的”表示取一部分，如“10% 的 x”");
    return {};
  }
  auto type = product_type(left, right);
  if (!type) {
    report_no_meaning(checker, operands);
    return {};
  }
  return make_number(checker, operands, *type);
}

Maybe check_quotient(Checker& checker, const Operands& operands) {
  const Type left = checker.type(operands.left), right = checker.type(operands.right);
  const Range& divisor = checker.expr(operands.right).range;
  if (divisor.lo && divisor.hi && *divisor.lo == 0 && *divisor.hi == 0) {
    checker.report(Fault::zero_divisor, checker.expr(operands.right).span);
    return {};
  }
  auto unitless = [&](syntax::ExprId id) {
    auto* number = literal_number(checker, id);
    return number && (!number->suffix || number->suffix->unit.empty());
  };
  Type type = type_of_quotient(left, right, unitless(operands.written.left) || unitless(operands.written.right));
  if (!is_reasonable(type.dimension)) {
    report_no_meaning(checker, operands);
    return {};
  }
  return make_number(checker, operands, type);
}

// ---- Dates ----------------------------------------------------------------------------------------------------------

bool is_day(Kind kind) { return kind == Kind::date || kind == Kind::datetime; }

Maybe check_shift(Checker& checker, const Operands& operands) {
  bool back = operands.written.op == syntax::ArithmeticOp::subtract;
  Maybe day = day_of(checker, operands.left);
  if (!day) return {};
  return make(checker, ShiftDate{*day, operands.right, back}, date_type, operands.span);
}

Maybe check_days(Checker& checker, const Operands& operands) {
  Maybe later = day_of(checker, operands.left), earlier = day_of(checker, operands.right);
  if (!later || !earlier) return {};
  // 0001-01-01 to 9999-12-31
  constexpr int most_days = 3652058;
  return make(checker, DaysBetween{*later, *earlier}, plain, operands.span, {Rational(-most_days), Rational(most_days)});
}

}  // namespace

std::optional<Type> product_type(const Type& left, const Type& right) {
  auto type = type_of_product(left, right);
  if (!type || !is_reasonable(type->dimension)) return {};
  return type;
}

Maybe check_arithmetic(Checker& checker, const Scope& scope, const syntax::Arithmetic& node, Span span) {
  Maybe first = check(checker, scope, node.left), second = check(checker, scope, node.right);
  if (!first || !second) return {};
  Operands operands{node, *first, *second, span};
  const Kind left = checker.type(*first).kind, right = checker.type(*second).kind;
  const bool plus = node.op == syntax::ArithmeticOp::add, minus = node.op == syntax::ArithmeticOp::subtract;
  if (left == Kind::number && right == Kind::number) {
    if (plus || minus) return check_sum(checker, operands);
    return node.op == syntax::ArithmeticOp::divide ? check_quotient(checker, operands) : check_product(checker, operands);
  }
  if (is_day(left) && right == Kind::period && (plus || minus)) return check_shift(checker, operands);
  if (is_day(left) && is_day(right) && minus) return check_days(checker, operands);
  report_no_meaning(checker, operands);
  return {};
}

}  // namespace huice::rules
