#include "compiler/rules/walk.h"

#include <algorithm>

namespace huice::rules {
namespace {

using Parts = std::vector<ExprId>;

Parts parts(const Number&) { return {}; }
Parts parts(const Boolean&) { return {}; }
Parts parts(const Text&) { return {}; }
Parts parts(const DateValue&) { return {}; }
Parts parts(const DateTimeValue&) { return {}; }
Parts parts(const PeriodValue&) { return {}; }
Parts parts(const ChoiceValue&) { return {}; }
Parts parts(const SetValue&) { return {}; }
Parts parts(const FieldValue&) { return {}; }
Parts parts(const LetValue&) { return {}; }
Parts parts(const ParameterValue& node) { return node.at ? Parts{*node.at} : Parts{}; }
Parts parts(const Fail&) { return {}; }
Parts parts(const Negate& node) { return {node.operand}; }
Parts parts(const Arithmetic& node) { return {node.left, node.right}; }
Parts parts(const Bound& node) { return {node.value, node.bound}; }
Parts parts(const Rounded& node) { return {node.value}; }
Parts parts(const ShiftDate& node) { return {node.date, node.period}; }
Parts parts(const DaysBetween& node) { return {node.later, node.earlier}; }
Parts parts(const DayOf& node) { return {node.instant}; }
Parts parts(const Calendar& node) { return node.arguments; }
Parts parts(const Compare& node) { return {node.left, node.right}; }
Parts parts(const Contains& node) { return {node.item, node.set}; }
Parts parts(const StartsWith& node) { return {node.value, node.prefix}; }
Parts parts(const TestsText& node) { return node.other ? Parts{node.text, *node.other} : Parts{node.text}; }
Parts parts(const IsGiven& node) { return {node.operand}; }
Parts parts(const Default& node) { return {node.value, node.fallback}; }
Parts parts(const Not& node) { return {node.operand}; }
Parts parts(const Logic& node) { return {node.left, node.right}; }

Parts parts(const In& node) {
  Parts all{node.item};
  all.insert(all.end(), node.items.begin(), node.items.end());
  return all;
}

Parts parts(const MatchValue& node) {
  Parts all{node.selector};
  for (const auto& arm : node.arms) {
    all.insert(all.end(), arm.keys.begin(), arm.keys.end());
    all.push_back(arm.value);
  }
  if (node.otherwise) all.push_back(*node.otherwise);
  return all;
}

Parts parts(const MatchCondition& node) {
  Parts all;
  for (const auto& arm : node.arms) {
    all.push_back(arm.condition);
    all.push_back(arm.value);
  }
  all.push_back(node.otherwise);
  return all;
}

}  // namespace

std::vector<ExprId> parts_of(const Expr& expr) {
  return std::visit([](const auto& node) { return parts(node); }, expr.node);
}

void visit_reachable(const Program& program, const std::vector<ExprId>& roots,
                     const std::function<void(const Expr&)>& visit) {
  std::set<ExprId> seen;
  std::vector<ExprId> waiting(roots.rbegin(), roots.rend());
  while (!waiting.empty()) {
    ExprId id = waiting.back();
    waiting.pop_back();
    if (!id.valid() || !seen.insert(id).second) continue;
    const Expr& expr = program.exprs[id];
    visit(expr);
    if (auto* use = std::get_if<LetValue>(&expr.node)) waiting.push_back(program.lets[use->let].value);
    auto below = parts_of(expr);
    waiting.insert(waiting.end(), below.rbegin(), below.rend());
  }
}

void visit_reachable(const Program& program, ExprId root, const std::function<void(const Expr&)>& visit) {
  visit_reachable(program, std::vector<ExprId>{root}, visit);
}

std::vector<const Measure*> bodies_of(const Measure& measure) {
  std::vector<const Measure*> bodies;
  for (const Measure& version : measure.versions) bodies.push_back(&version);
  if (bodies.empty()) bodies.push_back(&measure);
  return bodies;
}

bool pays(const Measure& measure) {
  auto bodies = bodies_of(measure);
  return std::any_of(bodies.begin(), bodies.end(), [](const Measure* body) { return body->pay.has_value(); });
}

std::vector<ExprId> roots_of(const Measure& measure) {
  std::vector<ExprId> roots;
  for (const Measure& version : measure.versions) {
    auto more = roots_of(version);
    roots.insert(roots.end(), more.begin(), more.end());
  }
  for (const Condition& condition : measure.conditions) {
    roots.push_back(condition.test);
    if (condition.unless) roots.push_back(*condition.unless);
  }
  if (measure.pay) {
    roots.push_back(measure.pay->amount);
    for (const auto& [kind, bound] : measure.pay->bounds) roots.push_back(bound);
  }
  return roots;
}

}  // namespace huice::rules
