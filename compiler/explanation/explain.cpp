#include <algorithm>

#include "compiler/explanation/display.h"
#include "compiler/explanation/explanation.h"
#include "compiler/explanation/reasons.h"
#include "compiler/explanation/steps.h"
#include "compiler/reference/constant.h"
#include "compiler/reference/trace.h"

namespace huice::explanation {
namespace {

std::string rounding_text(const rules::RoundingRule& rule, Language language) {
  bool zh = language == Language::zh;
  std::string unit = plain(rule.unit) + "元";
  switch (rule.mode) {
    case Rounding::half_up:
      return zh ? "四舍五入到" + unit : "rounded half up to " + unit;
    case Rounding::down:
      return zh ? "舍去到" + unit : "rounded down to " + unit;
    case Rounding::up:
      return zh ? "进位到" + unit : "rounded up to " + unit;
    case Rounding::floor:
    case Rounding::ceil:
      break;
  }
  return unit;
}

/// Builds one measure's part.
class Builder {
 public:
  Builder(const program::Program& program, rules::MeasureId id, const reference::Row& row, Language language)
      : program_(program),
        whole_(program.rules.measures[id]),
        entity_(program.rules.entities[whole_.entity]),
        words_(program.catalogue.measures.at(id.value)),
        decision_(reference::decide(program.rules, id, words_, row, &trace_)),
        measure_(*rules::bodies_of(whole_).at(trace_.version.value_or(0))),
        narrator_(program, entity_, words_, trace_, language),
        language_(language) {}

  Measure build() {
    Measure out;
    out.name = measure_.name;
    out.label = measure_.label;
    for (const rules::Citation& it : measure_.citations) {
      const rules::Document& document = program_.rules.documents[it.document];
      out.citations.push_back({document.name, document.label, it.clause, it.fragments});
    }
    add_date(out);
    for (rules::LetId let : trace_.lets) add_let(out, program_.rules.lets[let]);
    for (size_t i = 0; i < trace_.conditions.size(); ++i) {
      if (!measure_.conditions[i].hidden) out.conditions.push_back(condition(i));
    }
    if (measure_.pay && trace_.amount) out.amount = amount(*measure_.pay);
    add_decision(out);
    return out;
  }

 private:
  void add_date(Measure& out) const {
    if (trace_.date) out.date = to_string(*trace_.date);
    if (measure_.dated) {
      out.date_field = entity_.fields[*measure_.dated].name;
      out.date_label = entity_.fields[*measure_.dated].label;
    }
    out.limited = measure_.in_force.has_value();
    if (measure_.in_force && measure_.in_force->from) out.from = to_string(*measure_.in_force->from);
    if (measure_.in_force && measure_.in_force->to) out.to = to_string(*measure_.in_force->to);
    out.in_force = trace_.in_force;
    for (const rules::Measure& version : whole_.versions) {
      Period period{version.version, {}, {}};
      if (version.in_force && version.in_force->from) period.from = to_string(*version.in_force->from);
      if (version.in_force && version.in_force->to) period.to = to_string(*version.in_force->to);
      out.versions.push_back(period);
    }
    if (whole_.versions.empty()) return;
    if (trace_.version && (trace_.date || !measure_.dated)) {
      out.version = measure_.version;
    } else {
      out.from.clear();
      out.to.clear();
    }
  }

  void add_let(Measure& out, const rules::Let& let) const {
    out.lets.push_back({let.name, let.label, narrator_.steps(let.value), narrator_.result(let.value)});
  }

  Condition condition(size_t index) const {
    const rules::Condition& it = measure_.conditions[index];
    const reference::Traced& traced = trace_.conditions[index];
    Condition out{it.name,
                  it.label,
                  Result::holds,
                  narrator_.condition_text(it.test, it.unless),
                  narrator_.condition(it.test, it.unless),
                  {},
                  {}};
    if (const auto* failed = std::get_if<reference::Failed>(&traced)) {
      out.result = Result::error;
      out.error = catalogue::error_name(words_, failed->error);
    } else if (const auto* missing = std::get_if<reference::MissingFields>(&traced)) {
      out.result = Result::missing;
      for (rules::FieldIndex field : missing->fields) out.missing.push_back(entity_.fields[field].name);
    } else {
      out.result = std::get<bool>(std::get<reference::Value>(traced)) ? Result::holds : Result::fails;
    }
    out.part.result = out.result;
    return out;
  }

  /// In units of the whole measure.
  std::string amount_text(const Integer& units) const {
    if (units.fits_slong_p()) {
      return show_amount(catalogue::amount_text(words_, units.get_si()), units * whole_.rounding.unit, language_);
    }
    return plain(units * whole_.rounding.unit) + "元";
  }

  /// In units of the version that decided.
  std::string own_text(const Integer& units) const {
    return amount_text(trace_.version ? Integer(units * words_.versions[*trace_.version].unit) : units);
  }

  Amount amount(const rules::Pay& pay) const {
    Amount out;
    out.rule = narrator_.source().of(pay.amount);
    out.steps = narrator_.steps(pay.amount);
    if (trace_.rounded) {
      out.result = narrator_.result(pay.amount);
      out.rounding = rounding_text(measure_.rounding, language_);
      out.rounded = own_text(*trace_.rounded);
    }
    for (const reference::TracedBound& it : trace_.bounds) {
      bool zh = language_ == Language::zh;
      std::string word = it.kind == rules::BoundKind::at_most ? (zh ? "最高 " : "at most ") : (zh ? "最低 " : "at least ");
      std::string rule = narrator_.source().of(it.bound), values = narrator_.with_values(it.bound);
      out.bounds.push_back(
          {word + rule, values == rule ? "" : word + values, own_text(it.limit), own_text(it.after), it.took});
    }
    return out;
  }

