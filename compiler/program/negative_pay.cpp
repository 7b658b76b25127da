#include "compiler/program/negative_pay.h"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/program/candidates.h"
#include "compiler/rules/fold.h"
#include "compiler/rules/intervals.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/walk.h"
#include "runtime/kernel_abi.h"

namespace huice::program {
namespace {

using reference::Value;

/// Whether the amount's range reaches below zero.
bool may_be_negative(const rules::Program& rules, const rules::Pay& pay) {
  rules::Range range = rules.exprs[pay.amount].range;
  for (const auto& [kind, bound] : pay.bounds) range = rules::bounded(kind, range, rules.exprs[bound].range);
  return !range.lo || *range.lo < 0;
}

/// The fields that the amount reads.
std::set<rules::FieldIndex> amount_fields(const rules::Program& rules, const rules::Pay& pay) {
  std::vector<rules::ExprId> roots{pay.amount};
  for (const auto& [kind, bound] : pay.bounds) roots.push_back(bound);
  std::set<rules::FieldIndex> fields;
  rules::visit_reachable(rules, roots, [&](const rules::Expr& expr) {
    if (auto* use = std::get_if<rules::FieldValue>(&expr.node)) fields.insert(use->field);
    if (auto* use = std::get_if<rules::ReferredValue>(&expr.node)) fields.insert(use->column);
    if (auto* use = std::get_if<rules::AggregateValue>(&expr.node)) fields.insert(rules.aggregates[use->aggregate].value);
  });
  return fields;
}

struct Search {
  const rules::Program& rules;
  rules::MeasureId id;
  const catalogue::Measure& words;
  const rules::Measure& measure;
  const rules::Entity& entity;
  uint32_t first_site;  // of this version among the measure's

  /// With the ends of ranges only where plain values show nothing: the example is for people.
  std::map<rules::FieldIndex, std::vector<Value>> candidates(bool with_extremes) const {
    std::map<rules::FieldIndex, std::vector<Value>> all;
    for (rules::FieldIndex index : words.inputs) {
      Candidates one{rules, entity.fields[index]};
      one.add_plain();
      if (measure.dated == index && measure.in_force && measure.in_force->from) one.add_day(*measure.in_force->from);
      rules::visit_reachable(rules, rules::roots_of(measure), [&](const rules::Expr& expr) { one.add_constant(expr); });
      if (with_extremes || one.values.empty()) one.values.insert(one.values.end(), one.extreme.begin(), one.extreme.end());
      all[index] = std::move(one.values);
    }
    return all;
  }

  /// A row whose amount is negative: `a = 1元, b = 2元`.
  std::optional<std::string> example() const {
    for (bool with_extremes : {false, true}) {
      if (auto found = example_among(candidates(with_extremes))) return found;
    }
    return {};
  }

  std::optional<std::string> example_among(const std::map<rules::FieldIndex, std::vector<Value>>& all) const {
    constexpr int tries = 150;
    const uint16_t negative_at_pay = static_cast<uint16_t>(HUICE_NEGATIVE << 12 | (first_site + rules::Sites::pay));
    Random random{id.value};
    reference::Row row{std::vector<std::optional<Value>>(entity.fields.size()), {}};
    row.as_of = measure.in_force && measure.in_force->from ? measure.in_force->from : make_date(2024, 6, 30);
    for (int i = 0; i < tries; ++i) {
      for (const auto& [index, values] : all) {
        if (!values.empty()) row.fields[index] = values[random.below(values.size())];
      }
      if (reference::decide(rules, id, words, row).error == negative_at_pay) return text_of_row(row);
    }
    return {};
  }

  std::string text_of_row(const reference::Row& row) const {
    std::string text;
    for (rules::FieldIndex index : amount_fields(rules, *measure.pay)) {
      const rules::Field& field = entity.fields[index];
      if (row.fields[index])
        text += (text.empty() ? "" : ", ") + (field.in_data() ? field.name : field.label) + " = " + program::text_of(rules, field, *row.fields[index]);
    }
    return text;
  }
};

}  // namespace

namespace {

void report_negative(text::Span span, const std::string& example, diagnostics::Sink& sink) {
  sink.report(diagnostics::Kind::pay_negative, span, {{"example", example}})
      .hint("`at least 0元`, or a condition that rules it out", "可加“最低 0元”，或用条件排除这种情形");
}

/// Some plausible value of an external parameter; nothing where its type has none.
std::optional<Value> plausible(const rules::Program& rules, const rules::Parameter& parameter, size_t which) {
  rules::Field field;
  field.type = parameter.type;
  field.range = parameter.range;
  field.step = parameter.step == 0 ? Rational(1) : parameter.step;
  Candidates candidates{rules, field};
  candidates.add_plain();
  auto& values = candidates.values;
  std::erase_if(values, [](const Value& value) { return std::holds_alternative<Rational>(value) && std::get<Rational>(value) <= 0; });
  if (values.empty()) return {};
  return values[which % values.size()];
}

/// What is external is tried with plausible values; where that shows nothing, nothing is said.
void check_with_parameters(const rules::Program& rules, const Search& search, size_t body, diagnostics::Sink& sink) {
  constexpr size_t rounds = 4;
  for (size_t round = 0; round < rounds; ++round) {
    rules::Program tried = rules;
    std::string given;
    for (const rules::ParameterId id : rules::unsupplied_of(rules, search.measure)) {
      rules::Parameter& parameter = tried.parameters[id];
      const auto value = plausible(rules, parameter, round);
      if (!value) return;
      parameter.values = {{std::nullopt, tried.exprs.add({rules::literal(*value), parameter.type, {}, parameter.span})}};
      rules::Field field;
      field.type = parameter.type;
      given += parameter.name + " = " + text_of(rules, field, *value) + ", ";
    }
    const rules::Measure& measure = *rules::bodies_of(tried.measures[search.id])[body];
    const Search search_tried{tried, search.id, search.words, measure, tried.entities[measure.entity], search.first_site};
    const auto example = search_tried.example();
    if (!example) continue;
    return report_negative(rules.exprs[measure.pay->amount].span, given + *example, sink);
  }
}

void check_body(const rules::Program& rules, const Search& search, size_t body, diagnostics::Sink& sink) {
  const std::optional<rules::Pay>& pay = search.measure.pay;
  if (!pay || !may_be_negative(rules, *pay)) return;
  if (!rules::unsupplied_of(rules, search.measure).empty()) return check_with_parameters(rules, search, body, sink);
  const text::Span span = rules.exprs[pay->amount].span;
  if (auto example = search.example()) {
    report_negative(span, *example, sink);
  } else {
    sink.report(diagnostics::Kind::pay_not_proven, span);
  }
}

}  // namespace

void check_negative_pay(const rules::Program& rules, const Catalogue& catalogue, diagnostics::Sink& sink) {
  for (size_t i = 0; i < rules.measures.size(); ++i) {
    const rules::MeasureId id = Store<rules::Measure>::id_at(i);
    const catalogue::Measure& words = catalogue.measures[i];
    const auto bodies = rules::bodies_of(rules.measures[id]);
    for (size_t b = 0; b < bodies.size(); ++b) {
      const uint32_t first_site = words.versions.empty() ? 0 : words.versions[b].first_site;
      check_body(rules, Search{rules, id, words, *bodies[b], rules.entities[bodies[b]->entity], first_site}, b, sink);
    }
  }
}

}  // namespace huice::program
