// Types, entities and their fields.
#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;

}  // namespace

std::optional<BasicType> Builder::basic_type(P::BasicTypeContext* context) {
  switch (context->start->getType()) {
    case P::MONEY: return BasicType::money;
    case P::PERCENT: return BasicType::percent;
    case P::INTEGER: return BasicType::integer;
    case P::COUNT: return BasicType::count;
    case P::TEXT: return BasicType::text;
    case P::BOOL: return BasicType::boolean;
    case P::DATE_TYPE: return BasicType::date;
    case P::DATETIME_TYPE: return BasicType::datetime;
    case P::PERIOD_TYPE: return BasicType::period;
    default: return std::nullopt;
  }
}

Type Builder::type(P::TypeContext* context) {
  if (!whole(context)) return {NamedType{{"", text_.end()}}, text_.end()};
  const Span place = span(context);
  if (context->basicType() != nullptr) {
    if (const auto basic = basic_type(context->basicType())) return {*basic, place};
  }
  if (context->LEFT_BRACE() != nullptr) {
    OneOf members;
    for (auto* one : context->enumMember()) members.members.push_back({name(one->name()), optional_label(one->label())});
    return {std::move(members), place};
  }
  if (context->SET() != nullptr || context->SET_OF() != nullptr) return {SetOf{name(context->name())}, place};
  if (context->QUANTITY() != nullptr || context->QUANTITY_OF() != nullptr) return {QuantityOf{unit(context->unit())}, place};
  if (context->DECIMAL() != nullptr) {
    constexpr int most_digits = 9;
    return {DecimalOf{small_number(context->NUMBER(), 0, most_digits).value_or(0)}, place};
  }
  if (context->unitPart().size() == 2) return {UnitPrice{unit(context->unitPart(0), context->unitPart(1))}, place};
  return {NamedType{name(context->name())}, place};
}

Entity Builder::entity(P::EntityContext* context) {
  Entity entity;
  for (auto* one : context->field()) {
    if (auto read = field(one)) entity.fields.push_back(std::move(*read));
  }
  return entity;
}

std::optional<Field> Builder::field(P::FieldContext* context) {
  if (!whole(context->name()) || !whole(context->type())) return std::nullopt;
  Field field;
  field.name = name(context->name());
  field.label = optional_label(context->label());
  field.type = type(context->type());
  field.span = span(context);
  for (auto* one : context->fieldOption()) {
    if (whole(one)) option(one, field);
  }
  return field;
}

void Builder::option(P::FieldOptionContext* context, Field& field) {
  switch (context->start->getType()) {
    case P::KEY: first_time(field.key, context); field.key = true; return;
    case P::REQUIRED: first_time(field.required, context); field.required = true; return;
    case P::DEFAULT:
      if (first_time(field.fallback.has_value(), context)) field.fallback = constant(context->constant(0));
      return;
    case P::MAY:
    case P::MAY_BE_NEGATIVE: first_time(field.may_be_negative, context); field.may_be_negative = true; return;
    case P::DECIDED:
    case P::DECIDED_BY:
      if (first_time(field.decided_by.has_value(), context)) {
        field.decided_by = context->label() == nullptr ? Label{"", span(context)} : label(context->label());
      }
      return;
    case P::IN:
    case P::DATA_UNIT:
      if (first_time(field.unit.has_value(), context)) field.unit = unit(context->unit());
      return;
    case P::AS:
    case P::RATIO: first_time(field.as_ratio, context); field.as_ratio = true; return;
    case P::FROM:
      if (first_time(field.range.has_value(), context)) {
        const ExprId from = constant(context->constant(0));
        field.range = ValueRange{from, constant(context->constant(1)), span(context)};
      }
      return;
    case P::DIGITS:
      if (first_time(field.digits.has_value(), context)) field.digits = small_number(context->NUMBER(), 0, 9);
      return;
    default: return;
  }
}

bool Builder::first_time(bool already, antlr4::ParserRuleContext* clause) {
  if (already) {
    const std::string word(text_.slice(*clause->start));
    sink_.report(diagnostics::Kind::repeated_clause, text_.span(*clause->start), {{"clause", word}})
        .hint("keep one of them", "只保留一处");
  }
  return !already;
}

}  // namespace huice::syntax::antlr
