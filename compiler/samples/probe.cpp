#include "compiler/samples/probe.h"

#include "compiler/reference/record.h"
#include "compiler/reference/view.h"
#include "compiler/rules/sites.h"

namespace huice::samples {

Probe::Probe(const Relations& relations, const rules::Measure& body, std::optional<Date> as_of)
    : relations_(relations), inputs_(relations.inputs_of(body)), reads_(relations.schema().fields.size()), as_of_(as_of), numbers_(reads_.size()) {
  const rules::Program& rules = relations.program().rules;
  const auto fields = rules::inputs_of(rules, body);
  prepared_ = std::make_unique<reference::Prepared>(rules, body, rules.entities[body.entity], fields);
  evaluator_ = std::make_unique<reference::Evaluator>(*prepared_, nullptr);
  for (const uint32_t cell : inputs_) reads_[cell] = true;
  add_gatherings(0, fields);
  const auto& in_force = prepared_->measure.in_force;
  if (!as_of_ && in_force) as_of_ = in_force->from ? in_force->from : in_force->to;
}

void Probe::add_gatherings(uint32_t owner, const std::vector<rules::FieldIndex>& fields) {
  const rules::Program& rules = prepared_->program;
  for (const rules::FieldIndex field : fields) {
    const auto* part = std::get_if<rules::Aggregated>(&relations_.entity(relations_.slots()[owner]).fields[field].origin);
    if (!part || !gathered_.insert({owner, part->aggregate.value}).second) continue;
    const rules::Aggregate& aggregate = rules.aggregates[part->aggregate];
    Gathering gathering{owner, reference::Gatherer(rules, part->aggregate), {}};
    for (uint32_t i = 1; i < relations_.slots().size(); ++i) {
      const Slot& slot = relations_.slots()[i];
      if (slot.owner != owner || slot.entity != aggregate.member.value || slot.reference != aggregate.reference) continue;
      gathering.members.push_back(i);
      add_gatherings(i, rules::inputs_of(rules, aggregate.rows));
    }
    gatherings_.push_back(std::move(gathering));
  }
}

/// The slot's row with everything that decides: own cells, what a member reads of its owner, aggregates.
reference::Row Probe::row_of(uint32_t at, const Cells& cells, const reference::Row* owner) {
  const Slot& slot = relations_.slots()[at];
  const auto& fields = relations_.entity(slot).fields;
  reference::Row row;
  row.as_of = as_of_;
  row.fields.resize(fields.size());
  for (uint32_t field = 0; field < fields.size(); ++field) {
    const auto* referred = std::get_if<rules::Referred>(&fields[field].origin);
    const uint32_t cell = slot.first + field;
    if (referred && owner && referred->reference == slot.reference) row.fields[field] = owner->fields[referred->target];
    else if (reads_[cell] && cells[cell].known) row.fields[field] = reference::owned(view(cell, cells[cell]));
  }
  for (const Gathering& gathering : gatherings_) {
    if (gathering.owner != at) continue;
    std::vector<reference::Row> members;
    for (const uint32_t member : gathering.members) {
      const Cell& present = cells[relations_.slots()[member].present];
      if (present.known && present.n != 0) members.push_back(row_of(member, cells, &row));
    }
    gathering.gatherer.fill(members, row);
  }
  return row;
}

reference::View Probe::view(uint32_t field, const Cell& cell) {
  switch (schema().fields[field].kind) {
    case batch::Kind::number:
      set_number(numbers_[field], schema().fields[field].layout, cell.n);
      return &numbers_[field];
    case batch::Kind::boolean:
      return cell.n != 0;
    case batch::Kind::choice:
      return static_cast<uint16_t>(cell.n);
    case batch::Kind::set:
      return MemberSet{static_cast<uint64_t>(cell.n)};
    case batch::Kind::date:
      return Date{static_cast<int32_t>(cell.n)};
    case batch::Kind::datetime:
      return DateTime{static_cast<int64_t>(cell.n)};
    case batch::Kind::text:
      break;
  }
  return std::string_view(cell.text);
}

void Probe::fill(const Cells& cells) {
  evaluator_->clear();
  for (uint32_t field : prepared_->inputs) {
    if (reads_[field] && cells[field].known) evaluator_->cells[field] = view(field, cells[field]);
  }
  if (gatherings_.empty()) return;
  row_ = row_of(0, cells, nullptr);
  for (uint32_t field : prepared_->inputs) {
    const bool gathered = std::holds_alternative<rules::Aggregated>(prepared_->entity.fields[field].origin);
    if (gathered && row_.fields[field]) evaluator_->cells[field] = reference::view_of(*row_.fields[field]);
  }
}

reference::Verdict Probe::decide(const Cells& cells) {
  fill(cells);
  return reference::decide_row(*evaluator_, as_of_);
}

void Probe::load(const Cells& cells) {
  fill(cells);
  evaluator_->date = as_of_;
  if (auto dated = prepared_->measure.dated) {
    const auto& cell = evaluator_->cells[*dated];
    evaluator_->date = cell ? std::optional(reference::day_of(*cell)) : std::nullopt;
  }
}

reference::Evaluated Probe::evaluate(rules::ExprId expr) { return evaluator_->evaluate_at(rules::Sites::pay, expr); }

}  // namespace huice::samples
