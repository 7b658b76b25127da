#include "compiler/program/supply.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/unicode/closest.h"
#include "compiler/ir/from_rules.h"
#include "compiler/program/from_rules.h"
#include "compiler/program/remembered.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/fold.h"
#include "compiler/rules/intervals.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/steps.h"

namespace huice::program {
namespace {

using rules::Constant;
using rules::Kind;

Failure fault(const std::string& place, std::string en, std::string zh) {
  return {Exit::usage, {place + ": " + std::move(en), place + "：" + std::move(zh)}};
}

std::string trimmed(const std::string& text) {
  const char* const blanks = " \t\r";
  const size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// ---- Literals -------------------------------------------------------------------------------------------------------

/// The digits that `text` begins with, with a sign, a point and `_` or `,` between them; the rest is the unit.
std::optional<Rational> take_number(std::string& text) {
  size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  std::string digits;
  int fraction = -1;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool group = (c == '_' || c == ',') && fraction < 0 && !digits.empty();
    if (group) continue;
    if (c == '.' && fraction < 0 && !digits.empty()) {
      fraction = 0;
    } else if (c >= '0' && c <= '9') {
      digits += c;
      if (fraction >= 0) ++fraction;
    } else {
      break;
    }
  }
  constexpr size_t most_digits = 40;
  if (digits.empty() || fraction == 0 || digits.size() > most_digits) return {};
  Rational value = Rational(Integer(digits, 10)) * power_of_ten(-std::max(fraction, 0));
  if (text[0] == '-') value = -value;
  text = text.substr(at);
  return value;
}

Rational whole(int64_t value) { return Rational(Integer(static_cast<long>(value))); }

/// `万元`, `元/亩`, `%`: the type that a number with this suffix has, and what 1 of it is.
struct Suffix {
  rules::Type type;
  Rational factor = 1;
};
std::optional<Suffix> suffix_of(const std::string& text) {
  Suffix suffix;
  const size_t slash = text.find('/');
  const auto over = parse_scaled_unit(text.substr(0, slash));
  if (!over || (over->unit && over->unit->kind == UnitKind::period)) return {};
  suffix.factor = whole(over->magnitude);
  if (over->unit) {
    suffix.type.dimension = over->unit->dimension;
    if (over->unit->kind == UnitKind::percent) suffix.type.share = rules::Share::percent;
    if (over->unit->kind == UnitKind::point) suffix.type.share = rules::Share::point;
    suffix.factor *= whole(over->unit->numerator) / whole(over->unit->denominator);
  }
  if (slash == std::string::npos) return suffix;
  const auto under = parse_scaled_unit(text.substr(slash + 1));
  if (!under || !under->unit) return {};
  suffix.type.dimension = divide(suffix.type.dimension, under->unit->dimension);
  suffix.factor *= whole(under->unit->denominator) / (whole(under->unit->numerator) * whole(under->magnitude));
  return suffix;
}

/// In base units. A number without its unit is no amount of money and no percent.
std::optional<Constant> number_of(const rules::Type& type, std::string text) {
  auto value = take_number(text);
  if (!value) return {};
  Suffix suffix;
  if (!text.empty()) {
    auto read = suffix_of(text);
    if (!read) return {};
    suffix = *read;
  }
  if (suffix.type != type) return {};
  *value *= suffix.factor;
  if (abs(*value) > power_of_ten(18)) return {};
  return Constant(*value);
}

std::optional<Constant> period_of(std::string text) {
  auto value = take_number(text);
  const Unit* unit = find_unit(text);
  constexpr long most = 10000L * 366;
  if (!value || !unit || unit->kind != UnitKind::period || value->get_den() != 1 || *value < 0) return {};
  const Rational count = *value * whole(unit->numerator);
  if (count > most) return {};
  const auto n = static_cast<int32_t>(count.get_num().get_si());
  return Constant(unit->months ? Period{n, 0} : Period{0, n});
}

std::optional<Constant> choice_of(const rules::Choice& choice, const std::string& text) {
  for (size_t i = 0; i < choice.members.size(); ++i) {
    if (choice.members[i].name == text || choice.members[i].label == text) return Constant(static_cast<uint16_t>(i));
  }
  return {};
}

std::optional<Constant> value_of(const rules::Program& rules, const rules::Type& type, const std::string& text) {
  switch (type.kind) {
    case Kind::number:
      return number_of(type, text);
    case Kind::boolean:
      if (text == "true" || text == "是") return Constant(true);
      if (text == "false" || text == "否") return Constant(false);
      return {};
    case Kind::text:
      return Constant(text);
    case Kind::date:
      if (auto date = parse_iso_date(text)) return Constant(*date);
      return {};
    case Kind::datetime:
      if (auto instant = parse_iso_datetime(text)) return Constant(*instant);
      return {};
    case Kind::period:
      return period_of(text);
    case Kind::choice:
      return choice_of(rules.choices[type.choice], text);
    default:
      return {};
  }
}

/// What a value of the type looks like, for the message.
std::string sample_of(const rules::Type& type) {
  if (type.kind == Kind::date) return "2024-12-31";
  if (type.kind == Kind::datetime) return "2024-12-31 09:00:00";
  if (type.kind == Kind::period) return "6个月";
  if (type.kind == Kind::boolean) return "true";
  if (type.kind != Kind::number) return {};
  if (type.share == rules::Share::percent) return "15%";
  if (type.share == rules::Share::point) return "1pp";
  return "12.5" + to_string(type.dimension);
}

// ---- Names ----------------------------------------------------------------------------------------------------------

Result<rules::ParameterId> find(const Program& program, const SuppliedValue& value, bool any) {
  std::vector<std::string> known;
  for (size_t i = 0; i < program.rules.parameters.size(); ++i) {
    const auto id = Store<rules::Parameter>::id_at(i);
    const rules::Parameter& parameter = program.rules.parameters[id];
    known.push_back(parameter.name);
    if (parameter.name != value.parameter && parameter.label != value.parameter) continue;
    if (parameter.external || any) return id;
    return fault(value.place, parameter.name + " is not external: its values stand in the program; try another one with --set",
                 parameter.name + " 不是外部参数，其取值写在政策中；如需试算请用 --set");
  }
  auto close = unicode::closest(value.parameter, known);
  return fault(value.place, "there is no parameter " + value.parameter + (close ? "; did you mean " + *close + "?" : ""),
               "没有参数 " + value.parameter + (close ? "；是否指 " + *close + "？" : ""));
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += '"', ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) cell = trimmed(cell);
  return cells;
}

int column_of(const std::vector<std::string>& head, std::initializer_list<const char*> names) {
  for (size_t i = 0; i < head.size(); ++i) {
    if (std::find(names.begin(), names.end(), head[i]) != names.end()) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

Result<std::vector<SuppliedValue>> read_parameters(const std::string& path, const std::string& bytes) {
  std::vector<SuppliedValue> values;
  std::vector<std::string> head;
  int name = -1, from = -1, value = -1, line_number = 0;
  for (size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string line = trimmed(bytes.substr(at, end - at));
    at = end + 1;
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    const std::string place = path + ":" + std::to_string(line_number);
    auto cells = cells_of(line);
    if (head.empty()) {
      head = std::move(cells);
      name = column_of(head, {"name", "parameter", "名称", "参数"});
      from = column_of(head, {"from", "自", "起始日", "起始日期"});
      value = column_of(head, {"value", "取值", "值"});
      if (name < 0 || value < 0)
        return fault(place, "the first line must name the columns: name,from,value", "首行应为列名：名称,自,取值");
      continue;
    }
    if (cells.size() != head.size())
      return fault(place, std::to_string(cells.size()) + " cells under " + std::to_string(head.size()) + " columns (quote a value that holds a comma)",
                   "有 " + std::to_string(cells.size()) + " 格，列名有 " + std::to_string(head.size()) + " 个（含逗号的取值请加引号）");
    SuppliedValue one{cells[static_cast<size_t>(name)], {}, cells[static_cast<size_t>(value)], place};
    const std::string since = from < 0 ? "" : cells[static_cast<size_t>(from)];
    if (!since.empty()) {
      one.from = parse_iso_date(since);
      if (!one.from) return fault(place, since + " is not a date such as 2024-12-31", since + " 不是日期，应如 2024-12-31");
    }
    values.push_back(std::move(one));
  }
  return values;
}

namespace {

/// Members' values count steps, in which parameters have a part; inner aggregates stand before those that read them.
void renew_steps(Program& program) {
  rules::Program& rules = program.rules;
  for (size_t i = 0; i < rules.aggregates.size(); ++i) {
    rules::Aggregate& aggregate = rules.aggregates[Store<rules::Aggregate>::id_at(i)];
    const auto step = rules::step_of_members(rules, aggregate);
    if (!step) continue;
    aggregate.rows.rounding.unit = *step;
    rules::Field& column = rules.entities[aggregate.owner].fields[aggregate.value];
    if (column.type.kind == rules::Kind::number) column.step = *step;
    if (rules::leaves_room(rules.exprs[aggregate.rows.pay->amount], *step)) continue;
    program.sink.report(diagnostics::Kind::member_too_wide, aggregate.span)
        .hint("round on the way: `rounded down to 0.01元`", "可先取整：`取整 舍去 到 0.01元`");
  }
  program.schemas = make_schemas(rules);
}

}  // namespace

Outcome supply(Program& program, const std::vector<SuppliedValue>& values, bool any) {
  std::map<rules::ParameterId, std::map<std::optional<Date>, rules::ExprId>> supplied;
  for (const SuppliedValue& one : values) {
    auto id = find(program, one, any);
    if (!id) return id.failure();
    const rules::Parameter& parameter = program.rules.parameters[*id];
    auto value = value_of(program.rules, parameter.type, one.text);
    if (!value) {
      const Bilingual is = rules::describe(program.rules, parameter.type);
      const std::string sample = sample_of(parameter.type);
      return fault(one.place, parameter.name + " is " + is.en + (sample.empty() ? "" : ", such as " + sample) + "; this is " + one.text,
                   parameter.name + " 应为" + is.zh + (sample.empty() ? "" : "，如 " + sample) + "，此处是 " + one.text);
    }
    rules::Range range;
    if (auto* number = std::get_if<Rational>(&*value)) {
      range = rules::exactly(*number);
      if (!parameter.range.contains(*number))
        return fault(one.place, parameter.name + " is " + one.text + ", beyond what data of its type can hold", parameter.name + " 为 " + one.text + "，超出该类型数据的范围");
    }
    const rules::ExprId expr = program.rules.exprs.add({rules::literal(*value), parameter.type, range, parameter.span});
    if (!supplied[*id].try_emplace(one.from, expr).second) {
      const std::string date = one.from ? to_string(*one.from) : "";
      return fault(one.place, parameter.name + " has two values" + (date.empty() ? "" : " from " + date),
                   parameter.name + (date.empty() ? " 有两个取值" : " 自 " + date + " 有两个取值"));
    }
  }
  for (auto& [id, dated] : supplied) {
    auto& into = program.rules.parameters[id].values;
    into.clear();
    for (const auto& [from, expr] : dated) into.push_back({from, expr});
  }
  if (supplied.empty()) return Nothing{};
  for (const SuppliedValue& one : values)
    program.supplied += one.parameter + " " + (one.from ? to_string(*one.from) : "always") + " " + std::to_string(one.text.size()) + ":" + one.text + "\n";
  renew_steps(program);
  remembered(program, program.digest, "widths with " + program.supplied, [&] { ir::check_widths(program.rules, program.sink); });
  program.catalogue = make_catalogue(program.rules);
  return Nothing{};
}

namespace {

Outcome check_none(const Program& program, const std::set<rules::ParameterId>& missing) {
  if (missing.empty()) return Nothing{};
  std::string names;
  for (rules::ParameterId id : missing) {
    const rules::Parameter& parameter = program.rules.parameters[id];
    names += (names.empty() ? "" : ", ") + parameter.name + (parameter.label == parameter.name ? "" : " " + parameter.label);
  }
  return Failure{Exit::usage,
                 {"these external parameters have no value: " + names + "; give them with --parameters FILE (lines name,from,value)",
                  "以下外部参数没有取值：" + names + "；请用 --parameters 文件 提供（每行：名称,自,取值）"}};
}

}  // namespace

Outcome check_supplied(const Program& program, const std::vector<uint32_t>& measures) {
  std::set<rules::ParameterId> missing;
  for (uint32_t measure : measures) {
    for (rules::ParameterId id : rules::unsupplied_of(program.rules, program.rules.measures[rules::MeasureId{measure}])) missing.insert(id);
  }
  return check_none(program, missing);
}

Outcome check_targets_supplied(const Program& program, const std::vector<uint32_t>& targets) {
  std::set<rules::ParameterId> missing;
  for (uint32_t target : targets) {
    for (const rules::Reach& reach : program.rules.targets[rules::TargetId{target}].reaches) {
      for (rules::ParameterId id : rules::unsupplied_of(program.rules, reach.test)) missing.insert(id);
    }
  }
  return check_none(program, missing);
}

}  // namespace huice::program
