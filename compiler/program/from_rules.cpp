#include "compiler/program/from_rules.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "compiler/program/terms.h"
#include "compiler/rules/sites.h"

namespace huice::program {
namespace {

// ---- Catalogue ------------------------------------------------------------------------------------------------------

catalogue::ListPart part_of(rules::ListPart part) {
  switch (part) {
    case rules::ListPart::member:
      return catalogue::ListPart::member;
    case rules::ListPart::from:
      return catalogue::ListPart::from;
    case rules::ListPart::to:
      return catalogue::ListPart::to;
  }
  return catalogue::ListPart::member;
}

/// Aggregates have a list of their own.
void add_origin(catalogue::Entity& words, uint32_t column, const rules::Origin& origin) {
  if (std::holds_alternative<rules::InData>(origin)) words.in_data = column + 1;
  if (auto* it = std::get_if<rules::Referred>(&origin)) words.referred.push_back({column, it->reference, it->entity.value, it->target});
  if (auto* it = std::get_if<rules::Listed>(&origin)) words.listed.push_back({column, it->list.value, it->field, part_of(it->part), it->span});
}

catalogue::Entity words_of(const rules::Entity& entity) {
  catalogue::Entity words;
  words.name = entity.name;
  words.label = entity.label;
  words.in_data = 0;
  words.of_target = entity.of_target;
  for (uint32_t i = 0; i < entity.fields.size(); ++i) {
    const rules::Field& field = entity.fields[i];
    words.field_names.push_back(field.name);
    words.field_labels.push_back(field.label);
    if (field.key) words.keys.push_back(i);
    if (field.in_data() && field.type.kind == rules::Kind::reference) words.references.emplace_back(i, field.type.entity.value);
    add_origin(words, i, field.origin);
  }
  return words;
}

bool all_digits(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `nanjing_2024 第10条`; unnumbered parts stand as they are cited: `nanjing_2024 2/(四)`.
std::string clause_of(const rules::Program& rules, const rules::Citation& citation) {
  const std::string& document = rules.documents[citation.document].name;
  return document + " " + (all_digits(citation.clause) ? "第" + citation.clause + "条" : citation.clause);
}

/// Amounts show at least fen: 80000.00.
int digits_of(const Rational& unit) {
  int digits = 2;
  while (digits < 18 && Rational(unit * power_of_ten(digits)).get_den() != 1) ++digits;
  return digits;
}

void add_once(std::vector<std::string>& all, std::string one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

std::vector<catalogue::Version> versions_of(const rules::Program& rules, const rules::Measure& measure) {
  std::vector<catalogue::Version> versions;
  uint32_t conditions = 0, sites = 0;
  for (const rules::Measure& body : measure.versions) {
    catalogue::Version version;
    version.name = body.version;
    version.first_condition = conditions;
    version.conditions = static_cast<uint32_t>(body.conditions.size());
    version.first_site = sites;
    version.inputs = rules::inputs_of(rules, body);
    version.unit = Rational(body.rounding.unit / measure.rounding.unit).get_num().get_si();
    conditions += version.conditions;
    sites += static_cast<uint32_t>(rules::sites_of(rules, body).names.size());
    versions.push_back(std::move(version));
  }
  return versions;
}

catalogue::Measure words_of(const rules::Program& rules, const rules::Measure& measure) {
  catalogue::Measure words;
  words.name = measure.name;
  words.label = measure.label;
  words.entity = measure.entity.value;
  for (const rules::Measure* body : rules::bodies_of(measure)) {
    for (const auto& citation : body->citations) add_once(words.clauses, clause_of(rules, citation));
    for (const auto& condition : body->conditions) {
      words.conditions.push_back(condition.name);
      words.condition_labels.push_back(condition.label);
    }
  }
  words.versions = versions_of(rules, measure);
  words.inputs = rules::inputs_of(rules, measure);
  words.sites = rules::sites_of(rules, measure).names;
  const auto bodies = rules::bodies_of(measure);
  words.dated = std::all_of(bodies.begin(), bodies.end(), [](const rules::Measure* body) { return body->dated.has_value(); });
  words.needs_as_of = rules::needs_as_of(rules, measure);
  words.pays = rules::pays(measure);
  const rules::Entity& entity = rules.entities[measure.entity];
  auto decided = [&](uint32_t field) { return entity.fields[field].decided(); };
  words.refers = std::any_of(words.inputs.begin(), words.inputs.end(), decided);
  words.amount_digits = digits_of(measure.rounding.unit);
  words.unit_num = measure.rounding.unit.get_num().get_si();
  words.unit_den = measure.rounding.unit.get_den().get_si();
  return words;
}

catalogue::AggregateKind kind_of(rules::AggregateKind kind) {
  switch (kind) {
    case rules::AggregateKind::sum:
      return catalogue::AggregateKind::sum;
    case rules::AggregateKind::count:
      return catalogue::AggregateKind::count;
    case rules::AggregateKind::min:
      return catalogue::AggregateKind::min;
    case rules::AggregateKind::max:
      return catalogue::AggregateKind::max;
    case rules::AggregateKind::average:
      return catalogue::AggregateKind::average;
    case rules::AggregateKind::all:
      return catalogue::AggregateKind::all;
    case rules::AggregateKind::any:
      return catalogue::AggregateKind::any;
  }
  return catalogue::AggregateKind::sum;
}

catalogue::Bucket words_of(const rules::Bucket& bucket) {
  const auto by = bucket.by == rules::Bucket::By::choice ? catalogue::Bucket::By::choice
                  : bucket.by == rules::Bucket::By::list ? catalogue::Bucket::By::list
                                                         : catalogue::Bucket::By::year;
  return {by, bucket.field, bucket.by == rules::Bucket::By::list ? bucket.list.value : 0, bucket.cause};
}

catalogue::Aggregate words_of(const rules::Program& rules, const rules::Aggregate& aggregate) {
  catalogue::Aggregate words;
  words.kind = kind_of(aggregate.kind);
  words.owner = aggregate.owner.value;
  words.member = aggregate.member.value;
  words.reference = aggregate.reference;
  for (const rules::Bucket& bucket : aggregate.buckets) words.buckets.push_back(words_of(bucket));
  words.rows = words_of(rules, aggregate.rows);
  words.value = aggregate.value;
  words.count = aggregate.count;
  words.error = aggregate.error;
  words.causes = aggregate.causes;
  for (const auto& bit : aggregate.cause_of) words.cause_of.push_back(bit ? static_cast<int>(*bit) : -1);
  return words;
}

/// A group's own expressions are read at its deadline, where it has one.
catalogue::Reach words_of(const rules::Program& rules, const rules::Target& target, const rules::Reach& reach) {
  catalogue::Reach words;
  words.entity = target.entity.value;
  words.groups = reach.groups.value;
  for (const rules::Bucket& bucket : reach.buckets) words.buckets.push_back(words_of(bucket));
  for (rules::AggregateId id : reach.aggregates) {
    words.aggregates.push_back(id.value);
    words.needs_as_of = words.needs_as_of || rules::needs_as_of(rules, rules.aggregates[id].rows);
  }
  words.test = words_of(rules, reach.test);
  const bool has_day = reach.deadline || (!reach.buckets.empty() && reach.buckets.front().by == rules::Bucket::By::year);
  words.needs_as_of = words.needs_as_of || (!has_day && rules::needs_as_of(rules, reach.test));
  return words;
}

void add_target(const rules::Program& rules, const rules::Target& target, Catalogue& catalogue) {
  catalogue::Target words;
  words.name = target.name;
  words.label = target.label;
  words.entity = target.entity.value;
  for (const auto& citation : target.citations) add_once(words.clauses, clause_of(rules, citation));
  for (const rules::Reach& reach : target.reaches) {
    words.reaches.push_back(static_cast<uint32_t>(catalogue.reaches.size()));
    catalogue.reaches.push_back(words_of(rules, target, reach));
    catalogue.reaches.back().target = static_cast<uint32_t>(catalogue.targets.size());
  }
  catalogue.targets.push_back(std::move(words));
}

// ---- Schemas --------------------------------------------------------------------------------------------------------

batch::Kind kind_of(rules::Kind kind) {
  switch (kind) {
    case rules::Kind::number:
      return batch::Kind::number;
    case rules::Kind::boolean:
      return batch::Kind::boolean;
    case rules::Kind::choice:
      return batch::Kind::choice;
    case rules::Kind::set:
      return batch::Kind::set;
    case rules::Kind::date:
      return batch::Kind::date;
    case rules::Kind::datetime:
      return batch::Kind::datetime;
    case rules::Kind::text:
    case rules::Kind::reference:
    case rules::Kind::period:
      return batch::Kind::text;  // no field is a period
  }
  return batch::Kind::text;
}

/// Clamped to what __int128 holds; the checker keeps fields within it.
__int128 to_int128(const Integer& value) {
  Integer high, low;
  mpz_fdiv_q_2exp(high.get_mpz_t(), value.get_mpz_t(), 62);
  mpz_fdiv_r_2exp(low.get_mpz_t(), value.get_mpz_t(), 62);
  return (static_cast<__int128>(high.get_si()) << 62) + low.get_si();
}

/// Adds `name` unless it stands first or its factor does not fit. Other names that come twice
/// (千克 and 千·克) mean the same.
void add_unit(std::vector<batch::CellUnit>& units, const std::string& name, const Rational& factor) {
  if (!factor.get_num().fits_slong_p() || !factor.get_den().fits_slong_p()) return;
  if (!units.empty() && units.front().name == name) return;
  units.push_back({name, factor.get_num().get_si(), factor.get_den().get_si()});
}

Rational factor_of(const Unit& unit) {
  Rational factor(Integer(static_cast<long>(unit.numerator)), Integer(static_cast<long>(unit.denominator)));
  factor.canonicalize();
  return factor;
}

/// `name` alone and with every magnitude: 元 千元 万元 …
void add_scaled(std::vector<batch::CellUnit>& units, const std::string& name, const Rational& factor) {
  add_unit(units, name, factor);
  for (const Magnitude& magnitude : all_magnitudes()) {
    add_unit(units, std::string(magnitude.name) + name, factor * Rational(static_cast<long>(magnitude.factor)));
  }
}

/// The units of a dimension that is one base to the power 1, or measure words for a pure number.
void add_plain_units(std::vector<batch::CellUnit>& units, const Dimension& dimension) {
  if (dimension.none()) add_scaled(units, "", 1);
  UnitKind kind = dimension.none() ? UnitKind::count : UnitKind::quantity;
  for (const Unit& unit : all_units()) {
    if (unit.kind == kind && unit.dimension == dimension) add_scaled(units, std::string(unit.name), factor_of(unit));
  }
}

/// 元/亩, 万元/公顷, …: canonical names only.
void add_unit_prices(std::vector<batch::CellUnit>& units, const Dimension& dimension) {
  for (const Unit& over : all_units()) {
    if (over.kind != UnitKind::quantity || over.name != over.canonical) continue;
    for (const Unit& under : all_units()) {
      if (under.kind != UnitKind::quantity || under.name != under.canonical) continue;
      if (divide(over.dimension, under.dimension) != dimension) continue;
      std::string per = "/" + std::string(under.name);
      add_unit(units, std::string(over.name) + per, factor_of(over) / factor_of(under));
      for (const Magnitude& magnitude : all_magnitudes()) {
        Rational factor = factor_of(over) / factor_of(under) * Rational(static_cast<long>(magnitude.factor));
        add_unit(units, std::string(magnitude.name) + std::string(over.name) + per, factor);
      }
    }
  }
}

/// All units of each dimension, made once.
class UnitLists {
 public:
  using List = std::shared_ptr<const std::vector<batch::CellUnit>>;
  List of(const Dimension& dimension) {
    for (const auto& [known, list] : lists_) {
      if (known == dimension) return list;
    }
    std::vector<batch::CellUnit> units;
    if (dimension.powers.size() < 2) add_plain_units(units, dimension);
    else add_unit_prices(units, dimension);
    return lists_.emplace_back(dimension, std::make_shared<const std::vector<batch::CellUnit>>(std::move(units))).second;
  }

 private:
  std::vector<std::pair<Dimension, List>> lists_;
};

void set_number(batch::Field& column, const rules::Field& field, UnitLists& lists) {
  bool plain = field.type.dimension.none() && field.type.share == rules::Share::none;
  column.percent = field.type.share == rules::Share::percent;
  column.whole = plain && field.step.get_den() == 1;
  column.digits = field.digits;
  column.own_unit_declared = !column.percent || field.unit.has_value();
  if (field.unit) {
    add_unit(column.units, field.unit->name, field.unit->factor);
  } else if (column.percent) {
    add_unit(column.units, "%", Rational(1, 100));
  }
  if (column.percent) {
    add_unit(column.units, "%", Rational(1, 100));
    add_unit(column.units, "‰", Rational(1, 1000));
    for (const char* ratio : {"小数", "ratio"}) add_unit(column.units, ratio, 1);
  } else {
    column.more_units = lists.of(field.type.dimension);
    if (column.units.empty() && !column.more_units->empty()) column.units.push_back(column.more_units->front());
  }
  column.layout.step_num = field.step.get_num().get_si();
  column.layout.step_den = field.step.get_den().get_si();
  column.lo = to_int128(ceil(*field.range.lo / field.step));
  column.hi = to_int128(floor(*field.range.hi / field.step));
  constexpr __int128 narrow = std::numeric_limits<int64_t>::max();
  column.layout.wide = column.lo < -narrow || column.hi > narrow;
}

batch::Field column_of(const rules::Program& rules, const rules::Field& field, UnitLists& lists) {
  batch::Field column;
  column.name = field.name;
  column.label = field.label;
  column.kind = kind_of(field.type.kind);
  column.key = field.key;
  column.required = field.required;
  column.derived = !field.in_data();
  column.decided = field.decided();
  column.defaulted = field.fallback.has_value();
  if (field.type.kind == rules::Kind::number) set_number(column, field, lists);
  if (field.type.choice.valid()) {
    for (const auto& member : rules.choices[field.type.choice].members) {
      column.codes.push_back(member.name);
      column.labels.push_back(member.label);
    }
  }
  return column;
}

}  // namespace

Catalogue make_catalogue(const rules::Program& rules) {
  Catalogue catalogue;
  for (const auto& entity : rules.entities) catalogue.entities.push_back(words_of(entity));
  for (const auto& measure : rules.measures) catalogue.measures.push_back(words_of(rules, measure));
  for (const auto& aggregate : rules.aggregates) catalogue.aggregates.push_back(words_of(rules, aggregate));
  for (const auto& list : rules.lists) catalogue.lists.push_back({list.name, list.path, list.digest, list.entries, list.names});
  for (const auto& target : rules.targets) add_target(rules, target, catalogue);
  catalogue.settlement = make_terms(rules, catalogue);
  for (size_t i = 0; i < rules.pools.size(); ++i) {
    for (const auto& citation : rules.pools[Store<rules::Pool>::id_at(i)].citations) add_once(catalogue.settlement.pools[i].clauses, clause_of(rules, citation));
  }
  return catalogue;
}

std::vector<batch::Schema> make_schemas(const rules::Program& rules) {
  std::vector<batch::Schema> schemas;
  UnitLists lists;
  for (const auto& entity : rules.entities) {
    batch::Schema schema{entity.name, entity.label, {}};
    for (const auto& field : entity.fields) schema.fields.push_back(column_of(rules, field, lists));
    schemas.push_back(std::move(schema));
  }
  return schemas;
}

}  // namespace huice::program
