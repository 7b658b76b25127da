#include "compiler/rules/print.h"

#include <set>

#include "compiler/rules/calendar.h"
#include "compiler/rules/compare_op.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/walk.h"

namespace huice::rules {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }
/// ` "标签"`, or nothing where the label is the name.
std::string label_of(const std::string& name, const std::string& label) { return label == name ? "" : " " + quoted(label); }

std::string text_of(const Range& range) {
  auto end = [](const std::optional<Rational>& value) { return value ? show(*value) : std::string("…"); };
  return "[" + end(range.lo) + ", " + end(range.hi) + "]";
}

std::string text_of(const DateRange& range) {
  std::string text;
  if (range.from) text += " from " + to_string(*range.from);
  if (range.to) text += " to " + to_string(*range.to);
  return text;
}

std::string_view text_of(Rounding mode) {
  switch (mode) {
    case Rounding::half_up:
      return "half up";
    case Rounding::down:
      return "down";
    case Rounding::up:
      return "up";
    case Rounding::floor:
      return "floor";
    case Rounding::ceil:
      return "ceil";
  }
  return "";
}

std::string_view text_of(ArithmeticOp op) {
  switch (op) {
    case ArithmeticOp::add:
      return "+";
    case ArithmeticOp::subtract:
      return "-";
    case ArithmeticOp::multiply:
      return "*";
    case ArithmeticOp::divide:
      return "/";
  }
  return "";
}

std::string_view text_of(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::sum:
      return "sum";
    case AggregateKind::count:
      return "count";
    case AggregateKind::min:
      return "min";
    case AggregateKind::max:
      return "max";
    case AggregateKind::average:
      return "average";
    case AggregateKind::all:
      return "all";
    case AggregateKind::any:
      return "any";
  }
  return "";
}

std::string_view text_of(BoundKind kind) { return kind == BoundKind::at_most ? "at most" : "at least"; }

std::string_view name(TextTest test) {
  switch (test) {
    case TextTest::uscc_form:
      return "uscc form";
    case TextTest::uscc_checksum:
      return "uscc checksum";
    case TextTest::citizen_id:
      return "citizen id";
    case TextTest::gtin13:
      return "gtin13";
    case TextTest::division_form:
      return "division form";
    case TextTest::division_within:
      return "division within";
  }
  return "";
}

std::string type_text(const Program& program, const Type& type) {
  if (type.kind != Kind::number) return describe(program, type).en;
  if (type.share == Share::percent) return "percent";
  if (type.share == Share::point) return "point";
  return type.dimension.none() ? "number" : to_string(type.dimension);
}

struct Printer {
  const Program& program;
  const Entity* entity = nullptr;  // whose fields expressions read
  std::string out = {};

  void line(int indent, const std::string& text) { out += std::string(static_cast<size_t>(indent) * 2, ' ') + text + "\n"; }

  // ---- What a node says beside its parts --------------------------------------------------------------------------

  std::string head(const Number& node, const Type& type) { return show(node.value, type); }
  std::string head(const Boolean& node, const Type&) { return node.value ? "true" : "false"; }
  std::string head(const Text& node, const Type&) { return quoted(node.value); }
  std::string head(const DateValue& node, const Type&) { return to_string(node.value); }
  std::string head(const DateTimeValue& node, const Type&) { return to_string(node.value); }
  std::string head(const PeriodValue& node, const Type&) {
    return node.value.months ? std::to_string(node.value.months) + " months" : std::to_string(node.value.days) + " days";
  }
  std::string head(const ChoiceValue& node, const Type& type) {
    return "member " + program.choices[type.choice].members[node.code].name;
  }
  std::string head(const SetValue& node, const Type& type) {
    std::string names;
    const auto& members = program.choices[type.choice].members;
    for (unsigned i = 0; i < members.size(); ++i) {
      if (node.value.has(i)) names += (names.empty() ? "" : ", ") + members[i].name;
    }
    return "set { " + names + (names.empty() ? "}" : " }");
  }
  std::string head(const FieldValue& node, const Type&) {
    return "field " + (entity ? entity->fields[node.field].name : std::to_string(node.field));
  }
  std::string head(const ReferredValue& node, const Type&) {
    return "referred " + (entity ? entity->fields[node.column].name : std::to_string(node.column));
  }
  std::string head(const AggregateValue& node, const Type&) { return "aggregate " + std::to_string(node.aggregate.value); }
  std::string head(const LetValue& node, const Type&) { return "let " + program.lets[node.let].name; }
  std::string head(const ParameterValue& node, const Type&) {
    return "parameter " + program.parameters[node.parameter].name + (node.at ? " at" : "");
  }
  std::string head(const Negate&, const Type&) { return "negate"; }
  std::string head(const Arithmetic& node, const Type&) { return std::string(text_of(node.op)); }
  std::string head(const Bound& node, const Type&) { return std::string(text_of(node.kind)); }
  std::string head(const Rounded& node, const Type& type) {
    return "rounded " + std::string(text_of(node.mode)) + " to " + show(node.unit, type);
  }
  std::string head(const ShiftDate& node, const Type&) { return node.back ? "earlier by" : "later by"; }
  std::string head(const DaysBetween&, const Type&) { return "days between"; }
  std::string head(const DayOf&, const Type&) { return "day of"; }
  std::string head(const Calendar& node, const Type&) { return std::string(name(node.function)); }
  std::string head(const Compare& node, const Type&) { return std::string(sign(node.op)); }
  std::string head(const In&, const Type&) { return "in"; }
  std::string head(const Contains&, const Type&) { return "contained in"; }
  std::string head(const ListMember& node, const Type&) {
    return "in list " + program.lists[node.list].name + (node.at ? " at" : "");
  }
  std::string head(const StartsWith&, const Type&) { return "starts with"; }
  std::string head(const TestsText& node, const Type&) { return std::string(name(node.test)); }
  std::string head(const IsGiven&, const Type&) { return "is given"; }
  std::string head(const Default&, const Type&) { return "default"; }
  std::string head(const Not&, const Type&) { return "not"; }
  std::string head(const Logic& node, const Type&) { return node.op == LogicOp::conjunction ? "and" : "or"; }
  std::string head(const MatchValue& node, const Type&) { return "match, " + std::to_string(node.arms.size()) + " arms"; }
  std::string head(const MatchCondition& node, const Type&) {
    return "match conditions, " + std::to_string(node.arms.size()) + " arms";
  }

