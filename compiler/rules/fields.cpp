// Entities: what each field's data look like, and within which limits.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

/// What the data of a form allow where the field says nothing (docs/language.md, "Numbers are exact").
struct Limits {
  Rational most;  // in the field's unit
  int digits;     // as written in the field's unit; -1: whole steps of `step`
  Rational step;  // base units
};
Limits limits_of(const DeclaredType& declared) {
  switch (declared.form) {
    case Form::money:
      return {power_of_ten(15), -1, Rational(1, 100)};
    case Form::percent:
      return {power_of_ten(4), -1, power_of_ten(-6)};
    case Form::integer:
      return {power_of_ten(15), 0, 1};
    case Form::decimal:
      return {power_of_ten(15), declared.digits, power_of_ten(-declared.digits)};
    case Form::quantity:
    case Form::other:
      break;
  }
  Rational factor = declared.unit ? declared.unit->factor : Rational(1);
  return {power_of_ten(12) * factor, 4, factor * power_of_ten(-4)};
}

}  // namespace

void set_limits(Parameter& parameter, const DeclaredType& declared) {
  if (declared.type.kind != Kind::number) return;
  const Limits limits = limits_of(declared);
  parameter.range = {Rational(-limits.most), limits.most};
  parameter.step = limits.step;
}

namespace {

struct Build {
  Checker& checker;
  const syntax::Field& written;
  const DeclaredType& declared;
  Field& field;
  bool whole = true;

  bool numeric() const { return declared.type.kind == Kind::number; }

  void refuse(Span span, const char* option, const char* option_zh) {
    Bilingual type = describe(checker.program, declared.type);
    checker.report(Fault::option_not_allowed, span,
                   {{"option", option}, {"option_zh", option_zh}, {"type", type.en}, {"type_zh", type.zh}});
    whole = false;
  }

  /// `in 万元`, `in %`, `as ratio`.
  void read_unit() {
    field.unit = numeric() ? declared.unit : std::nullopt;
    if (written.as_ratio) {
      if (declared.form != Form::percent || written.unit) return refuse(written.span, "as ratio", "as ratio");
      field.unit = CellUnit{"", 1};
    }
    if (!written.unit) return;
    if (!numeric()) return refuse(written.unit->span, "in UNIT", "计量单位");
    auto scaled = check_suffix(checker, *written.unit);
    if (!scaled) {
      whole = false;
      return;
    }
    if (scaled->type != declared.type) {
      report_mismatch(checker, written.unit->span, scaled->type, declared.type);
      whole = false;
      return;
    }
    field.unit = CellUnit{suffix_name(*written.unit), scaled->factor};
  }

  void read_digits(const Limits& limits) {
    field.digits = limits.digits;
    field.step = limits.step;
    if (declared.form == Form::quantity && field.unit) field.step = field.unit->factor * power_of_ten(-4);
    if (!written.digits) return;
    if (!numeric() || declared.form == Form::integer) return refuse(written.span, "digits", "位数");
    Rational unit = field.unit ? field.unit->factor : declared.form == Form::percent ? Rational(1, 100) : Rational(1);
    field.digits = *written.digits;
    field.step = unit * power_of_ten(-*written.digits);
  }

  void read_range(const Limits& limits) {
    if (!numeric()) {
      if (written.range) refuse(written.range->span, "from … to", "自 … 至");
      if (written.may_be_negative) refuse(written.span, "may be negative", "可为负");
      return;
    }
    field.may_be_negative = written.may_be_negative;
    field.range = {written.may_be_negative ? Rational(-limits.most) : Rational(0), limits.most};
    if (!written.range) return;
    Maybe from = check_constant(checker, written.range->from, &declared.type);
    Maybe to = check_constant(checker, written.range->to, &declared.type);
    if (!from || !to) {
      whole = false;
      return;
    }
    field.range_declared = true;
    field.range = {number_of(checker, *from), number_of(checker, *to)};
    field.may_be_negative = *field.range.lo < 0;
    // Wider ranges would not fit the columns.
    const Rational widest = power_of_ten(18) * (field.unit ? field.unit->factor : Rational(1));
    if (*field.range.lo > *field.range.hi) {
      checker.report(Fault::range_reversed, written.range->span);
      whole = false;
    } else if (*field.range.lo < -widest || *field.range.hi > widest) {
      report_outside(written.range->span, *field.range.lo < -widest ? *field.range.lo : *field.range.hi, {-widest, widest});
      whole = false;
    } else if (field.step != 0 && ceil(Rational(*field.range.lo / field.step)) > floor(Rational(*field.range.hi / field.step))) {
      checker.report(Fault::empty_range, written.range->span,
                     {{"step", show(field.step, declared.type)}, {"lo", show(*field.range.lo, declared.type)}, {"hi", show(*field.range.hi, declared.type)}})
          .hint("widen the range, or give more `digits`", "请放宽范围，或增加“位数”");
      whole = false;
    }
  }

