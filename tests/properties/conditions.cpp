// Conditions: comparisons of every kind, sets, prefixes, and/or/not.
#include "tests/properties/writer.h"

namespace huice::properties {

std::string Writer::order() {
  switch (random_.below(4)) {
    case 0: return words_.word(">", "超过");
    case 1: return words_.word("<=", random_.chance(50) ? "不超过" : "≤");
    case 2: return words_.word(">=", random_.chance(50) ? "不低于" : "≥");
    default: return words_.word("<", "不足");
  }
}

std::string Writer::equality() { return random_.chance(70) ? words_.word("=", "＝") : words_.word("!=", "≠"); }

Piece Writer::condition(int fuel) {
  Sort sort{Family::boolean, -1};
  if (fuel <= 0) {
    if (random_.chance(40)) {
      if (auto piece = named(sort)) return *piece;
    }
    return comparison(0);
  }
  switch (random_.below(20)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      bool all = random_.chance(50);
      Piece piece(sort, level_logic);
      piece.add(condition(fuel - 1), level_not);
      for (int more = random_.chance(25) ? 2 : 1; more > 0; --more) {
        piece.add(words_.word(all ? "and" : "or", all ? "且" : "或")).add(condition(fuel - 1), level_not);
      }
      return piece;
    }
    case 4: {
      Piece piece(sort, level_not);
      return piece.add(words_.word("not", "非")).add(condition(fuel - 1), level_not);
    }
    case 5: return contents_.asks_for_missing ? is_given() : comparison(fuel);
    case 6: return match(sort, fuel - 1);
    case 7: return contents_.asks_for_missing ? defaulted(sort) : comparison(fuel);
    case 8: return random_.chance(10) ? literal(sort) : leaf(sort);
    case 9:
      if (auto piece = named(sort)) return *piece;
      [[fallthrough]];
    default: return comparison(fuel);
  }
}

Piece Writer::comparison(int fuel) {
  if (random_.chance(6)) {
    if (auto piece = aggregate({Family::boolean, -1})) return *piece;
  }
  if (random_.chance(8)) {
    if (auto piece = about_code(fuel)) return *piece;
  }
  switch (random_.below(13)) {
    case 12: return in_list();
    case 0: return compare_days(fuel);
    case 1:
    case 2: return compare_names(fuel);
    case 3:
    case 4: return in_set(fuel);
    case 5: return starts_with();
    case 6: return about_set(fuel);
    default: return compare_numbers(fuel);
  }
}

Piece Writer::compare_numbers(int fuel) {
  Piece piece({Family::boolean, -1}, level_compare);
  Family family = random_number_family();
  if (family == Family::plain && random_.chance(10)) {  // days against a period of days
    return piece.add(days_between(fuel), level_bound).add(order()).add(random_.pick({"90日", "365日", "0日", "2周"}));
  }
  Family other = family;
  if (random_.chance(10) && family == Family::percent) other = Family::plain;
  Piece left = number(family, fuel - 1);
  Piece right = random_.chance(60) ? literal({other, -1}) : number(other, fuel - 1);
  if (random_.chance(20)) std::swap(left, right);
  return piece.add(std::move(left), level_bound).add(random_.chance(85) ? order() : equality()).add(std::move(right), level_bound);
}

Piece Writer::compare_days(int fuel) {
  Piece piece({Family::boolean, -1}, level_compare);
  auto day = [&] { return value({random_.chance(65) ? Family::date : Family::datetime, -1}, fuel); };
  piece.add(day(), level_bound).add(random_.chance(80) ? order() : equality());
  return piece.add(day(), level_bound);
}

Piece Writer::compare_names(int fuel) {
  Piece piece({Family::boolean, -1}, level_compare);
  Sort sort{Family::text, -1};
  if (random_.chance(60) && !choices_.empty()) sort = {Family::choice, static_cast<int>(random_.below(choices_.size()))};
  if (!has(sort) || random_.chance(5)) sort = {Family::boolean, -1};
  if (!has(sort)) return compare_days(fuel);
  Piece left = *named(sort);
  if (sort.family == Family::text && fuel > 0 && random_.chance(20)) left = value(sort, fuel - 1);
  Piece right = random_.chance(75) ? member_text(sort) : *named(sort);
  if (random_.chance(15)) std::swap(left, right);
  return piece.add(std::move(left), level_bound).add(equality()).add(std::move(right), level_bound);
}

