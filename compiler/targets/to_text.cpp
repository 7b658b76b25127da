// Lines as a table, as CSV and as JSON.
#include <nlohmann/json.hpp>

#include "compiler/explanation/display.h"
#include "compiler/rules/walk.h"
#include "compiler/targets/assessment.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/table.h"

namespace huice::targets {
namespace {

using rules::Want;

std::string_view sign(Want want) {
  switch (want) {
    case Want::equal:
      return "=";
    case Want::not_equal:
      return "!=";
    case Want::less:
      return "<";
    case Want::less_equal:
      return "<=";
    case Want::greater:
      return ">";
    case Want::greater_equal:
      return ">=";
    case Want::between:
      return "between";
    case Want::about:
      return "about";
  }
  return "";
}

std::string joined(const std::vector<std::string>& items, const char* between) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : between) + item;
  return text;
}

/// What a line's values are measured in.
struct Measured {
  rules::Type type;
  std::optional<rules::CellUnit> unit;
};

/// The unit in which the data have such numbers.
std::optional<rules::CellUnit> unit_of(const rules::Program& program, const rules::Reach& reach, const rules::Type& type) {
  std::optional<rules::CellUnit> unit;
  for (rules::AggregateId id : reach.aggregates) {
    const rules::Aggregate& aggregate = program.aggregates[id];
    rules::visit_reachable(program, rules::roots_of(aggregate.rows), [&](const rules::Expr& expr) {
      const auto* use = std::get_if<rules::FieldValue>(&expr.node);
      if (unit || use == nullptr || expr.type != type) return;
      unit = program.entities[aggregate.member].fields[use->field].unit;
    });
  }
  return unit;
}

struct Writer {
  const program::Program& program;
  Language language = Language::en;

  const rules::Reach& reach(const Line& line) const { return program.rules.targets[line.target].reaches[line.reach]; }
  bool zh() const { return language == Language::zh; }

  Measured measured(const rules::Reach& reach, rules::ExprId id) const {
    const rules::Type& type = program.rules.exprs[id].type;
    return {type, unit_of(program.rules, reach, type)};
  }

  // ---- For people -----------------------------------------------------------------------------------------------------

  std::string show(const std::optional<reference::Value>& value, const Measured& in) const {
    if (!value) return "";
    if (const auto* number = std::get_if<Rational>(&*value)) return show(*number, in);
    return explanation::show(program.rules, *value, in.type, in.unit ? &*in.unit : nullptr, language);
  }

  /// What never ends is rounded: the table compares, JSON has six digits.
  std::string show(const Rational& value, const Measured& in, Rounding mode = Rounding::half_up) const {
    const Rational whole = value / scale(in);
    const Rational near = round_to(whole, mode, power_of_ten(-4));
    const rules::CellUnit* unit = in.unit ? &*in.unit : nullptr;
    return (near == whole ? "" : "≈") + explanation::show_number(Rational(near * scale(in)), in.type, unit, language);
  }

  std::string value(const Line& line) const {
    const auto& goal = reach(line).goal;
    return goal ? show(line.value, measured(reach(line), goal->value)) : "";
  }

  /// `>= 80%`, `1 to 2`, `about 2500 within 5%`
  std::string threshold(const Line& line) const {
    const auto& goal = reach(line).goal;
    if (!goal) return "";
    std::vector<std::string> shown;
    for (size_t i = 0; i < goal->bounds.size(); ++i) {
      shown.push_back(line.bounds[i] ? show(line.bounds[i], measured(reach(line), goal->bounds[i])) : "?");
    }
    if (goal->want == Want::between) return shown[0] + (zh() ? " 至 " : " to ") + shown[1];
    if (goal->want == Want::about) return (zh() ? "约 " : "about ") + shown[0] + (zh() ? " 误差 " : " within ") + shown[1];
    return std::string(sign(goal->want)) + " " + shown[0];
  }

  std::string gap(const Line& line) const {
    if (!line.gap || *line.gap == 0) return "";
    Measured in = measured(reach(line), reach(line).goal->value);
    if (in.type.kind != rules::Kind::number) return explanation::plain(*line.gap) + (zh() ? "日" : *line.gap == 1 ? " day" : " days");
    if (in.type.share == rules::Share::percent) in.type.share = rules::Share::point;
    return show(*line.gap, in, Rounding::up);
  }

  std::string outcome(const Line& line) const { return std::string(zh() ? label_zh(line.status) : name(line.status)); }

