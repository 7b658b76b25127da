#include <variant>

#include "compiler/syntax/print.h"
#include "compiler/syntax/print_parts.h"

namespace huice::syntax {

std::string spell(CompareOp op) {
  switch (op) {
    case CompareOp::equal: return "=";
    case CompareOp::not_equal: return "!=";
    case CompareOp::less: return "<";
    case CompareOp::less_equal: return "<=";
    case CompareOp::greater: return ">";
    case CompareOp::greater_equal: return ">=";
  }
  return "?";
}

std::string spell(Rounding mode) {
  switch (mode) {
    case Rounding::half_up: return "half up";
    case Rounding::down: return "down";
    case Rounding::up: return "up";
    case Rounding::floor: return "floor";
    case Rounding::ceil: return "ceil";
  }
  return "?";
}

std::string spell(const UnitSuffix& suffix) {
  std::string result = suffix.magnitude == 1 ? suffix.unit : "×" + std::to_string(suffix.magnitude) + suffix.unit;
  if (suffix.per.empty()) return result;
  return result + "/" + (suffix.per_magnitude == 1 ? "" : "×" + std::to_string(suffix.per_magnitude)) + suffix.per;
}

namespace {

std::string_view spell(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::add: return "+";
    case ArithmeticOp::subtract: return "-";
    case ArithmeticOp::multiply: return "*";
    case ArithmeticOp::divide: return "/";
    case ArithmeticOp::of: return "of";
  }
  return "?";
}

std::string_view spell(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::sum: return "sum";
    case AggregateKind::count: return "count";
    case AggregateKind::min: return "min";
    case AggregateKind::max: return "max";
    case AggregateKind::average: return "average";
    case AggregateKind::all: return "all";
    case AggregateKind::any: return "any";
  }
  return "?";
}

std::string_view spell(ScaleKind kind) {
  switch (kind) {
    case ScaleKind::stepped: return "stepped";
    case ScaleKind::marginal: return "marginal";
    case ScaleKind::interpolated: return "interpolated";
  }
  return "?";
}

struct Printer {
  const Tree& tree;

  std::string operator()(ExprId id) const {
    return id.valid() ? std::visit(*this, tree.exprs[id].node) : "<none>";
  }
  std::string list(const Exprs& items) const {
    std::string result;
    for (const ExprId item : items) result += (result.empty() ? "" : " ") + (*this)(item);
    return result;
  }
  template <class... Parts>
  std::string form(std::string_view head, Parts... parts) const {
    std::string result = "(" + std::string(head);
    ((result += " ", result += parts), ...);
    return result + ")";
  }

  std::string operator()(const Broken&) const { return "<broken>"; }
  std::string operator()(const Number& n) const { return n.text + (n.suffix ? spell(*n.suffix) : ""); }
  std::string operator()(const TextLiteral& t) const { return "\"" + t.value + "\""; }
  std::string operator()(const Boolean& b) const { return b.value ? "true" : "false"; }
  std::string operator()(const DateLiteral& d) const { return to_string(d.value); }
  std::string operator()(const DateTimeLiteral& d) const { return "@\"" + to_string(d.value) + "\""; }
  std::string operator()(const Any&) const { return "any"; }
  std::string operator()(const SetLiteral& s) const { return "{" + list(s.items) + "}"; }
  std::string operator()(const NameUse& n) const { return n.name.text; }
  std::string operator()(const Member& m) const { return (*this)(m.object) + "." + m.field.text; }
  std::string operator()(const Via& v) const { return form("via", (*this)(v.object), v.field.text); }
  std::string operator()(const Call& c) const {
    return c.arguments.empty() ? "(call " + c.function.text + ")" : form("call", c.function.text, list(c.arguments));
  }
  std::string operator()(const Aggregate& a) const {
    if (!a.where) return form(spell(a.kind), (*this)(a.value));
    return form(spell(a.kind), (*this)(a.value), "where", (*this)(*a.where));
  }
  std::string operator()(const Match& m) const {
    std::string result = "(match" + (m.selector ? " " + (*this)(*m.selector) : "");
    for (const MatchArm& arm : m.arms) result += " [" + spell_arm(tree, arm) + "]";
    return result + ")";
  }
  std::string operator()(const Scale& s) const {
    std::string result = "(" + std::string(spell(s.kind)) + " " + (*this)(s.by);
    for (const ScaleStep& step : s.steps) {
      result += " [" + (step.op ? syntax::spell(*step.op) + " " + (*this)(*step.bound) : "otherwise") + ": " + (*this)(step.value);
      if (step.to) result += " to " + (*this)(*step.to);
      result += "]";
    }
    return result + ")";
  }
  std::string operator()(const Negate& n) const { return form("-", (*this)(n.operand)); }
  std::string operator()(const Not& n) const { return form("not", (*this)(n.operand)); }
  std::string operator()(const Arithmetic& a) const { return form(spell(a.op), (*this)(a.left), (*this)(a.right)); }
  std::string operator()(const Bound& b) const {
    return form(b.kind == BoundKind::at_most ? "at_most" : "at_least", (*this)(b.value), (*this)(b.bound));
  }
  std::string operator()(const Rounded& r) const { return form("rounded", (*this)(r.value), syntax::spell(r.mode), (*this)(r.unit)); }
  std::string operator()(const Compare& c) const { return form(syntax::spell(c.op), (*this)(c.left), (*this)(c.right)); }
  std::string operator()(const In& i) const { return form(i.negated ? "not_in" : "in", (*this)(i.item), (*this)(i.collection)); }
  std::string operator()(const StartsWith& s) const { return form("starts_with", (*this)(s.value), (*this)(s.prefix)); }
  std::string operator()(const IsGiven& g) const { return form("is_given", (*this)(g.operand)); }
  std::string operator()(const Default& d) const { return form("default", (*this)(d.value), (*this)(d.fallback)); }
  std::string operator()(const AtDate& a) const { return form("at", (*this)(a.value), (*this)(a.date)); }
  std::string operator()(const Logic& l) const {
    return form(l.op == LogicOp::conjunction ? "and" : "or", (*this)(l.left), (*this)(l.right));
  }
  std::string operator()(const Parenthesised& p) const { return form("group", (*this)(p.inner)); }
};

}  // namespace

std::string spell_arm(const Tree& tree, const MatchArm& arm) {
  const Printer printer{tree};
  return (arm.keys.empty() ? "otherwise" : printer.list(arm.keys)) + ": " + printer(arm.value);
}

std::string print(const Tree& tree, ExprId expression) { return Printer{tree}(expression); }

}  // namespace huice::syntax
