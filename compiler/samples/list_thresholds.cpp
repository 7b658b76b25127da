// Where the thresholds of a measure are.
#include <algorithm>
#include <functional>
#include <set>

#include "compiler/rules/walk.h"
#include "compiler/samples/constants.h"
#include "compiler/samples/thresholds.h"

namespace huice::samples {
namespace {

using rules::Expr;
using rules::ExprId;
using Kind = Threshold::Kind;

bool measurable(const rules::Type& type) {
  return type.kind == rules::Kind::number || type.kind == rules::Kind::date || type.kind == rules::Kind::datetime;
}

class Lister {
 public:
  Lister(const Relations& relations, const rules::Measure& measure)
      : relations_(relations), rules_(relations.program().rules), measure_(measure) {}

  std::vector<Threshold> thresholds() {
    for (size_t i = 0; i < measure_.conditions.size(); ++i) {
      if (measure_.conditions[i].hidden) continue;  // that a key is known, which has no other side
      condition_ = i;
      walk(measure_.conditions[i].test);
      if (measure_.conditions[i].unless) walk(*measure_.conditions[i].unless);
    }
    condition_.reset();
    if (measure_.pay) pay(*measure_.pay);
    days();
    return std::move(found_);
  }

  std::vector<Threshold> divisors() {
    rules::visit_reachable(rules_, rules::roots_of(measure_), [&](const Expr& expr) {
      auto* node = std::get_if<rules::Arithmetic>(&expr.node);
      if (!node || node->op != rules::ArithmeticOp::divide) return;
      Threshold divisor;
      divisor.kind = Kind::zero;
      divisor.left = node->right;
      divisor.movable = movable({node->right});
      if (!divisor.movable.empty()) found_.push_back(divisor);
    });
    return std::move(found_);
  }

 private:
  /// Lets that were walked for an earlier condition are not walked again.
  void walk(ExprId root) {
    rules::visit_reachable(rules_, root, [&](const Expr& expr) {
      if (seen_.insert(&expr).second) visit(expr);
    });
  }

  void visit(const Expr& expr) {
    if (auto* node = std::get_if<rules::Compare>(&expr.node)) add(expr.span, node->left, node->right);
    if (auto* node = std::get_if<rules::Bound>(&expr.node)) add(expr.span, node->value, node->bound);
    if (auto* node = std::get_if<rules::In>(&expr.node)) {
      for (ExprId item : node->items) add_case(node->item, item);
    }
    if (auto* node = std::get_if<rules::MatchValue>(&expr.node)) {
      for (const auto& arm : node->arms) {
        for (ExprId key : arm.keys) add_case(node->selector, key);
      }
    }
    if (auto* node = std::get_if<rules::ParameterValue>(&expr.node)) parameter(*node);
  }

  void add_case(ExprId selector, ExprId value) {
    add(rules_.exprs[value].span, selector, value, rules_.exprs[selector].span);
  }

  /// One threshold, or one for each constant that the constant side can be. Constants against constants are none.
  void add(text::Span span, ExprId left, ExprId right, std::optional<text::Span> selector = {}) {
    if (!measurable(rules_.exprs[left].type)) return;
    if (constants_of(rules_, left) && constants_of(rules_, right)) return;
    Threshold threshold;
    threshold.span = span;
    threshold.selector = selector;
    threshold.left = left;
    threshold.right = right;
    threshold.condition = condition_;
    threshold.movable = movable({left, right});
    if (threshold.movable.empty()) return;
    if (!add_constants(threshold, right) && !add_constants(threshold, left)) found_.push_back(threshold);
  }

  bool add_constants(const Threshold& pattern, ExprId side) {
    auto literals = constants_of(rules_, side);
    if (!literals) return false;
    std::set<Rational> values;
    for (ExprId literal : *literals) {
      if (auto* number = std::get_if<rules::Number>(&rules_.exprs[literal].node)) values.insert(number->value);
    }
    if (values.size() < 2) return false;
    for (const Rational& value : values) {
      found_.push_back(pattern);
      found_.back().constant = value;
      found_.back().constant_side = side;
    }
    return true;
  }

  /// Stated fields first: applicants state them, authorities seldom choose figures near a bound.
  std::vector<rules::FieldIndex> movable(const std::vector<ExprId>& exprs) const {
    const auto& fields = relations_.schema().fields;
    std::vector<rules::FieldIndex> result;
    for (ExprId expr : exprs) {
      for (uint32_t cell : relations_.cells_of(expr, false)) {
        const batch::Kind kind = fields[cell].kind;
        const bool ordered = kind == batch::Kind::number || kind == batch::Kind::date || kind == batch::Kind::datetime;
        if (ordered && !fields[cell].key) result.push_back(cell);
      }
    }
    return result;
  }

  void pay(const rules::Pay& pay) {
    walk(pay.amount);
    for (size_t i = 0; i < pay.bounds.size(); ++i) {
      ExprId bound = pay.bounds[i].second;
      walk(bound);
      Threshold threshold;
      threshold.kind = Kind::pay_bound;
      threshold.span = {pay.span.source, pay.span.begin, rules_.exprs[bound].span.end};
      threshold.left = pay.amount;
      threshold.right = bound;
      threshold.bound = i;
      threshold.movable = movable({pay.amount, bound});
      if (threshold.movable.empty()) continue;
      if (!add_constants(threshold, bound)) found_.push_back(threshold);
    }
  }

  void parameter(const rules::ParameterValue& use) {
    if (use.at) return;
    const rules::Parameter& parameter = rules_.parameters[use.parameter];
    for (const auto& dated : parameter.values) {
      if (dated.from) add_day(*dated.from, parameter.span, parameter.name + " from " + to_string(*dated.from));
    }
  }

  void days() {
    if (!measure_.in_force) return;
    if (auto from = measure_.in_force->from) add_day(*from, measure_.span, "in force from " + to_string(*from));
    if (auto to = measure_.in_force->to) add_day(*to, measure_.span, "in force to " + to_string(*to));
  }

  void add_day(Date day, text::Span span, std::string name) {
    if (!measure_.dated) return;
    bool known = std::any_of(found_.begin(), found_.end(), [&](const Threshold& other) { return other.name == name; });
    if (known) return;
    Threshold threshold;
    threshold.kind = Kind::day;
    threshold.span = span;
    threshold.name = std::move(name);
    threshold.day = day;
    threshold.movable = {*measure_.dated};
    found_.push_back(threshold);
  }

  const Relations& relations_;
  const rules::Program& rules_;
  const rules::Measure& measure_;
  std::vector<Threshold> found_;
  std::set<const Expr*> seen_;
  std::optional<size_t> condition_;
};

}  // namespace

std::vector<Threshold> list_thresholds(const Relations& relations, const rules::Measure& measure) {
  return Lister(relations, measure).thresholds();
}

std::vector<Threshold> list_divisors(const Relations& relations, const rules::Measure& measure) {
  return Lister(relations, measure).divisors();
}

}  // namespace huice::samples
