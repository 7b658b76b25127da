#include "compiler/explanation/steps.h"

#include <algorithm>

#include "compiler/explanation/display.h"
#include "compiler/explanation/kinds.h"
#include "compiler/rules/walk.h"

namespace huice::explanation {
namespace {

std::string error_kind(const catalogue::Measure& words, uint16_t error) {
  return "[" + catalogue::error_name(words, error) + "]";
}

Result result_of(const reference::Traced& traced) {
  if (std::holds_alternative<reference::Failed>(traced)) return Result::error;
  if (std::holds_alternative<reference::MissingFields>(traced)) return Result::missing;
  return std::get<bool>(std::get<reference::Value>(traced)) ? Result::holds : Result::fails;
}

}  // namespace

// ---- Values ---------------------------------------------------------------------------------------------------------

const rules::CellUnit* Narrator::unit_of(const rules::Expr& expr) const {
  if (const auto* fallback = std::get_if<rules::Default>(&expr.node)) return unit_of(rules_.exprs[fallback->value]);
  const auto* field = std::get_if<rules::FieldValue>(&expr.node);
  return field && entity_.fields[field->field].unit ? &*entity_.fields[field->field].unit : nullptr;
}

std::string Narrator::shown(const reference::Traced& traced, const rules::Type& type, const rules::CellUnit* unit) const {
  if (const auto* value = std::get_if<reference::Value>(&traced)) return show(rules_, *value, type, unit, language_);
  if (const auto* failed = std::get_if<reference::Failed>(&traced)) return error_kind(words_, failed->error);
  return language_ == Language::zh ? "[缺]" : "[missing]";
}

std::string Narrator::shown(rules::ExprId id) const {
  const rules::Expr& expr = rules_.exprs[id];
  auto found = trace_.values.find(id);
  return found == trace_.values.end() ? source_.of(id) : shown(found->second, expr.type, unit_of(expr));
}

bool Narrator::known(rules::ExprId id) const {
  auto found = trace_.values.find(id);
  return found != trace_.values.end() && std::holds_alternative<reference::Value>(found->second);
}

std::string Narrator::result(rules::ExprId id) const {
  auto found = trace_.values.find(id);
  if (found == trace_.values.end()) return {};
  const rules::Type& type = rules_.exprs[id].type;
  if (const auto* value = std::get_if<reference::Value>(&found->second)) {
    if (const auto* number = std::get_if<Rational>(value)) return show_in_full(*number, type, language_);
  }
  return shown(found->second, type);
}

// ---- Texts with values ----------------------------------------------------------------------------------------------

std::string Narrator::with_values(rules::ExprId id) const {
  return source_.with(id, [&](rules::ExprId part) -> std::optional<std::string> {
    if (!evaluated(part) || !is_name(rules_, rules_.exprs[part])) return std::nullopt;
    return shown(part);
  });
}

/// Whether `part` is `a + b` of `whole`, written `a + b + c` without parentheses: one step then adds them all.
bool Narrator::same_chain(rules::ExprId whole, rules::ExprId part) const {
  const rules::Expr &outer = rules_.exprs[whole], &inner = rules_.exprs[part];
  const auto *sum = std::get_if<rules::Arithmetic>(&outer.node), *first = std::get_if<rules::Arithmetic>(&inner.node);
  auto additive = [](rules::ArithmeticOp op) {
    return op == rules::ArithmeticOp::add || op == rules::ArithmeticOp::subtract;
  };
  return sum && first && sum->left == part && additive(sum->op) && additive(first->op) &&
         outer.span.source == inner.span.source && outer.span.begin == inner.span.begin;
}

/// Each operand of `id` as one value; literals stay as written.
std::string Narrator::with_operands(rules::ExprId id) const {
  rules::ExprId chain = id;
  return source_.with(id, [&](rules::ExprId part) -> std::optional<std::string> {
    if (part == id || same_chain(chain, part)) {
      chain = part;
      return std::nullopt;
    }
    if (!evaluated(part) || is_literal(rules_.exprs[part])) return std::nullopt;
    return shown(part);
  });
}

/// Comparisons keep their signs; whatever is compared becomes one value.
std::string Narrator::with_sides(rules::ExprId id) const {
  return source_.with(id, [&](rules::ExprId part) -> std::optional<std::string> {
    const rules::Expr& expr = rules_.exprs[part];
    bool operand = expr.type.kind != rules::Kind::boolean || is_name(rules_, expr);
    if (!operand || !evaluated(part) || is_literal(expr)) return std::nullopt;
    return shown(part);
  });
}

// ---- Conditions -----------------------------------------------------------------------------------------------------

/// `a and b and c` is one list, however it nests.
void Narrator::flatten(rules::LogicOp op, rules::ExprId id, std::vector<Part>& parts) const {
  const auto* logic = std::get_if<rules::Logic>(&rules_.exprs[id].node);
  if (!logic || logic->op != op) {
    parts.push_back(part(id));
    return;
  }
  flatten(op, logic->left, parts);
  flatten(op, logic->right, parts);
}

Part Narrator::part(rules::ExprId id) const {
  const rules::Expr& expr = rules_.exprs[id];
  Part out;
  if (auto found = trace_.values.find(id); found != trace_.values.end()) out.result = result_of(found->second);
  if (const auto* logic = std::get_if<rules::Logic>(&expr.node)) {
    out.kind = logic->op == rules::LogicOp::conjunction ? Part::Kind::all : Part::Kind::any;
    flatten(logic->op, id, out.parts);
    return out;
  }
  const auto* negation = std::get_if<rules::Not>(&expr.node);
  if (negation && std::holds_alternative<rules::Logic>(rules_.exprs[negation->operand].node)) {
    out.kind = Part::Kind::none;
    out.parts.push_back(part(negation->operand));
    return out;
  }
  out.rule = source_.of(id);
  out.values = with_values(id);
  out.computed = with_sides(id);
  out.name = is_name(rules_, expr);
  if (out.computed == out.values || out.result == Result::missing) out.computed.clear();
  if (out.values == out.rule) out.values.clear();
  return out;
}

Part Narrator::condition(rules::ExprId test, std::optional<rules::ExprId> unless) const {
  if (!unless) return part(test);
  Part out;
  out.kind = Part::Kind::any;
  out.parts = {part(test), part(*unless)};
  return out;
}

std::string Narrator::condition_text(rules::ExprId test, std::optional<rules::ExprId> unless) const {
  if (!unless) return source_.of(test);
  return source_.of(test) + (language_ == Language::zh ? " 除非 " : " unless ") + source_.of(*unless);
}

// ---- Arithmetic, step by step ---------------------------------------------------------------------------------------

/// A match inside shows only what it looks at: `match standard {…}`.
std::string Narrator::short_text(rules::ExprId id) const {
  return source_.with(id, [&](rules::ExprId part) -> std::optional<std::string> {
    const rules::Expr& expr = rules_.exprs[part];
    if (!std::holds_alternative<rules::MatchValue>(expr.node) && !std::holds_alternative<rules::MatchCondition>(expr.node)) {
      return std::nullopt;
    }
    std::string text = source_.of(part);
    size_t brace = std::min(text.find('{'), text.find("｛"));
    return brace == std::string::npos ? text : text.substr(0, brace) + "{…}";
  });
}

/// A trace of a referred row holds every arm that may be chosen, so the selector has to be known.
std::string Narrator::chosen_arm(const rules::MatchValue& match) const {
  std::string selector = source_.of(match.selector) + " = " + shown(match.selector);
  if (!known(match.selector)) return selector;
  for (const auto& arm : match.arms) {
    if (evaluated(arm.value)) return selector + " → " + source_.of(arm.value);
  }
  return match.otherwise && evaluated(*match.otherwise) ? selector + " → " + source_.of(*match.otherwise) : selector;
}

/// The arithmetic that a scale's band stands for, with values: `2元/吨 * 3000吨 + 1.5元/吨 * 2000吨`.
std::string Narrator::formula(rules::ExprId id, rules::ExprId by, rules::Span scale) const {
  const rules::Expr& expr = rules_.exprs[id];
  if (std::holds_alternative<rules::Fail>(expr.node)) return shown(id);
  const bool written = expr.span.begin != scale.begin || expr.span.end != scale.end;
  if (written) return is_literal(expr) ? source_.of(id) : shown(id);
  const auto* made = std::get_if<rules::Arithmetic>(&expr.node);
  const bool sum = made && made->op == rules::ArithmeticOp::add;
  if (sum || (made && made->op == rules::ArithmeticOp::multiply)) {
    return formula(made->left, by, scale) + (sum ? " + " : " * ") + formula(made->right, by, scale);
  }
  auto found = trace_.values.find(id);
  const bool like_by = expr.type == rules_.exprs[by].type && found != trace_.values.end();
  return like_by ? shown(found->second, expr.type, unit_of(rules_.exprs[by])) : shown(id);
}

/// `sales = 3亿元, <= 5亿元 → 30万元`
std::string Narrator::chosen_band(const rules::MatchCondition& match, rules::Span scale) const {
  std::string read;
  for (rules::ExprId by : match.by) {
    if (!evaluated(by)) continue;
    read += (read.empty() ? "" : ", ") + source_.of(by);
    if (!is_literal(rules_.exprs[by])) read += " = " + shown(by);
  }
  for (const auto& arm : match.arms) {
    if (!known(arm.condition)) return read;
    if (!evaluated(arm.value)) continue;
    const rules::Span where = rules_.exprs[arm.condition].span;
    const bool summed = where.begin == scale.begin && where.end == scale.end;  // of several rows of a table
    return read + (summed ? "" : ", " + source_.of(where)) + " → " + formula(arm.value, match.by.front(), scale);
  }
  return read + (language_ == Language::zh ? ", 其余 → " : ", otherwise → ") + formula(match.otherwise, match.by.front(), scale);
}

std::string Narrator::chosen_arm(const rules::MatchCondition& match) const {
  for (const auto& arm : match.arms) {
    if (!known(arm.condition)) return with_values(arm.condition) + " = " + shown(arm.condition);
    if (!evaluated(arm.value)) continue;
    if (std::holds_alternative<rules::Fail>(rules_.exprs[arm.value].node)) return with_values(arm.condition);
    return with_values(arm.condition) + " → " + source_.of(arm.value);
  }
  return (language_ == Language::zh ? "其余 → " : "otherwise → ") + source_.of(match.otherwise);
}

std::optional<Step> Narrator::step(rules::ExprId id) const {
  const rules::Expr& expr = rules_.exprs[id];
  if (is_literal(expr)) return std::nullopt;
  Step step{short_text(id), with_operands(id), result(id), false};
  if (is_name(rules_, expr)) step.values.clear();
  if (const auto* match = std::get_if<rules::MatchValue>(&expr.node)) {
    step.values = chosen_arm(*match);
    step.choice = true;
  } else if (const auto* order = std::get_if<rules::MatchCondition>(&expr.node)) {
    step.values = order->by.empty() ? chosen_arm(*order) : chosen_band(*order, expr.span);
    step.choice = true;
  }
  if (step.values == step.rule) step.values.clear();
  if (step.values.ends_with("→ " + step.result) || (step.choice && step.values.ends_with("→ " + shown(id)))) step.result.clear();
  return step;
}

void Narrator::add_operand_steps(rules::ExprId whole, rules::ExprId part, std::vector<Step>& steps) const {
  std::vector<rules::ExprId> chain{part};  // the first operand of the longest chain comes first
  for (rules::ExprId at = whole; same_chain(at, part);) {
    at = part;
    const auto& sum = std::get<rules::Arithmetic>(rules_.exprs[at].node);
    chain.back() = sum.right;
    chain.push_back(sum.left);
    part = sum.left;
  }
  for (; !chain.empty(); chain.pop_back()) add_steps(chain.back(), steps);
}

void Narrator::add_steps(rules::ExprId id, std::vector<Step>& steps) const {
  const rules::Expr& expr = rules_.exprs[id];
  const bool fails = std::holds_alternative<rules::Fail>(expr.node);
  if (!evaluated(id) || is_literal(expr) || is_name(rules_, expr) || fails) return;
  const auto* choice = std::get_if<rules::MatchCondition>(&expr.node);
  const bool banded = choice && !choice->by.empty();
  for (rules::ExprId part : banded ? choice->by : rules::parts_of(expr)) {
    if (rules_.exprs[part].type.kind != rules::Kind::boolean) add_operand_steps(id, part, steps);
  }
  if (std::optional<Step> own = step(id)) steps.push_back(std::move(*own));
}

std::vector<Step> Narrator::steps(rules::ExprId id) const {
  std::vector<Step> result;
  add_steps(id, result);
  if (result.empty() && evaluated(id)) {
    if (std::optional<Step> only = step(id)) result.push_back(std::move(*only));
  }
  return result;
}

}  // namespace huice::explanation