  void report_outside(Span span, const Rational& value, const Range& range) {
    checker.report(Fault::value_out_of_range, span,
                   {{"value", show(value, declared.type)},
                    {"lo", show(*range.lo, declared.type)},
                    {"hi", show(*range.hi, declared.type)}});
  }

  void read_fallback() {
    if (!written.fallback) return;
    if (written.required) {
      checker.report(Fault::required_with_default, checker.tree.exprs[*written.fallback].span);
      whole = false;
      return;
    }
    field.fallback = check_constant(checker, *written.fallback, &declared.type);
    whole = whole && field.fallback;
    if (!field.fallback || !numeric()) return;
    const Rational value = number_of(checker, *field.fallback);
    if (!field.range.contains(value)) {
      report_outside(checker.expr(*field.fallback).span, value, field.range);
      whole = false;
    } else {
      whole = fits_declared(checker, declared, *field.fallback) && whole;
    }
  }
};

/// False, after a report, when the field cannot be used.
bool build(Checker& checker, const syntax::Field& written, Field& field) {
  auto declared = check_type(checker, written.type);
  if (!declared) return false;
  if (declared->type.kind == Kind::period) {
    checker.report(Fault::period_field, written.type.span);
    return false;
  }
  // `money in 万美元` is money in US dollars.
  if (declared->form == Form::money && written.unit) {
    auto scaled = check_suffix(checker, *written.unit);
    if (scaled && is_money(scaled->type.dimension)) declared->type = scaled->type;
  }
  field.type = declared->type;
  Build parts{checker, written, *declared, field};
  const Limits limits = limits_of(*declared);
  parts.read_unit();
  parts.read_digits(limits);
  parts.read_range(limits);
  parts.read_fallback();
  return parts.whole;
}

void check_entity(Checker& checker, EntityId id) {
  const auto& written = std::get<syntax::Entity>(checker.entity_items[id.value]->node);
  auto& names = checker.field_names[id.value];
  std::map<std::string, Span> heads;  // what a column may be called
  for (const syntax::Field& one : written.fields) {
    Field field;
    field.name = one.name.text;
    field.label = one.label ? one.label->text : one.name.text;
    field.key = one.key;
    field.required = one.required;
    if (one.decided_by) field.decided_by = one.decided_by->text.empty() ? "?" : one.decided_by->text;
    field.span = one.name.span;
    bool whole = build(checker, one, field);
    auto index = static_cast<FieldIndex>(checker.program.entities[id].fields.size());
    auto [first, is_new] = heads.try_emplace(one.name.text, one.name.span);
    if (!is_new) report_duplicate(checker, one.name, first->second);
    if (one.label && one.label->text != one.name.text) {
      auto [other, fresh] = heads.try_emplace(one.label->text, one.label->span);
      if (!fresh) report_duplicate(checker, {one.label->text, one.label->span}, other->second);
    }
    names.try_emplace(one.name.text, index);
    checker.program.entities[id].fields.push_back(std::move(field));
    checker.broken_fields[id.value].push_back(!whole);
  }
}

}  // namespace

void check_entities(Checker& checker) {
  // Types that no field uses are checked too.
  for (size_t i = 0; i < checker.types.size(); ++i) {
    const syntax::Item& item = *checker.types[i].item;
    if (item.name) check_type(checker, {syntax::NamedType{*item.name}, item.name->span});
  }
  for (size_t i = 0; i < checker.program.entities.size(); ++i) check_entity(checker, EntityId{static_cast<uint32_t>(i)});
  check_references(checker);
}

}  // namespace huice::rules
