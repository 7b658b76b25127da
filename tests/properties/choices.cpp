// Scales, exceptions, functions and tables.
#include <algorithm>

#include "tests/properties/writer.h"

namespace huice::properties {

Piece Writer::bound_of(Family family, int64_t at) {
  const std::string rate = "元/" + currency_;
  const std::pair<Family, std::string> units[] = {
      {Family::foreign, currency_}, {Family::exchange, rate},
      {Family::money, "元"},    {Family::percent, "%"},     {Family::point, "pp"}, {Family::area, "亩"},
      {Family::price, "元/亩"}, {Family::energy, "千瓦时"}, {Family::plain, ""}};
  Piece piece({family, -1}, level_operand);
  piece.text = std::to_string(at);
  for (const auto& [of, unit] : units) {
    if (of == family) piece.text += unit;
  }
  return piece;
}

Piece Writer::stepped_by_day(Sort sort, int fuel) {
  Piece piece(sort, level_operand);
  piece.add(words_.word("stepped by", "分档 按")).add(value({Family::date, -1}, fuel - 1)).add(" { ");
  const char* const days[] = {"2023-12-31", "2024-02-29", "2024年3月1日", "2025-01-01"};
  for (size_t i = random_.below(3); i < 4; i += random_.between(1, 2)) {
    piece.add(random_.chance(50) ? words_.word("<=", "不超过") : words_.word("<", "不足")).add(days[i]).add(words_.colon());
    piece.add(value(sort, fuel - 1)).add(words_.comma());
  }
  return piece.add(words_.word("otherwise", "其余")).add(words_.colon()).add(value(sort, fuel - 1)).add(" }");
}

Piece Writer::scale(Sort sort, int fuel) {
  const bool number = sort.family != Family::choice && sort.family != Family::boolean && sort.family != Family::text &&
                      sort.family != Family::date && sort.family != Family::datetime && sort.family != Family::period;
  const int kind = number ? static_cast<int>(random_.below(3)) : 0;
  Family by = random_number_family(), rate = sort.family;
  if (kind == 1) {
    by = Family::plain;
    if (sort.family == Family::money && random_.chance(70)) {
      by = random_.pick({Family::area, Family::area, Family::money, Family::money, Family::foreign});
      rate = by == Family::area ? Family::price : by == Family::foreign ? Family::exchange : Family::percent;
    }
  }
  if (kind == 0 && random_.chance(15)) return stepped_by_day(sort, fuel);
  const char* const words[][2] = {{"stepped by", "分档 按"}, {"marginal by", "累进 按"}, {"interpolated by", "插值 按"}};
  Piece piece(sort, level_operand);
  piece.add(words_.word(words[kind][0], words[kind][1])).add(number_literal(by));
  if (random_.chance(90)) piece.parts.back() = this->number(by, fuel - 1);
  piece.add(" { ");
  const bool falls = kind == 0 && random_.chance(20);
  bool first = true;
  auto step_value = [&] {
    const bool literal_fits = sort.family != Family::choice || !first;
    const Sort of = kind == 1 ? Sort{rate, -1} : sort;
    first = false;
    return random_.chance(60) && literal_fits ? literal(of) : value(of, fuel - 1);
  };
  int64_t at = random_.chance(30) ? 0 : random_.between(1, 500);
  if (falls) at += 4000;
  for (int steps = static_cast<int>(random_.between(1, 4)); steps > 0; --steps) {
    const bool inclusive = random_.chance(50);
    if (falls) piece.add(inclusive ? words_.word(">=", "不低于") : words_.word(">", "超过"));
    else piece.add(inclusive ? words_.word("<=", "不超过") : words_.word("<", "不足"));
    Piece bound = bound_of(by, at);
    if (random_.chance(10)) {
      bound = Piece({by, -1}, level_sum);
      const auto field = random_.chance(50) ? named({by, -1}, true) : std::nullopt;
      bound.add(field ? *field : bound_of(by, at - 1), level_sum).add(" + ").add(bound_of(by, field ? at : 1), level_product);
    }
    piece.add(std::move(bound), level_sum).add(words_.colon());
    const bool banded = kind == 2 && !first && random_.chance(60);
    piece.add(step_value(), banded ? level_sum : level_logic);
    if (banded) piece.add(words_.word("to", "至")).add(random_.chance(60) ? literal(sort) : value(sort, fuel - 1), level_sum);
    piece.add(words_.comma());
    const int64_t width = random_.pick({int64_t{1}, int64_t{17}, int64_t{100}, random_.between(1, 900)});
    at += falls ? -width : width;
  }
  return piece.add(words_.word("otherwise", "其余")).add(words_.colon()).add(step_value()).add(" }");
}

Piece Writer::exceptions(Sort sort) {
  Piece piece;
  for (int i = random_.chance(40) ? 2 : 1; i > 0; --i) {
    piece.add("\n    " + words_.word("except", "例外"));
    if (random_.chance(50)) piece.add(words_.new_name() + words_.maybe_label() + words_.colon());
    piece.add(value(sort, 1)).add(words_.word("when", "当")).add(condition(1));
  }
  return piece;
}

std::optional<std::string> Writer::type_text(Sort sort) {
  switch (sort.family) {
    case Family::money: return words_.word("money", "金额");
    case Family::percent: return words_.word("percent", "比例");
    case Family::plain: return words_.word("decimal(3)", "小数(3)");
    case Family::area: return words_.word("quantity of 亩", "数量 亩");
    case Family::price: return std::string(" 元/亩 ");
    case Family::energy: return words_.word("quantity of 千瓦时", "数量 千瓦时");
    case Family::foreign: return " " + currency_ + " ";
    case Family::exchange: return " 元/" + currency_ + " ";
    case Family::datetime: return words_.word("datetime", "时间");
    case Family::period: return words_.word("period", "期限");
    case Family::date: return words_.word("date", "日期");
    case Family::boolean: return words_.word("bool", "是否");
    case Family::text: return words_.word("text", "文本");
    case Family::choice:
      if (!choices_[sort.choice].alias.empty()) return choices_[sort.choice].alias;
      return std::nullopt;
    default: return std::nullopt;
  }
}

Sort Writer::declarable_sort() {
  for (int tries = 0; tries < 20; ++tries) {
    const Sort sort = let_sort();
    if (type_text(sort)) return sort;
  }
  return {Family::money, -1};
}

Piece Writer::function() {
  Callable made{words_.new_name(), {}, declarable_sort()};
  Piece piece(words_.word("function", "函数") + made.name + words_.maybe_label() + " (");
  const size_t before = names_.size();
  std::vector<Named> parameters;
  for (int i = static_cast<int>(random_.between(1, 3)); i > 0; --i) {
    const Sort sort = declarable_sort();
    const std::string name = words_.new_name();
    piece.add((parameters.empty() ? "" : words_.comma()) + name + words_.colon() + *type_text(sort));
    parameters.push_back({name, sort});
    made.arguments.push_back(sort);
  }
  names_.insert(names_.end(), parameters.begin(), parameters.end());
  reads_day_ = false;
  piece.add(") -> " + *type_text(made.result) + " = ").add(value(made.result, 2)).add("\n");
  names_.resize(before);
  made.reads_day = reads_day_;
  callables_.push_back(made);
  return piece;
}

/// One column tells the rows apart where they must not overlap; the others hold for anything.
Piece Writer::table() {
  Callable made{words_.new_name(), {}, {random_.pick({Family::money, Family::percent, Family::plain, Family::area, Family::foreign}), -1}};
  if (random_.chance(30)) made.result = declarable_sort();
  Piece piece(words_.word("table", "表") + made.name + words_.maybe_label() + "(");
  std::vector<std::string> columns;
  const Family by = random_.pick({Family::money, Family::percent, Family::plain, Family::area, Family::foreign});
  made.arguments.push_back({by, -1});
  for (int more = static_cast<int>(random_.below(3)); more > 0; --more) {
    const Sort sort = declarable_sort();
    made.arguments.push_back(sort.family == Family::period ? Sort{Family::date, -1} : sort);
  }
  for (const Sort& sort : made.arguments) {
    columns.push_back(words_.new_name());
    piece.add((columns.size() == 1 ? "" : words_.comma()) + columns.back() + words_.colon() + *type_text(sort));
  }
  const bool adds = made.result.family < Family::date;
  const int policy = adds ? static_cast<int>(random_.below(3)) : 0;
  const char* const policies[][2] = {{"unique", "唯一"}, {"highest", "取高"}, {"sum", "合计"}};
  piece.add(") -> " + *type_text(made.result) + words_.word(policies[policy][0], policies[policy][1]) + " {\n |");
  for (const std::string& name : columns) piece.add(" " + name + " |");
  piece.add(" " + words_.new_name() + " |\n");
  int64_t at = random_.between(0, 100);
  const std::string any = " " + words_.word("any", "任意") + " |";
  const int rows = static_cast<int>(random_.between(1, 4));
  for (int row = 0; row < rows; ++row) {
    piece.add(" | ");
    const bool last = row + 1 == rows && random_.chance(40);
    if (last && random_.chance(50)) piece.add(words_.word("any", "任意"));
    else if (row == 0) piece.add("< ").add(bound_of(by, at));
    else if (last) piece.add("> ").add(bound_of(by, at));
    else piece.add(bound_of(by, at)).add(words_.comma()).add(bound_of(by, at + 1));
    const bool leftover = piece.parts.back().sort.family == Family::words;
    at += 2;
    piece.add(" |");
    for (size_t i = 1; i < made.arguments.size(); ++i) {
      const Sort& sort = made.arguments[i];
      if (leftover || random_.chance(40)) {
        piece.add(any);
        continue;
      }
      const bool ordered = sort.family != Family::choice && sort.family != Family::text && sort.family != Family::boolean;
      if (ordered && random_.chance(50)) piece.add(" " + order());
      piece.add(random_.chance(30) ? member_text(sort) : literal(sort)).add(" |");
    }
    piece.add(" ").add(literal(made.result)).add(" |\n");
  }
  callables_.push_back(made);
  return piece.add("}\n");
}

std::optional<Piece> Writer::call(Sort sort, int fuel) {
  std::vector<const Callable*> fitting;
  for (const Callable& one : callables_) {
    if (one.result == sort && (owners_.empty() || !one.reads_day)) fitting.push_back(&one);
  }
  if (fitting.empty()) return std::nullopt;
  const Callable chosen = *random_.pick(fitting);
  reads_day_ = reads_day_ || chosen.reads_day;
  Piece piece(sort, level_operand);
  piece.add(chosen.name + "(");
  for (size_t i = 0; i < chosen.arguments.size(); ++i) {
    if (i > 0) piece.add(words_.comma());
    piece.add(value(chosen.arguments[i], chosen.library ? 0 : fuel - 1));
  }
  return piece.add(")");
}

}  // namespace huice::properties