  std::vector<std::string> row(const Line& line) const {
    const rules::Target& target = program.rules.targets[line.target];
    return {zh() ? target.label : target.name, group_text(program.rules, reach(line), line.group, zh()), outcome(line), value(line), threshold(line),
            gap(line), line.deadline ? to_string(*line.deadline) : "", reach(line).tentative ? (zh() ? "力争" : "tentative") : "",
            joined(line.reasons, ", ")};
  }

  // ---- For programs ---------------------------------------------------------------------------------------------------

  /// A plain decimal in `unit`, dates as they are; of what never ends six digits.
  std::string plain(const reference::Value& value, const Measured& in) const {
    const auto* number = std::get_if<Rational>(&value);
    if (number == nullptr) return explanation::show(program.rules, value, in.type, nullptr, Language::en);
    return explanation::approximate(Rational(*number / scale(in)), 6);
  }
  Rational scale(const Measured& in) const {
    if (in.type.share != rules::Share::none) return {1, 100};
    return in.unit && !is_money(in.type.dimension) ? in.unit->factor : Rational(1);
  }
  std::string unit(const Measured& in) const {
    if (in.type.kind != rules::Kind::number) return "";
    if (in.type.share == rules::Share::percent) return "%";
    if (in.type.share == rules::Share::point) return "pp";
    return in.unit && !is_money(in.type.dimension) ? in.unit->name : to_string(in.type.dimension);
  }

  nlohmann::ordered_json json(const Line& line) const {
    nlohmann::ordered_json out;
    const rules::Target& target = program.rules.targets[line.target];
    const auto& goal = reach(line).goal;
    const auto text = [](const std::string& written) { return written.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(written); };
    out["id"] = target.name;
    out["label"] = target.label;
    out["clauses"] = program.catalogue.targets[line.target.value].clauses;
    out["group"] = text(group_text(program.rules, reach(line), line.group, false));
    out["status"] = name(line.status);
    std::vector<std::string> bounds;
    for (size_t i = 0; goal && i < goal->bounds.size(); ++i) {
      bounds.push_back(line.bounds[i] ? plain(*line.bounds[i], measured(reach(line), goal->bounds[i])) : "");
    }
    out["value"] = text(goal && line.value ? plain(*line.value, measured(reach(line), goal->value)) : "");
    out["op"] = text(goal ? std::string(sign(goal->want)) : "");
    out["threshold"] = text(joined(bounds, ";"));
    out["gap"] = text(line.gap ? gap_number(line) : "");
    out["unit"] = text(goal ? unit(measured(reach(line), goal->value)) : "");
    out["deadline"] = text(line.deadline ? to_string(*line.deadline) : "");
    out["tentative"] = reach(line).tentative;
    out["reasons"] = line.reasons;
    return out;
  }

  /// Rounded away from zero: what is lacking never shows as nothing.
  std::string gap_number(const Line& line) const {
    const Measured in = measured(reach(line), reach(line).goal->value);
    return explanation::plain(round_to(Rational(*line.gap / scale(in)), Rounding::up, power_of_ten(-6)));
  }
};

}  // namespace

std::string to_text(const program::Program& program, const std::vector<Line>& lines, Language language) {
  const bool zh = language == Language::zh;
  const Writer writer{program, language};
  const std::vector<std::string> header = zh ? std::vector<std::string>{"目标", "组", "状态", "实际值", "目标值", "差距", "截止日", "力争", "因"}
                                             : std::vector<std::string>{"id", "group", "status", "value", "threshold", "gap", "deadline", "tentative", "because"};
  decisions::Table table(header, {false, false, false, true, true, true, false, false, false});
  for (const Line& line : lines) table.add(writer.row(line));
  return table.text();
}

std::string to_csv(const program::Program& program, const std::vector<Line>& lines) {
  const Writer writer{program};
  std::string text = "id,group,status,value,op,threshold,gap,unit,deadline,tentative,reasons\n";
  for (const Line& line : lines) {
    const auto json = writer.json(line);
    const auto cell = [&](const char* name) { return json[name].is_string() ? json[name].get<std::string>() : std::string(); };
    const std::vector<std::string> cells{cell("id"),  cell("group"), cell("status"),   cell("value"),                                    cell("op"), cell("threshold"),
                                         cell("gap"), cell("unit"),  cell("deadline"), json["tentative"].get<bool>() ? "true" : "false", joined(line.reasons, ";")};
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) text += ',';
      decisions::append_csv(text, cells[i]);
    }
    text += '\n';
  }
  return text;
}

std::string to_json(const program::Program& program, const std::vector<Line>& lines) {
  const Writer writer{program};
  auto all = nlohmann::ordered_json::array();
  for (const Line& line : lines) all.push_back(writer.json(line));
  return nlohmann::ordered_json{{"targets", all}}.dump(2) + "\n";
}

}  // namespace huice::targets
