#include "compiler/program/candidates.h"

#include "compiler/rules/describe.h"

namespace huice::program {

uint64_t Random::next() {
  state += 0x9e3779b97f4a7c15;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

void Candidates::add_number(const Rational& value) {
  Rational near = round_to(value, Rounding::floor, field.step);
  for (const Rational& one : {Rational(near), Rational(near + field.step), Rational(near - field.step)}) {
    if (field.range.contains(one)) values.emplace_back(one);
  }
}

void Candidates::add_constant(const rules::Expr& expr) {
  if (expr.type.kind != field.type.kind) return;
  if (auto* number = std::get_if<rules::Number>(&expr.node)) {
    // 3% is no candidate for an amount of money, a bare 2 may scale one.
    if (expr.type.dimension == field.type.dimension) add_number(number->value);
  }
  if (auto* text = std::get_if<rules::Text>(&expr.node)) values.emplace_back(text->value);
  if (auto* date = std::get_if<rules::DateValue>(&expr.node)) add_day(date->value);
  if (auto* instant = std::get_if<rules::DateTimeValue>(&expr.node)) values.emplace_back(instant->value);
}

void Candidates::add_day(Date day) {
  for (int by : {-1, 0, 1}) {
    auto near = add(day, Period{0, by});
    if (!near) continue;
    if (field.type.kind == rules::Kind::date) values.emplace_back(*near);
    if (field.type.kind == rules::Kind::datetime) values.emplace_back(DateTime{int64_t{near->days} * 86400});
  }
}

void Candidates::add_plain() {
  switch (field.type.kind) {
    case rules::Kind::number:
      for (long plain : {0, 100, 20000, 1000000}) add_number(plain);
      extreme = {Value(*field.range.lo), Value(*field.range.hi)};
      return;
    case rules::Kind::boolean:
      values.emplace_back(true);
      values.emplace_back(false);
      return;
    case rules::Kind::choice:
      for (size_t i = 0; i < rules.choices[field.type.choice].members.size(); ++i)
        values.emplace_back(static_cast<uint16_t>(i));
      return;
    case rules::Kind::set: {
      const size_t count = rules.choices[field.type.choice].members.size();
      values.emplace_back(MemberSet{});
      values.emplace_back(MemberSet{count < MemberSet::most ? (uint64_t{1} << count) - 1 : ~uint64_t{0}});
      for (size_t i = 0; i < count; ++i) values.emplace_back(MemberSet{uint64_t{1} << i});
      return;
    }
    case rules::Kind::text:
      values.emplace_back(std::string("A"));
      return;
    case rules::Kind::date:
    case rules::Kind::datetime:
      add_day(*make_date(2024, 6, 30));
      return;
    case rules::Kind::period:
      return;
  }
}

std::string text_of(const rules::Program& rules, const rules::Field& field, const Value& value) {
  if (auto* number = std::get_if<Rational>(&value)) return rules::show(*number, field.type);
  if (auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (auto* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  if (auto* date = std::get_if<Date>(&value)) return to_string(*date);
  if (auto* instant = std::get_if<DateTime>(&value)) return to_string(*instant);
  if (auto* code = std::get_if<uint16_t>(&value)) return rules.choices[field.type.choice].members[*code].name;
  return "";
}

}  // namespace huice::program