  std::string head(const Fail& node, const Type&) { return node.kind == FailKind::no_row ? "fail no_row" : "fail conflict"; }

  void expr(int indent, ExprId id) {
    const Expr& expr = program.exprs[id];
    std::string text = std::visit([&](const auto& node) { return head(node, expr.type); }, expr.node);
    text += " : " + type_text(program, expr.type);
    if (expr.type.kind == Kind::number && !std::holds_alternative<Number>(expr.node) &&
        !std::holds_alternative<Fail>(expr.node))
      text += " " + text_of(expr.range);
    line(indent, text);
    std::visit([&](const auto& node) { parts(indent + 1, node, expr); }, expr.node);
  }

  /// What one member gives.
  void parts(int indent, const AggregateValue& node, const Expr&) {
    const Aggregate& aggregate = program.aggregates[node.aggregate];
    const Entity* outer = std::exchange(entity, &program.entities[aggregate.member]);
    line(indent, std::string(text_of(aggregate.kind)) + " of " + entity->name + (aggregate.reference ? " by " + entity->fields[*aggregate.reference].name : ""));
    for (const Condition& condition : aggregate.rows.conditions) expr(indent + 1, condition.test);
    if (aggregate.rows.pay) expr(indent + 1, aggregate.rows.pay->amount);
    entity = outer;
  }

  template <class Node>
  void parts(int indent, const Node&, const Expr& whole) {
    for (ExprId part : parts_of(whole)) expr(indent, part);
  }
  void parts(int indent, const MatchValue& node, const Expr&) {
    expr(indent, node.selector);
    for (const auto& arm : node.arms) {
      line(indent, "when");
      for (ExprId key : arm.keys) expr(indent + 1, key);
      line(indent, "then");
      expr(indent + 1, arm.value);
    }
    otherwise(indent, node.otherwise);
  }
  void parts(int indent, const MatchCondition& node, const Expr&) {
    for (const auto& arm : node.arms) {
      line(indent, "when");
      expr(indent + 1, arm.condition);
      line(indent, "then");
      expr(indent + 1, arm.value);
    }
    otherwise(indent, node.otherwise);
  }
  void otherwise(int indent, const std::optional<ExprId>& value) {
    if (!value) return;
    line(indent, "otherwise");
    expr(indent + 1, *value);
  }

  // ---- Declarations -------------------------------------------------------------------------------------------------

  std::string members(const Choice& choice) {
    std::string text;
    for (const auto& member : choice.members)
      text += (text.empty() ? "" : ", ") + member.name + label_of(member.name, member.label);
    return "{ " + text + " }";
  }

  void field(const Field& field) {
    std::string text = field.name + label_of(field.name, field.label) + " : " + type_text(program, field.type);
    if (field.type.kind == Kind::choice || field.type.kind == Kind::set) text += " " + members(program.choices[field.type.choice]);
    if (field.key) text += " key";
    if (field.required) text += " required";
    if (field.unit) text += field.unit->name.empty() ? " as ratio" : " in " + field.unit->name;
    if (field.type.kind == Kind::number)
      text += " " + text_of(field.range) + (field.range_declared ? " declared" : "") + " step " + show(field.step);
    if (field.type.kind == Kind::number && field.digits >= 0) text += " digits " + std::to_string(field.digits);
    if (field.decided()) text += " decided by " + quoted(field.decided_by);
    line(1, text);
    if (!field.fallback) return;
    line(2, "default");
    expr(3, *field.fallback);
  }

