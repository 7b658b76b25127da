// Measures, and the whole program.
#include <algorithm>

#include "tests/properties/writer.h"

namespace huice::properties {

Piece Writer::require() {
  Piece piece;
  piece.add(words_.word("require", "条件"));
  if (random_.chance(70)) piece.add(words_.new_name() + words_.maybe_label() + words_.colon());
  piece.add(condition(static_cast<int>(random_.below(4))));
  if (random_.chance(20)) piece.add(words_.word("unless", "除非")).add(condition(static_cast<int>(random_.below(3))));
  piece.removable = true;
  return piece.add("\n");
}

Piece Writer::measure_let() {
  Sort sort = let_sort();
  if (sort.family == Family::choice && !has(sort)) sort = {Family::percent, -1};
  Piece piece;
  Piece expression = value(sort, static_cast<int>(random_.between(1, 4)));
  std::string name = words_.new_name();
  piece.add(words_.word("let", "令") + name + words_.maybe_label() + " = ").add(std::move(expression));
  if (random_.chance(15)) piece.add(exceptions(sort));
  piece.add("\n");
  own_lets_.push_back({name, sort, scope_});
  piece.removable = true;
  return piece;
}

/// An amount with a chain of bounds and roundings around it, in any order.
Piece Writer::pay() {
  Piece piece;
  Piece amount = number(Family::money, static_cast<int>(random_.between(1, 4)));
  for (int bounds = static_cast<int>(random_.below(4)) - 1; bounds > 0; --bounds) {
    Piece outer({Family::money, -1}, level_bound);
    bool most = random_.chance(70);
    outer.add(std::move(amount), level_bound).add(words_.word(most ? "at most" : "at least", most ? "最高" : "最低"));
    amount = outer.add(random_.chance(60) ? literal({Family::money, -1}) : number(Family::money, 2), level_sum);
  }
  piece.add(words_.word("pay", "支付")).add(std::move(amount)).add("\n");
  piece.removable = true;
  return piece;
}

/// Two or three, without a day between them that is not accounted for. `shared`: the last let is one that each of them says.
Piece Writer::versions(bool shared) {
  std::vector<std::string> dates;
  for (const Named& it : names_) {
    if (it.field && it.entity == scope_ && (it.sort.family == Family::date || it.sort.family == Family::datetime)) dates.push_back(it.name);
  }
  const char* const starts[] = {"2000-01-01", "2024-02-29", "2025-01-01", "2026-01-01"};
  const char* const ends[] = {"2024-02-28", "2024-12-31", "2025-12-31", "2100-12-31"};
  Piece piece;
  const size_t last = random_.chance(50) ? 3 : 2, none = random_.below(8);
  for (size_t i = random_.below(2); i <= last; ++i) {
    const std::string period = std::string(starts[i]) + words_.word("to", "至") + ends[i];
    if (i == none && i > 0 && i < last) {
      piece.add(words_.word("no version", "无版本") + period + "\n");
      continue;
    }
    piece.add(words_.word("version", "版本") + words_.new_name() + words_.word("in force", "有效期") + period + " {\n");
    const std::vector<Named> outer = own_lets_;
    auto clause = [&](Piece part) {
      part.removable = true;
      piece.add("    ").add(std::move(part));
    };
    if (!documents_.empty() && random_.chance(30)) clause(Piece(words_.word("cites", "依据") + random_.pick(documents_) + " clause 1\n"));
    if (random_.chance(30)) clause(rounding());
    if (shared) {
      const Named read = own_lets_.back();
      own_lets_.pop_back();
      piece.add("    " + words_.word("let", "令") + read.name + " = ").add(value(read.sort, 2)).add("\n");
      own_lets_.push_back(read);
    }
    if (!dates.empty() && random_.chance(15)) clause(Piece(words_.word("dated", "基准日") + random_.pick(dates) + "\n"));
    for (uint64_t lets = random_.below(3); lets > 0; --lets) clause(measure_let());
    for (uint64_t conditions = random_.below(3); conditions > 0; --conditions) clause(require());
    if (random_.chance(70)) clause(pay());
    own_lets_ = outer;
    piece.add("  }\n");
  }
  return piece;
}

Piece Writer::measure() {
  scope_ = static_cast<int>(random_.below(entities_.size()));
  own_lets_.clear();
  Piece piece;
  piece.add(words_.word("measure", "措施") + words_.new_name() + words_.maybe_label() + words_.word("for", "适用") + entities_[scope_] + " {\n");
  auto clause = [&](Piece part) {
    part.removable = true;
    piece.add("  ").add(std::move(part));
  };
  if (!documents_.empty() && random_.chance(75)) {
    for (int cited = random_.chance(20) ? 2 : 1; cited > 0; --cited) {
      std::string number = std::to_string(random_.between(1, 30));
      std::string clause_number = random_.pick({" clause " + number, " 第" + number + "条", std::string(" clause \"2/(四)\"")});
      clause(Piece(words_.word("cites", "依据") + random_.pick(documents_) + clause_number + random_.pick({"\n", "\n", " \"片段\"\n", " \"片段\", “又一段”\n"})));
    }
  }
  if (!dates_of_entity_[scope_].empty() && random_.chance(60)) clause(Piece(words_.word("dated", "基准日") + dates_of_entity_[scope_] + "\n"));
  const bool versions = random_.chance(20);
  if (!versions && random_.chance(20)) clause(in_force());
  if (random_.chance(15)) clause(rounding());
  int conditions = static_cast<int>(random_.below(5)), lets = static_cast<int>(random_.below(4));
  while (conditions + lets > 0) {
    if (random_.below(static_cast<uint64_t>(conditions + lets)) < static_cast<uint64_t>(lets)) {
      clause(measure_let());
      --lets;
    } else {
      clause(require());
      --conditions;
    }
  }
  const bool shared = versions && random_.chance(50);
  if (shared) own_lets_.push_back({words_.new_name(), {random_number_family(), -1}, scope_});
  if (random_.chance(92)) clause(pay());
  if (versions) piece.add(this->versions(shared));
  scope_ = -1;
  own_lets_.clear();
  piece.removable = true;
  return piece.add("}\n");
}

Piece Writer::program() {
  std::vector<Piece> items;
  auto item = [&](Piece piece) {
    piece.removable = true;
    items.push_back(std::move(piece));
  };
  for (uint64_t i = random_.below(3); i > 0; --i) item(document());
  if (random_.chance(40)) built_in();
  for (const bool codes : {true, false}) {
    if (random_.chance(15)) item(use_standard(codes));
  }
  for (uint64_t i = random_.below(3); i > 0; --i) {
    Piece type;
    std::string alias = words_.new_type_name();
    type.add(words_.word("type", "类型") + alias + words_.maybe_label() + " = ").add(choice_type()).add("\n");
    choices_.back().alias = alias;
    item(std::move(type));
  }
  for (uint64_t i = random_.below(3); i > 0; --i) item(list());
  const bool related = contents_.related || random_.chance(30);
  for (int64_t i = related ? random_.between(2, 4) : random_.chance(20) ? 2 : 1; i > 0; --i) item(entity());
  for (uint64_t i = random_.below(4); i > 0; --i) item(parameter(let_sort()));
  if (random_.chance(30)) item(parameter({Family::exchange, -1}));
  for (uint64_t i = random_.below(3); i > 0; --i) item(random_.chance(50) ? table() : function());
  for (uint64_t i = random_.below(4); i > 0; --i) item(global_let());
  for (uint64_t i = random_.between(1, 3); i > 0; --i) item(measure());
  if (random_.chance(30)) {  // declarations stand in any order
    for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[random_.below(i)]);
  }
  Piece whole;
  if (random_.chance(70)) whole.add(words_.word("huice", "惠策") + "1\n");
  for (Piece& piece : items) whole.add(std::move(piece)).add(random_.chance(10) ? random_.pick({"// 注释\n", "/* 注释\n{ */"}) : "");
  return whole;
}

}  // namespace huice::properties
