// Values of any sort: names, literals, `match` in both forms, dates moved by periods.
#include <algorithm>

#include "tests/properties/writer.h"

namespace huice::properties {

std::vector<const Named*> Writer::readable(Sort sort, bool field_only) const {
  std::vector<const Named*> fitting;
  for (const auto* from : {&names_, &own_lets_}) {
    for (const Named& it : *from) {
      if (it.reads_day && !owners_.empty()) continue;
      if (it.sort == sort && (it.entity < 0 || it.entity == scope_) && (it.field || !field_only)) fitting.push_back(&it);
    }
  }
  return fitting;
}

bool Writer::has(Sort sort) const { return !readable(sort, false).empty() || !paths(sort).empty(); }

std::optional<Piece> Writer::named(Sort sort, bool field_only) {
  const auto fitting = readable(sort, field_only);
  const auto through = paths(sort);
  if (fitting.empty() && through.empty()) return std::nullopt;
  Piece piece(sort, level_operand);
  if (fitting.empty() || (!through.empty() && random_.chance(35))) {
    piece.text = random_.pick(through);
    piece.level = level_postfix;
    return piece;
  }
  const Named& chosen = *random_.pick(fitting);
  piece.text = chosen.name;
  const bool at_day = chosen.parameter && (!owners_.empty() || random_.chance(20));
  reads_day_ = reads_day_ || chosen.reads_day || (chosen.parameter && !at_day);
  if (!at_day) return piece;
  Piece at(sort, level_postfix);  // read at another date
  at.add(piece).add(words_.word("at", "于"));
  if (random_.chance(60)) return at.add(date_literal());
  return at.add("(").add(value({Family::date, -1}, 1)).add(")");
}

Piece Writer::leaf(Sort sort) {
  if (random_.chance(12)) {
    if (auto piece = aggregate(sort)) return *piece;
  }
  if (random_.chance(6)) {
    if (auto piece = call(sort, 0)) return *piece;
  }
  if (random_.chance(70)) {
    if (auto piece = named(sort)) return *piece;
  }
  return literal(sort);
}

Piece Writer::value(Sort sort, int fuel) {
  switch (sort.family) {
    case Family::boolean: return condition(fuel);
    case Family::text:
    case Family::choice: return anchored(sort, fuel);
    case Family::period:
      return fuel > 0 && random_.chance(10) ? match(sort, fuel - 1) : leaf(sort);
    case Family::date:
    case Family::datetime:
      if (fuel <= 0 || random_.chance(50)) return leaf(sort);
      if (sort.family == Family::date && random_.chance(60)) return shifted_date(fuel - 1);
      return random_.chance(50) && contents_.asks_for_missing ? defaulted(sort) : match(sort, fuel - 1);
    default: return number(sort.family, fuel);
  }
}

Piece Writer::shifted_date(int fuel) {
  if (random_.chance(20)) {  // months and days that a year may not have
    Piece call({Family::date, -1}, level_operand);
    call.add(random_.pick({std::string("date("), std::string("日期(")})).add(random_.chance(60) ? Piece("2024") : days_between(fuel), level_bound);
    call.add(words_.comma()).add(random_.chance(50) ? Piece("2") : number(Family::plain, 1), level_bound);
    return call.add(words_.comma()).add(random_.chance(70) ? Piece(random_.pick({"1", "29", "31"})) : number(Family::plain, 1), level_bound).add(")");
  }
  Piece piece({Family::date, -1}, level_sum);
  piece.add(value({random_.chance(80) ? Family::date : Family::datetime, -1}, fuel), level_sum);
  piece.add(random_.chance(60) ? " + " : " - ");
  return piece.add(value({Family::period, -1}, fuel), level_product);
}

Piece Writer::anchored(Sort sort, int fuel) {
  if (fuel > 0 && random_.chance(15)) return match(sort, fuel - 1);
  if (contents_.asks_for_missing && random_.chance(10)) return defaulted(sort);
  if (sort.family == Family::choice && random_.chance(10)) {
    if (auto piece = call(sort, 0)) return *piece;
  }
  if (auto piece = named(sort)) return *piece;
  return literal(sort);
}

Piece Writer::defaulted(Sort sort) {
  auto field = random_.chance(25) ? aggregate(sort) : std::nullopt;
  if (!field) field = named(sort, random_.chance(80));
  if (!field) return leaf(sort);
  Piece piece(sort, level_postfix);
  piece.add(*field, level_postfix).add(words_.word("default", "缺省"));
  if (sort.family == Family::boolean || sort.family == Family::choice || random_.chance(70)) return piece.add(literal(sort), level_operand);
  return piece.add(random_.chance(50) ? leaf(sort) : value(sort, 1), level_operand);
}

Piece Writer::match(Sort sort, int fuel) {
  if (random_.chance(15)) {
    if (auto piece = call(sort, fuel)) return *piece;
  }
  Piece piece = random_.chance(25) ? scale(sort, fuel) : random_.chance(60) ? match_value(sort, fuel) : match_condition(sort, fuel);
  // A bare number among its values makes it a plain number, no percent.
  for (const Piece& part : piece.parts) {
    if (part.sort == sort && part.literal && part.unitless) piece.literal = piece.unitless = true;
  }
  return piece;
}

Piece Writer::match_value(Sort sort, int fuel) {
  Sort by{Family::boolean, -1};
  std::vector<std::string> keys{"true", "false"};
  int kind = static_cast<int>(random_.below(10));
  if (kind < 5 && !choices_.empty()) {
    by = {Family::choice, static_cast<int>(random_.below(choices_.size()))};
    keys = choices_[by.choice].members;
  } else if (kind < 7) {
    by = {Family::plain, -1};
    keys = {"0", "1", "2", "3", "12", "100"};
    if (random_.chance(30)) keys = {"-1", "1.5", "0", "1_000"};
  } else if (kind < 8) {
    by = {Family::text, -1};
    keys = {"\"甲\"", "\"A\"", "\"AB\"", "\"\""};
  } else if (kind < 9 && random_.chance(40)) {
    by = {random_.pick({Family::money, Family::percent, Family::date}), -1};
    if (by.family == Family::money) keys = {"0元", "1万元", "100元"};
    if (by.family == Family::percent) keys = {"0%", "10%", "100%"};
    if (by.family == Family::date) keys = {"2024-01-01", "2024-12-31"};
  }
  if (!has(by)) return match_condition(sort, fuel);
  bool listable = by.family == Family::choice || by.family == Family::boolean;
  bool closed = listable && random_.chance(60);
  if (!closed) {  // leave some out
    size_t most = listable ? keys.size() - 1 : keys.size();
    if (most == 0) closed = true;
    else keys.resize(random_.below(most) + 1);
  }
  Piece piece(sort, level_operand);
  Piece selector = by.family == Family::boolean || by.family == Family::choice || random_.chance(60) ? *named(by) : value(by, fuel - 1);
  piece.add(words_.word("match", "按")).add(std::move(selector)).add(" { ");
  bool first = true;
  auto arm_value = [&] {
    bool literal_fits = sort.family != Family::choice || !first;
    first = false;
    return random_.chance(40) && literal_fits ? literal(sort) : value(sort, fuel - 1);
  };
  for (size_t i = 0; i < keys.size();) {
    if (i > 0) piece.add(words_.comma());
    piece.add(keys[i++]);
    while (i < keys.size() && random_.chance(25)) piece.add(words_.comma()).add(keys[i++]);
    piece.add(words_.colon()).add(arm_value());
  }
  if (!closed) piece.add(words_.comma()).add(words_.word("otherwise", "其余")).add(words_.colon()).add(arm_value());
  return piece.add(" }");
}

Piece Writer::match_condition(Sort sort, int fuel) {
  Piece piece(sort, level_operand);
  piece.add(words_.word("match", "按")).add("{ ");
  for (int arms = static_cast<int>(random_.between(1, 3)); arms > 0; --arms) {
    piece.add(condition(fuel - 1));
    if (random_.chance(15)) piece.add(words_.comma()).add(condition(0));
    piece.add(words_.colon()).add(value(sort, fuel - 1)).add(words_.comma());
  }
  return piece.add(words_.word("otherwise", "其余")).add(words_.colon()).add(value(sort, fuel - 1)).add(" }");
}

Family Writer::random_number_family() {
  return random_.pick({Family::money, Family::money, Family::money, Family::percent, Family::percent, Family::plain, Family::plain,
                       Family::point, Family::area, Family::price, Family::energy, Family::foreign, Family::foreign, Family::exchange});
}

Sort Writer::random_sort() {
  switch (random_.below(12)) {
    case 0: return {Family::date, -1};
    case 1: return {Family::datetime, -1};
    case 2: return {Family::boolean, -1};
    case 3: return {Family::text, -1};
    case 4:
      if (!choices_.empty()) return {Family::choice, static_cast<int>(random_.below(choices_.size()))};
      return {Family::boolean, -1};
    default: return {random_number_family(), -1};
  }
}

}  // namespace huice::properties
