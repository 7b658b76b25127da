// References between entities, aggregates over members, lists.
#include <algorithm>
#include <functional>

#include "tests/properties/lists.h"
#include "tests/properties/writer.h"

namespace huice::properties {

// ---- References ------------------------------------------------------------------------------------------------------

/// To an entity declared before, or to its own.
std::optional<Piece> Writer::reference_field(int entity) {
  const bool first = std::none_of(references_.begin(), references_.end(), [&](const ReferenceField& it) { return it.entity == entity; });
  if (!random_.chance(entity == 0 ? 2 : first ? 40 : 10)) return std::nullopt;
  const int target = entity == 0 || random_.chance(8) ? entity : static_cast<int>(random_.below(static_cast<uint64_t>(entity)));
  const std::string name = words_.new_name();
  Piece piece(name + words_.maybe_label() + words_.sign(" : ", {"："}) + entities_[target]);
  if (random_.chance(8)) piece.add(words_.word("required", "必填"));
  else if (random_.chance(6)) piece.add(words_.word("decided by", "核定") + "\"局\"");
  references_.push_back({name, entity, target});
  return piece.add("\n");
}

std::vector<std::string> Writer::paths(Sort sort) const {
  constexpr int most_steps = 3;
  std::vector<std::string> found;
  auto add_fields = [&](int entity, const std::string& prefix) {
    for (const Named& it : names_) {
      if (it.field && it.entity == entity && it.sort == sort) found.push_back(prefix + it.name);
    }
  };
  const std::function<void(int, const std::string&, int)> follow = [&](int entity, const std::string& prefix, int steps) {
    for (const ReferenceField& it : references_) {
      if (it.entity != entity || steps > most_steps) continue;
      add_fields(it.target, prefix + it.name + ".");
      follow(it.target, prefix + it.name + ".", steps + 1);
    }
  };
  if (scope_ >= 0) follow(scope_, "", 1);
  if (owners_.empty()) return found;
  add_fields(owners_.back(), "");
  add_fields(owners_.back(), entities_[owners_.back()] + ".");
  add_fields(scope_, entities_[scope_] + ".");
  return found;
}

/// `household`, `household.region`: what itself refers.
std::optional<std::string> Writer::reference_path() {
  std::string path;
  int entity = scope_;
  while (path.empty() || random_.chance(30)) {
    std::vector<const ReferenceField*> here;
    for (const ReferenceField& it : references_) {
      if (it.entity == entity) here.push_back(&it);
    }
    if (here.empty()) break;
    const ReferenceField& one = *random_.pick(here);
    path += (path.empty() ? "" : ".") + one.name;
    entity = one.target;
  }
  if (path.empty()) return std::nullopt;
  return path;
}

// ---- Aggregates ------------------------------------------------------------------------------------------------------

std::optional<Piece> Writer::member_field(Sort sort, const std::string& via) {
  std::vector<const Named*> fitting;
  for (const Named& it : names_) {
    if (it.field && it.entity == scope_ && it.sort == sort) fitting.push_back(&it);
  }
  if (fitting.empty()) return std::nullopt;
  Piece piece(sort, level_postfix);
  piece.text = entities_[scope_] + "." + random_.pick(fitting)->name + via;
  return piece;
}

/// A condition that says whose rows are meant.
Piece Writer::member_condition(const std::string& via) {
  Piece piece({Family::boolean, -1}, level_compare);
  for (int tries = 0; tries < 3; ++tries) {
    const Sort sort = random_sort();
    auto field = member_field(sort, via);
    if (!field) continue;
    if (sort.family == Family::boolean) return *field;
    const bool ordered = sort.family != Family::choice && sort.family != Family::text;
    piece.add(*field, level_bound).add(ordered ? order() : equality());
    return piece.add(literal(sort), level_bound);
  }
  const Sort text{Family::text, -1};
  piece.add(*member_field(text, via), level_bound).add(words_.word("!=", "≠"));
  return piece.add(literal(text), level_bound);
}

Piece Writer::aggregated_number(Sort sort, const std::string& via, bool& mentioned) {
  const bool day = sort.family == Family::date;
  const Sort of = day && random_.chance(30) ? Sort{Family::datetime, -1} : sort;
  if (auto field = member_field(of, via); field && random_.chance(75)) {
    mentioned = true;
    if (day || random_.chance(60)) return *field;
    const bool dimensionless = sort.family == Family::percent || sort.family == Family::point || sort.family == Family::plain;
    if (!dimensionless && random_.chance(50)) return part_of(sort.family, literal({Family::percent, -1}), *field);
    Piece sum(sort, level_sum);
    return sum.add(*field, level_sum).add(" + ").add(leaf(sort), level_product);
  }
  if (day) return value(of, 1);
  return random_.chance(70) ? rounded(sort.family, 1) : number(sort.family, 1);
}

std::optional<Piece> Writer::aggregate(Sort sort) {
  const bool day = sort.family == Family::date, truth = sort.family == Family::boolean;
  const bool number = sort.family != Family::words && sort.family < Family::date;
  if (scope_ < 0 || owners_.size() > 1 || !(day || truth || number)) return std::nullopt;
  std::vector<ReferenceField> members;
  for (const ReferenceField& it : references_) {
    if (it.target == scope_ && it.entity != scope_) members.push_back(it);
  }
  if (members.empty()) return std::nullopt;
  const ReferenceField chosen = random_.pick(members);
  const auto ways = std::count_if(members.begin(), members.end(), [&](const ReferenceField& it) { return it.entity == chosen.entity; });
  const std::string via = ways > 1 || random_.chance(15) ? words_.word("via", "经") + chosen.name + " " : "";
  Piece piece(sort, level_operand);
  bool mentioned = false;
  owners_.push_back(scope_);
  scope_ = chosen.entity;
  if (sort.family == Family::plain && random_.chance(50)) {
    piece.add(words_.word("count", "计数") + "(" + entities_[scope_] + via);
    mentioned = true;
  } else if (truth) {
    const bool all = random_.chance(50);
    piece.add(words_.word(all ? "all" : "any", all ? "全部" : "任一") + "(");
    mentioned = random_.chance(60);
    piece.add(mentioned ? member_condition(via) : condition(1));
  } else {
    const char* const kinds[][2] = {{"min", "最小"}, {"max", "最大"}, {"sum", "合计"}, {"average", "平均"}};
    const auto& kind = kinds[random_.below(day ? 2 : 4)];
    piece.add(words_.word(kind[0], kind[1]) + "(").add(aggregated_number(sort, via, mentioned));
  }
  if (!mentioned) {
    piece.add(words_.word("where", "其中")).add(member_condition(via), level_not);
    if (random_.chance(30)) piece.add(words_.word("and", "且")).add(condition(0), level_not);
  } else if (random_.chance(50)) {
    piece.add(words_.word("where", "其中")).add(condition(1));
  }
  scope_ = owners_.back();
  owners_.pop_back();
  return piece.add(")");
}

// ---- Lists -----------------------------------------------------------------------------------------------------------

Piece Writer::list() {
  const bool dated = random_.chance(50);
  const std::string name = words_.new_name();
  lists_.push_back({name, dated});
  return Piece(words_.word("list", "名单") + name + words_.maybe_label() + words_.word("of", "属") + words_.word("text", "文本") +
               words_.word("from", "自") + "\"" + random_.pick({"1", "2", "3"}) + (dated ? dated_list_suffix : list_suffix) + "\"" +
               (random_.chance(70) ? words_.word("column", "列") + "\"" + list_column + "\"\n" : "\n"));
}

Piece Writer::in_list() {
  const Sort text{Family::text, -1};
  std::vector<const ListName*> askable;
  for (const ListName& it : lists_) askable.push_back(&it);
  std::vector<std::string> fields = paths(text);
  for (const Named& it : names_) {
    if (it.field && it.entity == scope_ && it.sort == text) fields.push_back(it.name);
  }
  if (fields.empty() || askable.empty()) return compare_days(0);
  const ListName& asked = *random_.pick(askable);
  Piece piece({Family::boolean, -1}, level_compare);
  piece.add(random_.pick(fields)).add(random_.chance(70) ? words_.word("in", "属于") : words_.word("not in", "不属于")).add(asked.name);
  if (!asked.dated) return piece;
  if (owners_.empty() && random_.chance(60)) {
    reads_day_ = true;
    return piece;
  }
  piece.add(words_.word("at", "于"));
  if (random_.chance(60)) return piece.add(date_literal());
  return piece.add("(").add(value({Family::date, -1}, 1)).add(")");
}

}  // namespace huice::properties
