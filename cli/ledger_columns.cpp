#include "cli/ledger_columns.h"

#include <algorithm>

#include "base/units.h"
#include "runtime/batch/fold.h"

namespace huice::cli {
namespace {

using batch::Kind;

struct Named {
  const char *name, *label;
  Kind kind;
  bool required;
};
constexpr Named own[payment_columns] = {
    {"measure", "措施", Kind::text, true},       {"version", "版本", Kind::text, false},
    {"key", "主键", Kind::text, false},          {"date", "基准日", Kind::date, true},
    {"amount", "金额", Kind::number, true},      {"pool", "资金池", Kind::text, false},
    {"charged", "占用额", Kind::number, false},  {"category", "类别", Kind::text, false},
    {"computed", "核算额", Kind::number, false}, {"decision", "有效判定", Kind::text, false},
    {"reasons", "理由", Kind::text, false},      {"shares", "分担", Kind::text, false},
    {"fields", "字段", Kind::text, false},       {"inputs", "输入摘要", Kind::text, false},
};

/// Yuan by the fen, in every unit of money that a header may name.
void make_money(batch::Field& field) {
  const Unit& base = *find_unit("元");
  field.units.push_back({"元", 1, 1});
  for (const Unit& unit : all_units()) {
    if (unit.kind != UnitKind::quantity || unit.dimension != base.dimension) continue;
    field.units.push_back({std::string(unit.name), unit.numerator, unit.denominator});
    for (const Magnitude& magnitude : all_magnitudes())
      field.units.push_back(
          {std::string(magnitude.name) + std::string(unit.name), magnitude.factor * unit.numerator, unit.denominator});
  }
  field.layout = {1, 100, false};
  field.hi = 100'000'000'000'000'000;  // 10^15 yuan, as everywhere
  field.lo = -field.hi;
}

batch::Field column_of(const Named& words) {
  batch::Field field;
  field.name = words.name;
  field.label = words.label;
  field.kind = words.kind;
  field.required = words.required;
  field.defaulted = !words.required;
  if (words.kind == Kind::number) make_money(field);
  return field;
}

bool taken(const std::string& name) {
  const std::string wish = batch::folded(name);
  return std::any_of(std::begin(own), std::end(own),
                     [&](const Named& words) { return wish == words.name || wish == words.label; });
}

}  // namespace

PaymentSchema measures_schema(const program::Program& program) {
  PaymentSchema result;
  for (const Named& words : own) result.schema.fields.push_back(column_of(words));
  result.wanted.fields.assign(payment_columns, false);
  result.wanted.fields[measure_column] = result.wanted.fields[key_column] = true;
  result.wanted.aliases = program.project.columns;
  return result;
}

PaymentSchema payments_schema(const program::Program& program, uint32_t entity, bool keyed) {
  PaymentSchema result = measures_schema(program);
  result.wanted.fields.assign(payment_columns, true);
  const batch::Schema& all = program.schemas[entity];
  result.schema.entity = all.entity;
  result.schema.label = all.label;
  for (uint32_t f = 0; f < program.catalogue.entities[entity].in_data; ++f) {
    batch::Field field = all.fields[f];
    if (taken(field.name)) field.name = field.label;
    if (taken(field.label)) field.label = field.name;
    if (taken(field.name)) {
      result.fields.push_back(UINT32_MAX);
      continue;
    }
    field.key = field.key && !keyed;
    field.required = false;
    field.defaulted = !field.key;
    result.fields.push_back(static_cast<uint32_t>(result.schema.fields.size()));
    result.schema.fields.push_back(std::move(field));
    result.wanted.fields.push_back(true);
  }
  return result;
}

}  // namespace huice::cli
