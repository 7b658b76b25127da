#include "compiler/reference/claims.h"

#include <limits>

#include "base/rational.h"
#include "compiler/reference/trace.h"
#include "compiler/rules/sites.h"

namespace huice::reference {
namespace {

/// The same text for equal values, and only for them.
struct CellText {
  std::string operator()(const Rational& value) const { return value.get_str(); }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(Date value) const { return to_string(value); }
  std::string operator()(DateTime value) const { return to_string(value); }
  std::string operator()(const Period&) const { return {}; }
  std::string operator()(uint16_t code) const { return choice->members.at(code).name; }
  std::string operator()(const MemberSet&) const { return {}; }
  const rules::Choice* choice = nullptr;
};

std::string cell_text(const rules::Program& program, const rules::Field& field, const std::optional<Value>& value) {
  if (!value) return {};
  const bool choice = field.type.kind == rules::Kind::choice;
  return std::visit(CellText{choice ? &program.choices[field.type.choice] : nullptr}, *value);
}

int64_t seconds_of(Date day) { return int64_t{day.days} * 86400; }

/// A member's value comes in two halves (kernel_abi.h). Below 0 nothing is left; beyond int64 there is always enough.
int64_t number_of(const rules::Program& program, const rules::Measure& body, const Row& row) {
  catalogue::Measure words;
  words.inputs = rules::inputs_of(program, body);
  const Decision decision = decide(program, body, words, row);
  const Integer value = (Integer(static_cast<long>(decision.ceiling.value_or(0))) << HUICE_HALF_BITS) + Integer(static_cast<long>(decision.amount));
  if (value < 0) return 0;
  return value.fits_slong_p() ? value.get_si() : std::numeric_limits<int64_t>::max();
}

}  // namespace

std::optional<settlement::Claim> claim_of(const rules::Program& program, const Catalogue& catalogue, const Numbers& numbers, rules::MeasureId id,
                                          const Row& row, uint64_t position) {
  const settlement::Terms& terms = catalogue.settlement;
  Trace trace;
  const Decision decision = decide(program, id, catalogue.measures[id.value], row, &trace);
  if (decision.status != Status::eligible || decision.amount == 0) return std::nullopt;
  const rules::Measure& measure = program.measures[id];
  const auto body = terms.find(id.value, measure.versions.empty() ? std::nullopt : std::optional(static_cast<uint32_t>(*trace.version)));
  if (!body) return std::nullopt;
  const settlement::Body& words = terms.bodies[*body];
  const rules::Entity& entity = program.entities[measure.entity];
  settlement::Claim claim;
  claim.body = *body;
  claim.day = trace.date;
  if (trace.date) claim.time = seconds_of(*trace.date);
  if (words.order) {
    const Value& instant = *row.fields[*words.order];
    const auto* time = std::get_if<DateTime>(&instant);
    claim.time = time != nullptr ? time->seconds : seconds_of(std::get<Date>(instant));
  }
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    if (entity.fields[i].key) claim.key.push_back(cell_text(program, entity.fields[i], row.fields[i]));
  }
  claim.position = position;
  const Rational step(static_cast<long>(terms.step_num), static_cast<unsigned long>(terms.step_den));
  claim.amount = Rational(decision.amount * measure.rounding.unit / step).get_num().get_si();
  for (uint32_t field : settlement::fields_of(terms, *body)) claim.cells[field] = cell_text(program, entity.fields[field], row.fields[field]);
  for (uint32_t k = 0; k < terms.kernels.size(); ++k) {
    if (terms.kernels[k].body == *body) claim.numbers[k] = number_of(program, numbers.at(k), row);
  }
  if (words.category) claim.category = std::get<uint16_t>(*row.fields[*words.category]);
  return claim;
}

}  // namespace huice::reference
