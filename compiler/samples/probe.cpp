#include "compiler/samples/probe.h"

#include "compiler/rules/sites.h"

namespace huice::samples {

Probe::Probe(const rules::Program& rules, const rules::Measure& body, const batch::Schema& schema, std::optional<Date> as_of)
    : schema_(schema),
      as_of_(as_of),
      prepared_(std::make_unique<reference::Prepared>(rules, body, rules.entities[body.entity], rules::inputs_of(rules, body))),
      evaluator_(std::make_unique<reference::Evaluator>(*prepared_, nullptr)),
      numbers_(schema.fields.size()) {
  const auto& in_force = prepared_->measure.in_force;
  if (!as_of_ && in_force) as_of_ = in_force->from ? in_force->from : in_force->to;
}

reference::View Probe::view(uint32_t field, const Cell& cell) {
  switch (schema_.fields[field].kind) {
    case batch::Kind::number:
      set_number(numbers_[field], schema_.fields[field].layout, cell.n);
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
    if (cells[field].known) evaluator_->cells[field] = view(field, cells[field]);
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
