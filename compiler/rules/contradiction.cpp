#include "compiler/rules/contradiction.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/rules/compare_op.h"
#include "compiler/rules/fold.h"

namespace huice::rules {
namespace {

/// Something whose value is the same wherever the conditions read it: a field, its day, a let, or a field with one certain
/// default. Another default may give another value, so it makes another term.
struct Term {
  enum class Kind { field, day_of_field, let, defaulted } kind;
  uint32_t index;
  ExprId fallback = {};
  friend auto operator<=>(const Term&, const Term&) = default;
};

std::optional<Term> term_of(const Program& program, ExprId id);

std::optional<Term> term(const Program&, const FieldValue& node) { return Term{Term::Kind::field, node.field, {}}; }
std::optional<Term> term(const Program&, const LetValue& node) { return Term{Term::Kind::let, node.let.value, {}}; }
std::optional<Term> term(const Program& program, const Default& node) {
  auto value = term_of(program, node.value);
  if (!value || value->kind != Term::Kind::field) return {};
  return Term{Term::Kind::defaulted, value->index, node.fallback};
}
std::optional<Term> term(const Program& program, const DayOf& node) {
  auto instant = term_of(program, node.instant);
  if (!instant || instant->kind != Term::Kind::field) return {};
  return Term{Term::Kind::day_of_field, instant->index, {}};
}
template <class Node>
std::optional<Term> term(const Program&, const Node&) {
  return {};
}
std::optional<Term> term_of(const Program& program, ExprId id) {
  return std::visit([&](const auto& node) { return term(program, node); }, program.exprs[id].node);
}

/// Orders numbers, dates and instants; nothing for the rest.
std::optional<int> order(const Constant& a, const Constant& b) {
  auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (a.index() != b.index()) return {};
  if (auto* number = std::get_if<Rational>(&a)) return sign(*number, std::get<Rational>(b));
  if (auto* date = std::get_if<Date>(&a)) return sign(*date, std::get<Date>(b));
  if (auto* instant = std::get_if<DateTime>(&a)) return sign(*instant, std::get<DateTime>(b));
  return {};
}

struct End {
  Constant value;
  bool excluded;
};

/// The values that a term may still have.
struct Domain {
  std::optional<End> lo, hi;
  std::optional<std::vector<Constant>> allowed;
  std::vector<Constant> refused;

  void at_least(const Constant& value, bool excluded) {
    auto order_of_ends = lo ? order(value, lo->value) : std::optional(1);
    if (order_of_ends && (*order_of_ends > 0 || (*order_of_ends == 0 && excluded))) lo = End{value, excluded};
  }
  void at_most(const Constant& value, bool excluded) {
    auto order_of_ends = hi ? order(value, hi->value) : std::optional(-1);
    if (order_of_ends && (*order_of_ends < 0 || (*order_of_ends == 0 && excluded))) hi = End{value, excluded};
  }
  void only(const std::vector<Constant>& values) {
    if (!allowed) {
      allowed = values;
      return;
    }
    auto missing = [&](const Constant& one) { return std::find(values.begin(), values.end(), one) == values.end(); };
    std::erase_if(*allowed, missing);
  }

  bool holds(const Constant& value) const {
    if (std::find(refused.begin(), refused.end(), value) != refused.end()) return false;
    auto below = lo ? order(value, lo->value) : std::nullopt, above = hi ? order(value, hi->value) : std::nullopt;
    if (below && (*below < 0 || (*below == 0 && lo->excluded))) return false;
    return !above || *above < 0 || (*above == 0 && !hi->excluded);
  }
  bool empty() const {
    if (allowed) return std::none_of(allowed->begin(), allowed->end(), [&](const Constant& one) { return holds(one); });
    if (!lo || !hi) return false;
    auto ends = order(lo->value, hi->value);
    return ends && (*ends > 0 || (*ends == 0 && (lo->excluded || hi->excluded || !holds(lo->value))));
  }
};

struct Domains {
  const Program& program;
  std::map<Term, Domain> by_term = {};

  /// Every value of a `one of` or a bool; nothing for what cannot be listed.
  std::optional<std::vector<Constant>> all_values(const Type& type) const {
    std::vector<Constant> values;
    if (type.kind == Kind::boolean) values = {Constant(true), Constant(false)};
    if (type.kind == Kind::choice) {
      for (size_t i = 0; i < program.choices[type.choice].members.size(); ++i) values.emplace_back(static_cast<uint16_t>(i));
    }
    if (values.empty()) return {};
    return values;
  }

  Domain& domain(const Term& term, ExprId read) {
    auto [at, is_new] = by_term.try_emplace(term);
    if (is_new) at->second.allowed = all_values(program.exprs[read].type);
    return at->second;
  }

  void learn(const Term& term, ExprId read, CompareOp op, const Constant& value) {
    Domain& known = domain(term, read);
    switch (op) {
      case CompareOp::equal:
        known.only({value});
        return;
      case CompareOp::not_equal:
        known.refused.push_back(value);
        return;
      case CompareOp::less:
        known.at_most(value, true);
        return;
      case CompareOp::less_equal:
        known.at_most(value, false);
        return;
      case CompareOp::greater:
        known.at_least(value, true);
        return;
      case CompareOp::greater_equal:
        known.at_least(value, false);
        return;
    }
  }

  void learn(const Compare& node, bool holds) {
    const CompareOp op = holds ? node.op : opposite(node.op);
    auto left = term_of(program, node.left), right = term_of(program, node.right);
    if (left) {
      if (auto value = fold(program, node.right)) learn(*left, node.left, op, *value);
    } else if (right) {
      if (auto value = fold(program, node.left)) learn(*right, node.right, mirrored(op), *value);
    }
  }

  void learn(const In& node, bool holds) {
    auto item = term_of(program, node.item);
    if (!item) return;
    std::vector<Constant> values;
    for (ExprId one : node.items) {
      auto value = fold(program, one);
      if (!value) return;
      values.push_back(*value);
    }
    Domain& known = domain(*item, node.item);
    if (holds) {
      known.only(values);
    } else {
      known.refused.insert(known.refused.end(), values.begin(), values.end());
    }
  }

  void learn(ExprId condition, bool holds) {
    const Expr& expr = program.exprs[condition];
    if (auto* compare = std::get_if<Compare>(&expr.node)) return learn(*compare, holds);
    if (auto* in = std::get_if<In>(&expr.node)) return learn(*in, holds);
    if (auto* inverse = std::get_if<Not>(&expr.node)) return learn(inverse->operand, !holds);
    if (auto term = term_of(program, condition)) domain(*term, condition).only({Constant(holds)});
  }
};

}  // namespace

bool exclude_each_other(const Program& program, const std::vector<ExprId>& conditions) {
  Domains domains{program};
  for (ExprId condition : conditions) domains.learn(condition, true);
  return std::any_of(domains.by_term.begin(), domains.by_term.end(), [](const auto& one) { return one.second.empty(); });
}

}  // namespace huice::rules