Piece Writer::in_set(int fuel) {
  Piece piece({Family::boolean, -1}, level_compare);
  Sort sort = random_sort();
  if (!has(sort) || sort.family == Family::boolean) return compare_numbers(fuel);
  piece.add(random_.chance(70) ? *named(sort) : value(sort, fuel - 1), level_bound);
  piece.add(random_.chance(70) ? words_.word("in", "属于") : words_.word("not in", "不属于")).add("{ ");
  for (int items = static_cast<int>(random_.between(1, 4)); items > 0; --items) {
    bool plain_literal = random_.chance(85);
    Piece item = plain_literal ? member_text(sort) : *named(sort);
    if (sort.family == Family::datetime && random_.chance(50)) item = date_literal();
    piece.add(std::move(item)).add(items > 1 ? words_.comma() : " ");
  }
  return piece.add("}");
}

/// `{ a, b }`, each member at most once.
std::string Writer::members_of(int choice) {
  std::string text = "{ ";
  bool first = true;
  for (const std::string& member : choices_[choice].members) {
    if (!random_.chance(40)) continue;
    text += (first ? "" : words_.comma()) + member;
    first = false;
  }
  return text + " }";
}

Piece Writer::about_set(int fuel) {
  std::vector<SetField> readable;
  for (const SetField& set : sets_) {
    if (set.entity == scope_) readable.push_back(set);
  }
  for (const ReferenceField& reference : references_) {
    for (const SetField& set : sets_) {
      if (reference.entity == scope_ && set.entity == reference.target) readable.push_back({reference.name + "." + set.name, set.choice, scope_});
    }
  }
  if (readable.empty()) return compare_numbers(fuel);
  const SetField set = random_.pick(readable);
  Piece piece({Family::boolean, -1}, level_compare);
  const Sort member{Family::choice, set.choice};
  if (contents_.asks_for_missing && random_.chance(10)) return piece.add(set.name).add(words_.word("is given", "已填"));
  if (random_.chance(30)) {
    std::string left = set.name, right = members_of(set.choice);
    if (random_.chance(30)) std::swap(left, right);
    return piece.add(left).add(equality()).add(right);
  }
  Piece item = random_.chance(60) || !has(member) ? literal(member) : *named(member);
  piece.add(std::move(item), level_bound).add(random_.chance(70) ? words_.word("in", "属于") : words_.word("not in", "不属于"));
  if (contents_.asks_for_missing && random_.chance(15)) return piece.add("( " + set.name + " " + words_.word("default", "缺省") + members_of(set.choice) + " )");
  return piece.add(set.name);
}

Piece Writer::starts_with() {
  Sort sort{Family::text, -1};
  if (!has(sort)) return compare_days(0);
  Piece piece({Family::boolean, -1}, level_compare);
  piece.add(random_.chance(90) ? *named(sort) : anchored(sort, 1), level_bound).add(words_.word("starts with", "开头为"));
  return piece.add(random_.chance(85) ? literal(sort) : *named(sort), level_bound);
}

Piece Writer::is_given() {
  Piece piece({Family::boolean, -1}, level_compare);
  if (random_.chance(25)) {
    if (auto reference = reference_path()) return piece.add(*reference).add(words_.word("is given", "已填"));
  }
  if (random_.chance(25)) {
    if (auto operand = aggregate(random_sort())) return piece.add(*operand, level_bound).add(words_.word("is given", "已填"));
  }
  for (int tries = 0; tries < 6; ++tries) {
    auto operand = named(random_sort(), random_.chance(80));
    if (operand) return piece.add(*operand, level_bound).add(words_.word("is given", "已填"));
  }
  return piece.add(number(random_number_family(), 1), level_bound).add(words_.word("is given", "已填"));
}

}  // namespace huice::properties
