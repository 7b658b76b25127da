#include "compiler/samples/constants.h"

#include <algorithm>
#include <set>

#include "compiler/rules/walk.h"

namespace huice::samples {
namespace {

using rules::Expr;
using rules::ExprId;
using Literals = std::vector<ExprId>;

bool collect(const rules::Program& rules, ExprId id, Literals& into);

bool collect_all(const rules::Program& rules, const std::vector<ExprId>& exprs, Literals& into) {
  return std::all_of(exprs.begin(), exprs.end(), [&](ExprId expr) { return collect(rules, expr, into); });
}

std::vector<ExprId> values_of(const rules::MatchValue& node) {
  std::vector<ExprId> values;
  for (const auto& arm : node.arms) values.push_back(arm.value);
  if (node.otherwise) values.push_back(*node.otherwise);
  return values;
}

std::vector<ExprId> values_of(const rules::MatchCondition& node) {
  std::vector<ExprId> values;
  for (const auto& arm : node.arms) values.push_back(arm.value);
  values.push_back(node.otherwise);
  return values;
}

std::vector<ExprId> values_of(const rules::Parameter& parameter) {
  std::vector<ExprId> values;
  for (const auto& dated : parameter.values) values.push_back(dated.value);
  return values;
}

bool is_literal(const Expr& expr) {
  return std::holds_alternative<rules::Number>(expr.node) || std::holds_alternative<rules::Text>(expr.node) ||
         std::holds_alternative<rules::DateValue>(expr.node) || std::holds_alternative<rules::DateTimeValue>(expr.node) ||
         std::holds_alternative<rules::ChoiceValue>(expr.node) || std::holds_alternative<rules::Boolean>(expr.node);
}

bool collect(const rules::Program& rules, ExprId id, Literals& into) {
  const Expr& expr = rules.exprs[id];
  if (is_literal(expr)) {
    into.push_back(id);
    return true;
  }
  if (std::holds_alternative<rules::Fail>(expr.node)) return true;
  if (auto* let = std::get_if<rules::LetValue>(&expr.node)) return collect(rules, rules.lets[let->let].value, into);
  if (auto* use = std::get_if<rules::ParameterValue>(&expr.node))
    return collect_all(rules, values_of(rules.parameters[use->parameter]), into);
  if (auto* match = std::get_if<rules::MatchValue>(&expr.node)) return collect_all(rules, values_of(*match), into);
  if (auto* match = std::get_if<rules::MatchCondition>(&expr.node)) return collect_all(rules, values_of(*match), into);
  return false;
}

/// Notes the pairs (field, literal) of one operator.
class Pairs {
 public:
  Pairs(const rules::Program& rules, rules::EntityId entity, bool own, std::vector<Literals>& into)
      : rules_(rules), entity_(entity), own_(own), into_(into) {}

  void operator()(const Expr& expr) {
    if (auto* node = std::get_if<rules::Compare>(&expr.node)) both_ways(node->left, node->right);
    if (auto* node = std::get_if<rules::Bound>(&expr.node)) both_ways(node->value, node->bound);
    if (auto* node = std::get_if<rules::StartsWith>(&expr.node)) pair(node->value, node->prefix);
    if (auto* node = std::get_if<rules::In>(&expr.node)) {
      for (ExprId item : node->items) pair(node->item, item);
    }
    if (auto* node = std::get_if<rules::MatchValue>(&expr.node)) {
      for (const auto& arm : node->arms) {
        for (ExprId key : arm.keys) pair(node->selector, key);
      }
    }
  }
  void both_ways(ExprId left, ExprId right) {
    pair(left, right);
    pair(right, left);
  }

 private:
  void pair(ExprId field_side, ExprId constant_side) {
    auto field = column_of(field_side);
    if (!field) return;
    if (auto literals = constants_of(rules_, constant_side))
      into_[*field].insert(into_[*field].end(), literals->begin(), literals->end());
  }

  /// Of what its members give to an aggregate, where that is what the expression is.
  std::optional<rules::FieldIndex> column_of(ExprId expr) const {
    if (own_) return field_of(rules_, expr);
    const auto* use = std::get_if<rules::AggregateValue>(&rules_.exprs[expr].node);
    if (const auto* let = std::get_if<rules::LetValue>(&rules_.exprs[expr].node)) return column_of(rules_.lets[let->let].value);
    if (!use) return std::nullopt;
    const rules::Aggregate& aggregate = rules_.aggregates[use->aggregate];
    if (aggregate.member != entity_ || !aggregate.rows.pay) return std::nullopt;
    const auto* filtered = std::get_if<rules::MatchCondition>(&rules_.exprs[aggregate.rows.pay->amount].node);
    return field_of(rules_, filtered && !filtered->arms.empty() ? filtered->arms.front().value : aggregate.rows.pay->amount);
  }

  const rules::Program& rules_;
  rules::EntityId entity_;
  bool own_;  // else of other entities' measures
  std::vector<Literals>& into_;
};

}  // namespace

std::optional<Literals> constants_of(const rules::Program& rules, ExprId expr) {
  Literals literals;
  if (!collect(rules, expr, literals)) return std::nullopt;
  return literals;
}

std::optional<rules::FieldIndex> field_of(const rules::Program& rules, ExprId expr) {
  const auto& node = rules.exprs[expr].node;
  if (auto* field = std::get_if<rules::FieldValue>(&node)) return field->field;
  if (auto* referred = std::get_if<rules::ReferredValue>(&node)) return referred->column;
  if (auto* day = std::get_if<rules::DayOf>(&node)) return field_of(rules, day->instant);
  if (auto* filled = std::get_if<rules::Default>(&node)) return field_of(rules, filled->value);
  return std::nullopt;
}

std::vector<Literals> compared_constants(const rules::Program& rules, rules::EntityId entity) {
  std::vector<Literals> by_field(rules.entities[entity].fields.size());
  Pairs own(rules, entity, true, by_field), of_others(rules, entity, false, by_field);
  for (const rules::Measure& measure : rules.measures) {
    Pairs& pairs = measure.entity == entity ? own : of_others;
    rules::visit_reachable(rules, rules::roots_of(measure), std::ref(pairs));
    for (const rules::Measure* body : rules::bodies_of(measure)) {
      if (!body->pay) continue;
      for (const auto& [kind, bound] : body->pay->bounds) pairs.both_ways(body->pay->amount, bound);
    }
  }
  for (const rules::Aggregate& aggregate : rules.aggregates) {
    if (aggregate.member == entity) rules::visit_reachable(rules, rules::roots_of(aggregate.rows), std::ref(own));
  }
  return by_field;
}

}  // namespace huice::samples