  void print(const Entity& one) {
    line(0, "entity " + one.name + label_of(one.name, one.label));
    for (const Field& part : one.fields) {
      if (part.in_data()) field(part);
    }
  }

  void print(const Document& document) {
    line(0, "document " + document.name + label_of(document.name, document.label));
    if (document.in_force) line(1, "in force" + text_of(*document.in_force));
    line(1, "rounding " + std::string(text_of(document.rounding.mode)) + " to " + show(document.rounding.unit) + "元");
  }

  void print(const Parameter& parameter) {
    line(0, "parameter " + parameter.name + label_of(parameter.name, parameter.label) + " : " +
                type_text(program, parameter.type) + (parameter.external ? " external" : ""));
    for (const auto& dated : parameter.values) {
      line(1, dated.from ? "from " + to_string(*dated.from) : "always");
      expr(2, dated.value);
    }
  }

  void print(const Target& target) {
    line(0, "target " + target.name + label_of(target.name, target.label) + " over " + program.entities[target.entity].name);
    for (const Citation& citation : target.citations) cites(citation);
    for (const Reach& reach : target.reaches) print(reach, target);
  }

  void print(const Reach& reach, const Target& target) {
    std::string text = "reach";
    for (const Bucket& bucket : reach.buckets) {
      text += bucket.by == Bucket::By::year ? " each year of " : " for each ";
      text += program.entities[target.entity].fields[bucket.field].name;
      if (bucket.by == Bucket::By::list) text += " in " + program.lists[bucket.list].name;
    }
    if (reach.years) text += "," + text_of(*reach.years);
    if (reach.deadline) text += ", deadline " + to_string(*reach.deadline);
    if (reach.tentative) text += ", tentative";
    line(1, text);
    entity = &program.entities[reach.groups];
    expr(2, reach.test.conditions.front().test);
    entity = nullptr;
  }

  void cites(const Citation& citation) {
    std::string text = "cites " + program.documents[citation.document].name + " clause " + citation.clause;
    for (const std::string& fragment : citation.fragments) text += (&fragment == &citation.fragments.front() ? "" : ",") + label_of("", fragment);
    line(1, text);
  }

  void print(const Measure& measure) {
    for (const Measure* body : bodies_of(measure)) print_body(*body);
  }

  void print_body(const Measure& measure) {
    entity = &program.entities[measure.entity];
    line(0, "measure " + measure.name + label_of(measure.name, measure.label) + " for " + entity->name +
                (measure.version.empty() ? "" : ", version " + measure.version));
    for (const Citation& citation : measure.citations) cites(citation);
    if (measure.dated) line(1, "dated " + entity->fields[*measure.dated].name);
    if (measure.in_force) line(1, "in force" + text_of(*measure.in_force));
    line(1, "rounding " + std::string(text_of(measure.rounding.mode)) + " to " + show(measure.rounding.unit) + "元");
    for (LetId let : reached_lets(measure)) {
      line(1, "let " + program.lets[let].name);
      expr(2, program.lets[let].value);
    }
    for (const Condition& condition : measure.conditions) {
      line(1, (condition.hidden ? "known " : "require ") + condition.name + label_of(condition.name, condition.label));
      expr(2, condition.test);
      if (!condition.unless) continue;
      line(1, "unless");
      expr(2, *condition.unless);
    }
    if (measure.pay) {
      line(1, "pay");
      expr(2, measure.pay->amount);
      for (const auto& [kind, bound] : measure.pay->bounds) {
        line(1, std::string(text_of(kind)));
        expr(2, bound);
      }
    }
    entity = nullptr;
  }

  std::set<LetId> reached_lets(const Measure& measure) {
    std::set<LetId> lets(measure.lets.begin(), measure.lets.end());
    visit_reachable(program, roots_of(measure), [&](const Expr& part) {
      if (auto* use = std::get_if<LetValue>(&part.node)) lets.insert(use->let);
    });
    return lets;
  }
};

}  // namespace

std::string print(const Program& program, const std::string& measure) {
  Printer printer{program};
  const bool all = measure.empty();
  auto wanted = [&](const Measure& one) { return all || one.name == measure; };
  std::set<EntityId> entities;
  for (const Measure& one : program.measures) {
    if (wanted(one)) entities.insert(one.entity);
  }
  for (const Document& document : program.documents) {
    if (all) printer.print(document);
  }
  for (size_t i = 0; i < program.entities.size(); ++i) {
    const EntityId id = Store<Entity>::id_at(i);
    const Entity& one = program.entities[id];
    if (!one.of_target && (all || entities.count(id))) printer.print(one);
  }
  for (const Parameter& parameter : program.parameters) {
    if (all) printer.print(parameter);
  }
  for (const Measure& one : program.measures) {
    if (wanted(one)) printer.print(one);
  }
  for (const Target& target : program.targets) {
    if (all || target.name == measure) printer.print(target);
  }
  return printer.out;
}

}  // namespace huice::rules
