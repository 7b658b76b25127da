#include "compiler/schemas/cells.h"

#include "base/rounding.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/fold.h"

namespace huice::schemas {
namespace {

/// A percent whose field says no unit is written with its sign: 30%.
rules::CellUnit unit_of(const rules::Field& field) {
  if (field.unit) return *field.unit;
  if (field.type.share == rules::Share::percent) return {"%", Rational(1, 100)};
  return {"", 1};
}

constexpr int most_digits = 18;

int digits_of(const rules::Field& field, const Rational& factor) {
  if (field.digits >= 0) return field.digits;
  Rational step = field.step / factor;
  int digits = 0;
  while (digits < most_digits && step.get_den() != 1) {
    step *= 10;
    ++digits;
  }
  return digits;
}

Rational floor_to(const Rational& value, const Rational& step) {
  const Rational count = value / step;
  Integer whole;
  mpz_fdiv_q(whole.get_mpz_t(), count.get_num().get_mpz_t(), count.get_den().get_mpz_t());
  return Rational(whole) * step;
}

std::string text_of(const rules::Program&, const Rational& value, const rules::Field& field) {
  return rules::show(Rational(value / unit_of(field).factor));
}
std::string text_of(const rules::Program&, bool value, const rules::Field&) { return value ? "true" : "false"; }
std::string text_of(const rules::Program&, const std::string& value, const rules::Field&) { return value; }
std::string text_of(const rules::Program&, Date value, const rules::Field&) { return to_string(value); }
std::string text_of(const rules::Program&, DateTime value, const rules::Field&) { return to_string(value); }
std::string text_of(const rules::Program&, Period, const rules::Field&) { return ""; }
std::string text_of(const rules::Program& rules, uint16_t code, const rules::Field& field) {
  return rules.choices[field.type.choice].members[code].name;
}

/// As cells write it: `high_tech;little_giant`.
std::string text_of(const rules::Program& rules, const MemberSet& value, const rules::Field& field) {
  std::string text;
  const auto& members = rules.choices[field.type.choice].members;
  for (size_t i = 0; i < members.size(); ++i)
    if (value.has(static_cast<unsigned>(i))) text += (text.empty() ? "" : ";") + members[i].name;
  return text;
}

}  // namespace

NumberCells cells_of(const rules::Field& field) {
  const rules::CellUnit unit = unit_of(field);
  NumberCells cells;
  cells.unit = unit.name;
  cells.digits = digits_of(field, unit.factor);
  Rational step = 1;
  for (int i = 0; i < cells.digits; ++i) step /= 10;
  if (field.range.lo) cells.least = rules::show(Rational(-floor_to(-*field.range.lo / unit.factor, step)));
  if (field.range.hi) cells.most = rules::show(floor_to(*field.range.hi / unit.factor, step));
  for (const std::string& bound : {cells.least, cells.most}) {
    const size_t begin = bound.rfind('-', 0) == 0 ? 1 : 0;
    cells.whole_digits = std::max(cells.whole_digits, std::min(bound.find('.'), bound.size()) - begin);
  }
  return cells;
}

std::optional<std::string> default_of(const rules::Program& rules, const rules::Field& field) {
  if (!field.fallback) return std::nullopt;
  const auto value = rules::fold(rules, *field.fallback);
  if (!value) return std::nullopt;
  return std::visit([&](const auto& known) { return text_of(rules, known, field); }, *value);
}

}  // namespace huice::schemas
