#include "compiler/program/exceptions_meet.h"

#include <map>
#include <set>

#include "compiler/program/candidates.h"
#include "compiler/reference/evaluate.h"
#include "compiler/reference/view.h"
#include "compiler/rules/sites.h"
#include "compiler/rules/walk.h"
#include "runtime/kernel_abi.h"

namespace huice::program {
namespace {

/// Where the let's own expression is a conflict; nothing when it has none.
std::optional<text::Span> conflict_in(const rules::Program& rules, rules::ExprId root) {
  std::set<rules::ExprId> seen;
  std::vector<rules::ExprId> waiting{root};
  while (!waiting.empty()) {
    const rules::Expr& expr = rules.exprs[waiting.back()];
    waiting.pop_back();
    const auto* fail = std::get_if<rules::Fail>(&expr.node);
    if (fail && fail->kind == rules::FailKind::conflict) return expr.span;
    for (rules::ExprId part : rules::parts_of(expr)) {
      if (seen.insert(part).second) waiting.push_back(part);
    }
  }
  return {};
}

struct Search {
  const rules::Program& rules;
  rules::MeasureId id;
  const catalogue::Measure& words;
  const rules::Measure& body;
  uint32_t first_site;  // of this version among the measure's
  const rules::Entity& entity = rules.entities[body.entity];

  Date day() const {
    return body.in_force && body.in_force->from ? *body.in_force->from : *make_date(2024, 6, 30);
  }

  /// What the let reads, each with values worth trying.
  std::map<rules::FieldIndex, std::vector<Value>> candidates(rules::ExprId root) const {
    std::map<rules::FieldIndex, std::vector<Value>> all;
    rules::visit_reachable(rules, root, [&](const rules::Expr& expr) {
      if (auto* use = std::get_if<rules::FieldValue>(&expr.node)) all[use->field];
    });
    for (auto& [index, values] : all) {
      Candidates one{rules, entity.fields[index]};
      rules::visit_reachable(rules, root, [&](const rules::Expr& expr) { one.add_constant(expr); });
      one.add_plain();
      if (body.dated == index) one.add_day(day());
      values = std::move(one.values);
    }
    return all;
  }

  /// An input for which the let is in conflict, and the measure's decision is that error.
  std::optional<std::string> example(rules::LetId let, uint16_t site) const {
    const auto tried = candidates(rules.lets[let].value);
    size_t combinations = 1;
    constexpr size_t most = 20'000;
    for (const auto& [index, values] : tried) {
      if (values.empty()) return {};
      combinations = std::min(most, combinations * values.size());
    }
    const reference::Prepared prepared(rules, body, entity, rules::inputs_of(rules, body));
    reference::Evaluator row(prepared, nullptr);
    Random random{id.value};
    for (size_t i = 0; i < combinations; ++i) {
      row.clear();
      std::map<rules::FieldIndex, const Value*> chosen;
      size_t rest = i;
      for (const auto& [index, values] : tried) {
        const size_t at = combinations == most ? random.below(values.size()) : rest % values.size();
        rest /= values.size();
        chosen[index] = &values[at];
        row.cells[index] = reference::view_of(values[at]);
      }
      row.date = day();
      const reference::Evaluated outcome = row.evaluate_at(site, rules.lets[let].value);
      if (outcome.error != (HUICE_CONFLICT << 12 | site)) continue;
      if (decides_so(chosen, static_cast<uint16_t>(HUICE_CONFLICT << 12 | (first_site + site)))) return text(chosen);
    }
    return {};
  }

  /// Other fields may be missing: an error counts before them. A date must be there.
  bool decides_so(const std::map<rules::FieldIndex, const Value*>& chosen, uint16_t error) const {
    reference::Row row{std::vector<std::optional<Value>>(entity.fields.size()), day()};
    if (body.dated) {
      const bool date = entity.fields[*body.dated].type.kind == rules::Kind::date;
      row.fields[*body.dated] = date ? Value(day()) : Value(DateTime{int64_t{day().days} * 86400});
    }
    for (const auto& [index, value] : chosen) row.fields[index] = *value;
    return reference::decide(rules, id, words, row).error == error;
  }

  std::string text(const std::map<rules::FieldIndex, const Value*>& chosen) const {
    std::string text;
    for (const auto& [index, value] : chosen) {
      const rules::Field& field = entity.fields[index];
      text += (text.empty() ? "" : ", ") + field.name + " = " + text_of(rules, field, *value);
    }
    return text;
  }

  void check(diagnostics::Sink& sink) const {
    for (const auto& [let, site] : rules::sites_of(rules, body).lets) {
      const auto span = conflict_in(rules, rules.lets[let].value);
      if (!span) continue;
      const auto example = this->example(let, site);
      if (!example) continue;
      sink.report(diagnostics::Kind::exceptions_meet, *span, {{"name", rules.lets[let].name}, {"example", *example}})
          .hint("add to one `when` what keeps it from holding beside the other", "请在其中一个“当”之后加上排除另一个的条件");
    }
  }
};

}  // namespace

void check_exceptions_meet(const rules::Program& rules, const Catalogue& catalogue, diagnostics::Sink& sink) {
  for (size_t i = 0; i < rules.measures.size(); ++i) {
    const catalogue::Measure& words = catalogue.measures[i];
    const auto bodies = rules::bodies_of(rules.measures[Store<rules::Measure>::id_at(i)]);
    for (size_t b = 0; b < bodies.size(); ++b) {
      const uint32_t first_site = words.versions.empty() ? 0 : words.versions[b].first_site;
      Search{rules, Store<rules::Measure>::id_at(i), words, *bodies[b], first_site}.check(sink);
    }
  }
}

}  // namespace huice::program