  void add_decision(Measure& out) const {
    out.status = decision_.status;
    if (decision_.status == Status::eligible && measure_.pay) {
      out.pays = catalogue::amount_text(words_, decision_.amount);
      out.pays_shown = amount_text(Integer(decision_.amount));
    }
    if (decision_.ceiling) {
      out.ceiling = catalogue::amount_text(words_, *decision_.ceiling);
      out.ceiling_shown = amount_text(Integer(*decision_.ceiling));
    }
    if (trace_.ceiling) {
      const rules::Type& type = program_.rules.exprs[measure_.pay->amount].type;
      out.ranges = true;
      if (trace_.ceiling->lo) out.range_lo = show_number(*trace_.ceiling->lo, type, nullptr, language_);
      if (trace_.ceiling->hi) out.range_hi = show_number(*trace_.ceiling->hi, type, nullptr, language_);
    }
    out.reasons = reasons(words_, entity_, decision_);
    out.reason_notes = reason_notes(words_, entity_, decision_, language_);
  }

  const program::Program& program_;
  const rules::Measure& whole_;
  const rules::Entity& entity_;
  const catalogue::Measure& words_;
  reference::Trace trace_;
  reference::Decision decision_;
  const rules::Measure& measure_;  // the version that decided, where there are several
  Narrator narrator_;
  Language language_;
};

std::string shown_cell(const rules::Program& rules, const rules::Field& field, const reference::Value& value,
                       Language language) {
  std::string text = show(rules, value, field.type, field.unit ? &*field.unit : nullptr, language);
  if (const auto* code = std::get_if<uint16_t>(&value)) {
    const rules::ChoiceMember& member = rules.choices[field.type.choice].members.at(*code);
    if (member.label != member.name) text += " " + member.label;
  }
  return text;
}

Reading reading(const rules::Program& rules, const rules::Field& field, std::optional<reference::Value> cell,
                Language language) {
  Reading out{field.name, field.label, {}, field.decided_by, {}, false};
  if (!cell && field.fallback) {
    cell = reference::constant(rules, *field.fallback);
    out.defaulted = cell.has_value();
  }
  if (cell) out.value = shown_cell(rules, field, *cell, language);
  return out;
}

/// Not how an aggregate or a list came by its value.
bool shown_as_read(const rules::Field& field) {
  if (auto* part = std::get_if<rules::Aggregated>(&field.origin)) return part->part == rules::AggregatePart::value;
  return field.in_data() || std::holds_alternative<rules::Referred>(field.origin);
}

/// `sum(Person.income)：7万元（2 行）`; a count is its own.
Reading aggregate_reading(const program::Program& program, const rules::Entity& entity, size_t index, const reference::Row& row,
                          Language language) {
  const rules::Field& field = entity.fields[index];
  const rules::Aggregate& aggregate = program.rules.aggregates[std::get<rules::Aggregated>(field.origin).aggregate];
  Reading out;
  out.name = out.label = field.label;
  const auto& causes = row.fields[aggregate.causes];
  if (!row.fields[index] || (causes && std::get<MemberSet>(*causes).bits != 0)) return out;
  reference::Value value = *row.fields[index];
  const auto& count = row.fields[aggregate.count];
  const Rational rows = count ? std::get<Rational>(*count) : Rational(0);
  if (aggregate.kind == rules::AggregateKind::average && rows > 0) value = Rational(std::get<Rational>(value) / rows);
  out.value = shown_cell(program.rules, field, value, language) +
              (language == Language::zh ? "（" + rows.get_str() + " 行）" : " (" + rows.get_str() + (rows == 1 ? " row)" : " rows)"));
  return out;
}

}  // namespace

Explanation explain(const program::Program& program, rules::EntityId id, const reference::Row& row, std::string key,
                    Language language, const std::vector<rules::MeasureId>* selected) {
  const rules::Entity& entity = program.rules.entities[id];
  Explanation out;
  out.entity = entity.name;
  out.entity_label = entity.label;
  out.key = std::move(key);
  out.language = language;
  std::vector<bool> read(entity.fields.size());
  for (size_t i = 0; i < program.rules.measures.size(); ++i) {
    rules::MeasureId measure = Store<rules::Measure>::id_at(i);
    if (program.rules.measures[measure].entity != id) continue;
    if (selected && std::find(selected->begin(), selected->end(), measure) == selected->end()) continue;
    out.measures.push_back(Builder(program, measure, row, language).build());
    for (uint32_t field : program.catalogue.measures.at(i).inputs) read[field] = true;
  }
  for (size_t i = 0; i < read.size(); ++i) {
    if (read[i] && !shown_as_read(entity.fields[i])) continue;
    if (read[i] && std::holds_alternative<rules::Aggregated>(entity.fields[i].origin)) {
      out.readings.push_back(aggregate_reading(program, entity, i, row, language));
    } else if (read[i]) out.readings.push_back(reading(program.rules, entity.fields[i], row.fields[i], language));
  }
  return out;
}

}  // namespace huice::explanation
