#include "tests/properties/rows.h"

#include <algorithm>
#include <numeric>

#include "base/decimal.h"
#include "compiler/rules/sites.h"
#include "runtime/batch/cell_text.h"
#include "tests/properties/codes.h"

namespace huice::properties {
namespace {

constexpr int64_t seconds_per_day = 86400;
const std::vector<std::string> alphabet = {"甲", "乙", "A", "B", "a", "1", "，"};

Integer to_integer(__int128 value) {
  Integer result(to_decimal(value));
  return result;
}

/// Clamped to lo…hi.
__int128 within(const batch::Field& field, const Integer& value) {
  if (value <= to_integer(field.lo)) return field.lo;
  if (value >= to_integer(field.hi)) return field.hi;
  return *parse_integer(value.get_str());
}

Rational step_of(const batch::Field& field) {
  Rational step(Integer(static_cast<long>(field.layout.step_num)), Integer(static_cast<long>(field.layout.step_den)));
  step.canonicalize();
  return step;
}

__int128 random_128(Random& random, __int128 hi) {
  auto wide = static_cast<unsigned __int128>(random.next()) << 64 | random.next();
  return static_cast<__int128>(wide % (static_cast<unsigned __int128>(hi) + 1));
}

/// 1 to `bits` significant bits, each length as likely.
__int128 random_size(Random& random, int bits) {
  return random_128(random, (static_cast<__int128>(1) << random.between(1, bits)) - 1);
}

}  // namespace

Rational exact_number(const batch::Batch& batch, uint32_t field, int row) {
  return Rational(to_integer(batch.number(field, row))) * step_of(batch.schema().fields[field]);
}

Constants constants_of(const rules::Program& rules) {
  Constants constants;
  for (const rules::Expr& expr : rules.exprs) {
    if (auto* number = std::get_if<rules::Number>(&expr.node)) constants.numbers.emplace_back(expr.type.dimension, number->value);
    if (auto* date = std::get_if<rules::DateValue>(&expr.node)) constants.dates.push_back(date->value);
    if (auto* instant = std::get_if<rules::DateTimeValue>(&expr.node)) constants.dates.push_back(instant->value.day());
    if (auto* text = std::get_if<rules::Text>(&expr.node)) constants.texts.push_back(text->value);
  }
  auto add_range = [&](const std::optional<rules::DateRange>& range) {
    if (range && range->from) constants.dates.push_back(*range->from);
    if (range && range->to) constants.dates.push_back(*range->to);
  };
  for (const auto& measure : rules.measures) add_range(measure.in_force);
  for (const auto& parameter : rules.parameters) {
    for (const auto& dated : parameter.values) {
      if (dated.from) constants.dates.push_back(*dated.from);
    }
  }
  for (const char* day : {"2024-01-01", "2024-02-29", "2024-12-31"}) constants.dates.push_back(*parse_iso_date(day));
  return constants;
}

batch::Schema vary_layouts(const batch::Schema& schema, Random& random) {
  batch::Schema varied = schema;
  for (batch::Field& field : varied.fields) {
    const bool counts = field.derived && field.hi <= int64_t{1} << 32;  // of members, and codes
    if (field.kind != batch::Kind::number || counts) continue;
    if (random.chance(15)) {
      auto factor = static_cast<int64_t>(power_of_ten_128(static_cast<int>(random.between(1, 4))));
      constexpr __int128 most = static_cast<__int128>(1) << 100;
      if (field.layout.step_den > INT64_MAX / factor || field.hi > most || field.lo < -most) continue;
      field.layout.step_den *= factor;
      const int64_t common = std::gcd(field.layout.step_num, field.layout.step_den);  // a step is in lowest terms
      field.layout.step_num /= common;
      field.layout.step_den /= common;
      field.lo *= factor;
      field.hi *= factor;
      field.layout.wide = field.lo < -INT64_MAX || field.hi > INT64_MAX;
    }
    if (random.chance(5)) field.layout.wide = true;
  }
  return varied;
}

Rows::Rows(const rules::Program& rules, const rules::Entity& entity, const batch::Schema& schema)
    : rules_(rules), entity_(entity), schema_(schema), constants_(constants_of(rules)) {}

__int128 Rows::near_constant(Random& random, uint32_t field) const {
  const batch::Field& column = schema_.fields[field];
  std::vector<const Rational*> fitting;
  for (const auto& [dimension, value] : constants_.numbers) {
    if (dimension == entity_.fields[field].type.dimension) fitting.push_back(&value);
  }
  if (fitting.empty()) return within(column, random.between(-1, 1));
  Rational steps = *random.pick(fitting) / step_of(column);
  return within(column, floor(steps) + random.pick({-1, 0, 0, 0, 1}));
}

/// Another field's value times a constant share: growth of exactly 10%.
__int128 Rows::near_other_field(const batch::Batch& batch, Random& random, uint32_t field, int row) const {
  const batch::Field& column = schema_.fields[field];
  auto other = static_cast<uint32_t>(random.below(schema_.fields.size()));
  bool fits = schema_.fields[other].kind == batch::Kind::number && batch.bound(other) && batch.known(other, row) &&
              entity_.fields[other].type.dimension == entity_.fields[field].type.dimension;
  if (!fits) return near_constant(random, field);
  Rational value = exact_number(batch, other, row);
  if (random.chance(60) && !constants_.numbers.empty()) {
    const auto& [dimension, share] = random.pick(constants_.numbers);
    if (dimension.none()) value *= share;
  }
  return within(column, floor(Rational(value / step_of(column))) + random.pick({-1, 0, 0, 1}));
}

__int128 Rows::number(const batch::Batch& batch, Random& random, uint32_t field, int row, Size size) const {
  const batch::Field& column = schema_.fields[field];
  bool extreme = size == Size::extreme ? random.chance(50) : size == Size::mixed && random.chance(3);
  if (extreme) {
    switch (random.below(4)) {
      case 0: return random.pick({column.lo, column.hi});
      case 1: return within(column, random.chance(50) ? Integer(to_integer(column.lo) + 1) : Integer(to_integer(column.hi) - 1));
      case 2: return within(column, to_integer((random.chance(50) ? 1 : -1) * random_size(random, 110)));
      default: return within(column, to_integer((static_cast<__int128>(1) << random.between(30, 63)) - random.below(2)));
    }
  }
  int sign = column.lo < 0 && random.chance(40) ? -1 : 1;
  switch (random.below(10)) {
    case 0: return within(column, 0);
    case 1: return within(column, sign * random.between(0, 3));
    case 2:
    case 3:
    case 4: return near_constant(random, field);
    case 5: return near_other_field(batch, random, field, row);
    case 6: return within(column, to_integer(sign * random_size(random, 30)));
    default: {  // a plausible whole number of base units
      Rational value = Integer(static_cast<long>(sign * random.between(0, 200) * random.pick({1, 1, 10, 10000})));
      return within(column, floor(Rational(value * (random.chance(30) ? Rational(1, 100) : Rational(1)) / step_of(column))));
    }
  }
}

Date Rows::date(Random& random, Size size) const {
  if (size != Size::ordinary && random.chance(4)) {
    return random.pick({*make_date(1, 1, 1), *make_date(9999, 12, 31), *make_date(1, 1, 2), *make_date(9999, 11, 30)});
  }
  if (random.chance(30)) return Date{static_cast<int32_t>(random.between(make_date(2023, 1, 1)->days, make_date(2026, 12, 31)->days))};
  int32_t day = random.pick(constants_.dates).days + static_cast<int32_t>(random.pick({-1, 0, 0, 0, 1, 31, 366, -90}));
  return Date{std::clamp(day, make_date(1, 1, 1)->days, make_date(9999, 12, 31)->days)};
}

std::string Rows::text(Random& random) const {
  if (random.chance(12)) return random_code(random);
  std::string text;
  if (random.chance(60) && !constants_.texts.empty()) text = random.pick(constants_.texts);
  switch (random.below(4)) {
    case 0: return text;
    case 1:
      for (uint64_t i = random.below(3); i > 0; --i) text += random.pick(alphabet);
      return text;
    case 2: return text.substr(0, random.below(text.size() + 1));  // maybe in the middle of a character
    default: return random.chance(20) ? std::string(random.below(300), 'A') + text : text;
  }
}

/// What gathering members could have left: mostly a value, sometimes causes or an error.
void Rows::set_aggregated(batch::Batch& batch, Random& random, uint32_t field, int row, Size size) const {
  const auto& origin = std::get<rules::Aggregated>(entity_.fields[field].origin);
  const rules::Aggregate& aggregate = rules_.aggregates[origin.aggregate];
  switch (origin.part) {
    case rules::AggregatePart::value: return set(batch, random, field, row, size);
    case rules::AggregatePart::count: return batch.set_number(field, row, random.pick<int64_t>({0, 1, 1, 2, 3, 7, 1000}));
    case rules::AggregatePart::error: {
      const auto kind = static_cast<int64_t>(random.between(HUICE_DIVISION_BY_ZERO, HUICE_CONFLICT));
      const auto site = static_cast<int64_t>(random.below(rules::sites_of(rules_, aggregate.rows).names.size()));
      return batch.set_number(field, row, random.chance(5) ? kind << 12 | site : 0);
    }
    case rules::AggregatePart::causes: {
      const size_t causes = aggregate.cause_names.size();
      const uint64_t all = causes < MemberSet::most ? (uint64_t{1} << causes) - 1 : ~uint64_t{0};
      return batch.set_members(field, row, MemberSet{random.chance(92) ? 0 : random.next() & all});
    }
  }
}

void Rows::follow(batch::Batch& batch, int row) const {
  for (uint32_t field = 0; field < schema_.fields.size(); ++field) {
    const auto* listed = std::get_if<rules::Listed>(&entity_.fields[field].origin);
    if (!listed || !batch.known(listed->field, row)) continue;
    const TextList& entries = *rules_.lists[listed->list].entries;
    const auto text = batch.text(listed->field, row);
    if (listed->part == rules::ListPart::member) {
      batch.set_boolean(field, row, entries.contains(text));
    } else if (const TextList::Span* span = entries.span(text, listed->span)) {
      batch.set_date(field, row, listed->part == rules::ListPart::from ? span->from : span->to);
    }
  }
}

void Rows::set(batch::Batch& batch, Random& random, uint32_t field, int row, Size size) const {
  switch (schema_.fields[field].kind) {
    case batch::Kind::number: return batch.set_number(field, row, number(batch, random, field, row, size));
    case batch::Kind::boolean: return batch.set_boolean(field, row, random.chance(60));
    case batch::Kind::choice:
      return batch.set_choice(field, row, static_cast<uint16_t>(random.below(schema_.fields[field].codes.size())));
    case batch::Kind::set: {
      const size_t members = schema_.fields[field].codes.size();
      const uint64_t all = members < MemberSet::most ? (uint64_t{1} << members) - 1 : ~uint64_t{0};
      return batch.set_members(field, row, MemberSet{random.pick({uint64_t{0}, all, random.next() & all, random.next() & random.next() & all})});
    }
    case batch::Kind::date: return batch.set_date(field, row, date(random, size));
    case batch::Kind::datetime: {
      int64_t of_day = random.pick<int64_t>({0, 0, seconds_per_day - 1, 9 * 3600, random.between(0, seconds_per_day - 1)});
      return batch.set_datetime(field, row, DateTime{int64_t{date(random, size).days} * seconds_per_day + of_day});
    }
    case batch::Kind::text: return batch.set_text(field, row, text(random));
  }
}

batch::Batch Rows::batch(Random& random, int rows, Size size, bool needs_as_of) const {
  std::vector<bool> bound;
  std::vector<int> missing;  // percent
  int most_missing = random.pick({0, 3, 10, 30});
  const bool gathered = !random.chance(2);
  for (uint32_t i = 0; i < schema_.fields.size(); ++i) {
    const batch::Field& field = schema_.fields[i];
    const rules::Origin& origin = entity_.fields[i].origin;
    const bool aggregated = std::holds_alternative<rules::Aggregated>(origin), listed = std::holds_alternative<rules::Listed>(origin);
    const bool only_name = std::holds_alternative<rules::OnlyName>(origin);
    bound.push_back(aggregated ? gathered : !only_name && (listed || field.required || !random.chance(2)));
    missing.push_back(field.required || aggregated ? 0 : static_cast<int>(random.below(most_missing + 1)) * (field.decided ? 2 : 1));
  }
  batch::Batch batch(schema_, bound);
  batch.set_rows(rows);
  if (needs_as_of || random.chance(80)) batch.set_as_of(date(random, size).days);
  for (uint32_t field = 0; field < schema_.fields.size(); ++field) {
    if (!bound[field] || std::holds_alternative<rules::Listed>(entity_.fields[field].origin)) continue;
    const bool aggregated = std::holds_alternative<rules::Aggregated>(entity_.fields[field].origin);
    for (int row = 0; row < rows; ++row) {
      if (aggregated) set_aggregated(batch, random, field, row, size);
      else if (!random.chance(missing[field])) set(batch, random, field, row, size);
    }
  }
  for (int row = 0; row < rows; ++row) follow(batch, row);
  return batch;
}

std::string Rows::describe(const batch::Batch& batch, int row) const {
  std::string out = batch.as_of() == HUICE_NO_DATE ? "" : "  as of " + to_string(Date{batch.as_of()}) + "\n";
  for (uint32_t i = 0; i < schema_.fields.size(); ++i) {
    const batch::Field& field = schema_.fields[i];
    out += "  #" + std::to_string(i) + " " + field.name + " = ";
    if (!batch.bound(i) || !batch.known(i, row)) {
      out += "missing";
    } else {
      switch (field.kind) {
        case batch::Kind::number:
          out += exact_number(batch, i, row).get_str() + " (" +
                 to_decimal(batch.number(i, row)) + " steps of " + step_of(field).get_str() + (field.layout.wide ? ", wide)" : ")");
          break;
        case batch::Kind::boolean: out += batch.boolean(i, row) ? "true" : "false"; break;
        case batch::Kind::choice: out += field.codes[batch.choice(i, row)]; break;
        case batch::Kind::set: batch::append_cell(out, batch, i, row); break;
        case batch::Kind::date: out += to_string(batch.date(i, row)); break;
        case batch::Kind::datetime: out += to_string(batch.datetime(i, row)); break;
        case batch::Kind::text: out += "\"" + std::string(batch.text(i, row)) + "\""; break;
      }
    }
    out += field.decided ? " (decided)\n" : "\n";
  }
  return out;
}

}  // namespace huice::properties
