// Types, entities, parameters and lets of the program.
#include "tests/properties/writer.h"

namespace huice::properties {
namespace {

/// Constants for a field's range, and one that lies in all of them.
struct Limits {
  std::string zero, low, inside;
  std::vector<std::string> high;
};

Limits limits_of(Family family, const std::string& currency) {
  switch (family) {
    case Family::money: return {"0元", "5000元", "1万元", {"500万元", "3亿元", "10_000亿元", "1万元"}};
    case Family::percent: return {"0%", "10%", "10%", {"100%", "50%", "200%"}};
    case Family::area: return {"0亩", "1亩", "2亩", {"10000亩", "2亩"}};
    case Family::price: return {"0元/亩", "1元/亩", "3元/亩", {"5000元/亩"}};
    case Family::energy: return {"0千瓦时", "1吨标准煤", "1吨标准煤", {"500吨标准煤"}};
    case Family::foreign: return {"0" + currency, "1" + currency, "10" + currency, {"1_000" + currency, "300万" + currency}};
    case Family::exchange: return {"0元/" + currency, "1元/" + currency, "7元/" + currency, {"8元/" + currency, "20元/" + currency}};
    default: return {"0", "1", "1", {"5", "100", "1_000_000"}};
  }
}

}  // namespace

Piece Writer::choice_type() {
  ChoiceType type;
  for (int members = static_cast<int>(random_.between(2, random_.chance(90) ? 5 : 40)); members > 0; --members) {
    type.members.push_back(words_.new_name());
  }
  Piece piece(words_.word("one of", "单选") + "{ ");
  for (size_t i = 0; i < type.members.size(); ++i) {
    piece.add(type.members[i] + words_.maybe_label() + (i + 1 < type.members.size() ? words_.comma() : " }"));
  }
  choices_.push_back(std::move(type));
  return piece;
}

Piece Writer::field_options(Sort sort, const std::string& unit, bool whole) {
  std::vector<Piece> options;
  auto add = [&](Piece option) {
    option.removable = true;
    options.push_back(std::move(option));
  };
  bool ratio = sort.family == Family::percent && random_.chance(20);
  bool numeric = sort.family != Family::words && sort.family < Family::date;
  bool negative = numeric && random_.chance(20);
  if (ratio) {
    add(Piece(words_.word("as ratio", "比值")));
  } else if (!unit.empty()) {
    add(Piece(words_.word("in", "单位") + unit));
  }
  if (random_.chance(22)) {
    add(Piece(words_.word("decided by", "核定") + "\"市商务局\""));
  } else if (contents_.asks_for_missing && random_.chance(10)) {
    Piece fallback(words_.word("default", "缺省"));
    add(fallback.add(numeric ? Piece(limits_of(sort.family, currency_).inside) : literal(sort)));
  } else if (random_.chance(8)) {
    add(Piece(words_.word("required", "必填")));
  }
  if (numeric && random_.chance(25)) {
    const Limits limits = limits_of(sort.family, currency_);
    std::string lo = negative ? "-" + limits.low : random_.chance(60) ? limits.zero : limits.low;
    add(Piece(words_.word("from", "自") + lo + words_.word("to", "至") + random_.pick(limits.high)));
  }
  if (negative) add(Piece(words_.word("may be negative", "可为负")));
  if (numeric && !whole && random_.chance(8)) add(Piece(words_.word("digits", "位数") + std::to_string(random_.between(0, 9))));
  for (size_t i = options.size(); i > 1; --i) std::swap(options[i - 1], options[random_.below(i)]);
  Piece piece;
  for (Piece& option : options) piece.add(std::move(option));
  return piece;
}

Piece Writer::field(int entity, bool first) {
  std::string name = words_.new_name();
  Sort sort = first ? Sort{Family::text, -1} : random_sort();
  if (sort.family == Family::point) sort.family = Family::money;
  Piece piece, type;
  std::string unit;
  bool whole = false;
  switch (sort.family) {
    case Family::money:
      type.add(words_.word("money", "金额"));
      if (random_.chance(25)) unit = random_.pick({"万元", "元", "亿元"});
      break;
    case Family::percent:
      type.add(words_.word("percent", "比例"));
      if (random_.chance(60)) unit = random_.pick({"%", "‰", "%"});
      break;
    case Family::area:
      type.add(words_.word("quantity of", "数量") + random_.pick({"亩", "公顷", "平方米", "亩"}));
      break;
    case Family::price:
      type.add(random_.pick({"元/亩", "万元/亩", "元/公顷"}));
      break;
    case Family::energy:
      type.add(words_.word("quantity of", "数量") + random_.pick({"吨标准煤", "千瓦时", "万千瓦时"}));
      break;
    case Family::foreign: type.add(foreign_type()); break;
    case Family::exchange: type.add("元/" + currency_); break;
    case Family::date: type.add(words_.word("date", "日期")); break;
    case Family::datetime: type.add(words_.word("datetime", "时间")); break;
    case Family::boolean: type.add(words_.word("bool", "是否")); break;
    case Family::text: type.add(words_.word("text", "文本")); break;
    case Family::choice:
      if (choices_[sort.choice].alias.empty() || random_.chance(30)) {
        type = choice_type();
        sort.choice = static_cast<int>(choices_.size()) - 1;
      } else {
        const bool set = random_.chance(40);
        if (set) type.add(words_.word("set of", "多选"));
        type.add(choices_[sort.choice].alias);
        if (set) {
          sets_.push_back({name, sort.choice, entity});
          piece.add(name + words_.maybe_label() + words_.sign(" : ", {"："})).add(type);
          if (random_.chance(20)) piece.add(words_.word("decided by", "核定") + "\"局\"");
          else if (contents_.asks_for_missing && random_.chance(10)) piece.add(words_.word("default", "缺省") + members_of(sort.choice));
          else if (random_.chance(8)) piece.add(words_.word("required", "必填"));
          return piece.add("\n");
        }
      }
      break;
    default:
      whole = random_.chance(70);
      type.add(whole ? random_.pick({words_.word("integer", "整数"), words_.word("count", "计数")})
                     : words_.word("decimal", "小数") + "(" + std::to_string(random_.between(0, 9)) + ")");
      break;
  }
  piece.add(name + words_.maybe_label() + words_.sign(" : ", {"："})).add(type);
  if (first) {
    piece.add(words_.word("key", "主键"));
  } else {
    piece.add(field_options(sort, unit, whole));
  }
  Named named{name, sort, entity};
  named.field = true;
  names_.push_back(named);
  return piece.add(random_.chance(20) ? ",\n" : "\n");
}

Piece Writer::entity() {
  int index = static_cast<int>(entities_.size());
  Piece piece;
  std::string name = words_.new_type_name();
  entities_.push_back(name);
  piece.add(words_.word("entity", "主体") + name + words_.maybe_label() + " {\n");
  int fields = static_cast<int>(random_.between(5, random_.chance(90) ? 16 : 75));
  for (int i = 0; i < fields; ++i) {
    piece.add("  ").add(field(index, i == 0));
    if (auto reference = reference_field(index)) piece.add("  ").add(*reference);
  }
  dates_of_entity_.emplace_back();
  for (const Named& it : names_) {
    bool day = it.sort.family == Family::date || it.sort.family == Family::datetime;
    if (it.entity == index && day && (dates_of_entity_[index].empty() || random_.chance(30))) dates_of_entity_[index] = it.name;
  }
  return piece.add("}\n");
}

Piece Writer::parameter(Sort sort) {
  const bool choice = sort.family == Family::choice;
  if (choice && choices_[sort.choice].alias.empty()) sort = {Family::boolean, -1};
  std::string name = words_.new_name();
  Piece piece(words_.word("parameter", "参数") + name + words_.maybe_label());
  static const std::pair<Family, std::pair<const char*, const char*>> types[] = {
      {Family::money, {"money", "金额"}}, {Family::percent, {"percent", "比例"}}, {Family::plain, {"decimal(3)", "小数(3)"}},
      {Family::area, {"quantity of 亩", "数量 亩"}}, {Family::price, {"元/亩", "元/亩"}}, {Family::energy, {"quantity of 千瓦时", "数量 千瓦时"}},
      {Family::date, {"date", "日期"}}, {Family::period, {"period", "期限"}}, {Family::datetime, {"datetime", "时间"}}, {Family::boolean, {"bool", "是否"}}, {Family::text, {"text", "文本"}}};
  const bool external = random_.chance(30) && sort.family != Family::point;
  const int typed = external ? 100 : 70;
  for (const auto& [family, spelling] : types) {
    if (family == sort.family && random_.chance(typed)) piece.add(words_.sign(" : ", {"："}) + words_.word(spelling.first, spelling.second));
  }
  if (sort.family == Family::choice) piece.add(words_.sign(" : ", {"："}) + choices_[sort.choice].alias);
  const std::string rate = "元/" + currency_;
  if (sort.family == Family::foreign && random_.chance(typed)) piece.add(words_.sign(" : ", {"："}) + currency_);
  if (sort.family == Family::exchange && random_.chance(typed)) piece.add(words_.sign(" : ", {"："}) + rate);
  bool dated = external || random_.chance(75);
  if (external) {
    piece.add(words_.word("external", "外部")).add("\n");
  } else if (dated) {
    static const std::vector<std::string> days = {"2020-01-01", "2024-01-01", "2024-02-29", "2024-07-01", "2024年10月1日", "2025-01-01", "2026-01-01"};
    piece.add(" { ");
    size_t from = random_.below(3);
    for (size_t i = from; i < days.size(); i += random_.between(1, 4)) {
      piece.add(words_.word("from", "自") + days[i] + words_.colon()).add(literal(sort)).add(i + 1 < days.size() ? words_.comma() : " ");
    }
    piece.add("}\n");
  } else {
    piece.add(" = ").add(literal(sort)).add("\n");
  }
  Named named{name, sort};
  named.parameter = dated;
  names_.push_back(named);
  return piece;
}

Piece Writer::global_let() {
  scope_ = random_.chance(70) ? static_cast<int>(random_.below(entities_.size())) : -1;
  Sort sort = let_sort();
  if (sort.family == Family::choice && !has(sort)) sort = {Family::money, -1};
  reads_day_ = false;
  Piece expression = value(sort, 3);
  std::string name = words_.new_name();
  Piece piece(words_.word("let", "令") + name + words_.maybe_label());
  if (scope_ >= 0) piece.add(words_.word("of", "属") + entities_[scope_]);
  piece.add(words_.sign(" = ", {"＝"})).add(std::move(expression));
  if (random_.chance(15)) piece.add(exceptions(sort));
  piece.add("\n");
  Named named{name, sort, scope_};
  named.reads_day = reads_day_;
  names_.push_back(named);
  scope_ = -1;
  return piece;
}

}  // namespace huice::properties
