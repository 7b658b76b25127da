#include "tests/properties/supplied.h"

#include <stdexcept>

#include "base/date.h"
#include "tests/properties/random.h"

namespace huice::properties {
namespace {

uint64_t seed_of(const std::string& name, uint64_t stream) {
  uint64_t seed = stream;
  for (const char c : name) seed = derive(seed, static_cast<unsigned char>(c));
  return seed;
}

/// Ordinary figures mostly; data of the type can hold all of them, or 1 is given.
std::string number_text(const rules::Parameter& parameter, Random& random) {
  const bool share = parameter.type.share != rules::Share::none;
  const std::string unit = parameter.type.share == rules::Share::percent ? "%" : share ? "pp" : to_string(parameter.type.dimension);
  const std::string figure = random.pick({"0", "1", "3", "7.0770", "12", "50", "100", "0.5", "2_000", "50000", "1000000", "0.001", "-2", "999999999999", "0.000000001"});
  std::string plain = figure;
  std::erase(plain, '_');
  const size_t point = plain.find('.');
  Rational value;
  if (point == std::string::npos) {
    value = Integer(plain, 10);
  } else {
    const auto digits = static_cast<int>(plain.size() - point - 1);
    value = Rational(Integer(plain.substr(0, point) + plain.substr(point + 1), 10)) * power_of_ten(-digits);
  }
  if (share) value /= 100;
  return (parameter.range.contains(value) ? figure : "1") + unit;
}

std::string text_of(const rules::Program& rules, const rules::Parameter& parameter, Random& random) {
  switch (parameter.type.kind) {
    case rules::Kind::number: return number_text(parameter, random);
    case rules::Kind::boolean: return random.pick({"true", "false", "是", "否"});
    case rules::Kind::text: return random.pick({"甲", "甲乙", "A", "AB", "带\"引号", "91320100", "a,b"});
    case rules::Kind::date: return random.pick({"2024-01-01", "2024-02-29", "2024-12-31", "1969-12-31", "9999-12-31"});
    case rules::Kind::datetime: return random.pick({"2024-10-01 00:00:00", "2024-12-31 23:59:59", "1970-01-01 00:00:01"});
    case rules::Kind::period: return random.pick({"90日", "6个月", "3年", "2周", "0日", "1个月"});
    case rules::Kind::choice: {
      const auto& member = random.pick(rules.choices[parameter.type.choice].members);
      return random.chance(50) ? member.name : member.label;
    }
    default: return "";
  }
}

program::SuppliedValue value_of(const rules::Program& rules, const rules::Parameter& parameter, std::optional<Date> from, Random& random) {
  return {parameter.name, from, text_of(rules, parameter, random), "random"};
}

void supply_or_throw(program::Program& program, const std::vector<program::SuppliedValue>& values, bool any) {
  if (auto done = program::supply(program, values, any); !done) throw std::runtime_error("supplied values are refused: " + done.failure().message.en);
}

}  // namespace

std::vector<program::SuppliedValue> supplied_values(const rules::Program& rules) {
  std::vector<program::SuppliedValue> values;
  for (const rules::Parameter& parameter : rules.parameters) {
    if (!parameter.external) continue;
    Random random(seed_of(parameter.name, 1));
    if (random.chance(40)) {
      values.push_back(value_of(rules, parameter, std::nullopt, random));
      continue;
    }
    Date from = *make_date(random.pick({2000, 2023, 2024}), 1, 1);
    for (int more = static_cast<int>(random.between(1, 4)); more > 0; --more) {
      values.push_back(value_of(rules, parameter, from, random));
      from.days += static_cast<int32_t>(random.between(1, 500));
    }
  }
  return values;
}

std::vector<program::SuppliedValue> what_ifs(const rules::Program& rules) {
  std::vector<program::SuppliedValue> values;
  for (const rules::Parameter& parameter : rules.parameters) {
    Random random(seed_of(parameter.name, 2));
    if (random.chance(15)) values.push_back(value_of(rules, parameter, std::nullopt, random));
  }
  return values;
}

std::string parameters_csv(const std::vector<program::SuppliedValue>& values) {
  std::string csv = "name,from,value\n";
  const auto quoted = [](const std::string& text) {
    std::string cell = "\"";
    for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
    return cell + "\"";
  };
  for (const auto& value : values) csv += quoted(value.parameter) + "," + (value.from ? to_string(*value.from) : "") + "," + quoted(value.text) + "\n";
  return csv;
}

void supply_all(program::Program& program) {
  const auto read = program::read_parameters("parameters.csv", parameters_csv(supplied_values(program.rules)));
  if (!read) throw std::runtime_error("a file of parameters is refused: " + read.failure().message.en);
  supply_or_throw(program, *read, false);
  supply_or_throw(program, what_ifs(program.rules), true);
}

}  // namespace huice::properties
