#include "compiler/reference/decide.h"

#include "compiler/reference/trace.h"
#include "compiler/reference/verdict.h"
#include "compiler/reference/view.h"

namespace huice::reference {
namespace {

std::vector<bool> unpack(const Bits& bits, size_t count) {
  std::vector<bool> result(count);
  for (size_t i = 0; i < count; ++i) result[i] = bits.test(i);
  return result;
}

/// A measure without versions, or one of its versions.
Decision decide_body(const rules::Program& program, const rules::Measure& body, const std::vector<uint32_t>& inputs,
                     const Row& row, Trace* trace) {
  Prepared prepared(program, body, program.entities[body.entity], inputs);
  Evaluator evaluator(prepared, trace);
  for (uint32_t field : prepared.inputs) {
    if (row.fields[field])
      evaluator.cells[field] = view_of(*row.fields[field]);
  }
  Verdict verdict = decide_row(evaluator, row.as_of);
  return {verdict.status,
          verdict.amount,
          verdict.ceiling,
          verdict.error,
          verdict.capped,
          unpack(verdict.failed, prepared.measure.conditions.size()),
          unpack(verdict.missing, prepared.inputs.size())};
}

/// A version's decision in the terms of the whole measure.
Decision of_version(const Decision& own, const catalogue::Version& version, const catalogue::Measure& words) {
  Decision all = own;
  all.amount *= version.unit;
  if (all.ceiling) *all.ceiling *= version.unit;
  if (all.error != 0) all.error = static_cast<uint16_t>(all.error + version.first_site);
  all.failed.assign(words.conditions.size(), false);
  for (size_t i = 0; i < own.failed.size(); ++i) all.failed[version.first_condition + i] = own.failed[i];
  all.missing.assign(words.inputs.size(), false);
  for (size_t i = 0; i < words.inputs.size(); ++i) {
    for (size_t j = 0; j < version.inputs.size(); ++j) {
      if (version.inputs[j] == words.inputs[i]) all.missing[i] = own.missing[j];
    }
  }
  return all;
}

/// Likewise of what was traced.
void shift_sites(Trace& trace, uint32_t first_site) {
  auto shift = [&](Traced& traced) {
    if (auto* failed = std::get_if<Failed>(&traced)) failed->error = static_cast<uint16_t>(failed->error + first_site);
  };
  for (auto& [expr, traced] : trace.values) shift(traced);
  for (Traced& condition : trace.conditions) shift(condition);
  if (trace.amount) shift(*trace.amount);
}

}  // namespace

Decision decide(const rules::Program& program, const rules::Measure& body, const catalogue::Measure& words, const Row& row) {
  return decide_body(program, body, words.inputs, row, nullptr);
}

Decision decide(const rules::Program& program, rules::MeasureId id, const catalogue::Measure& words, const Row& row,
                Trace* trace) {
  const rules::Measure& measure = program.measures[id];
  if (measure.versions.empty()) return decide_body(program, measure, words.inputs, row, trace);
  for (size_t i = 0; i < measure.versions.size(); ++i) {
    Trace own;
    Decision decision = decide_body(program, measure.versions[i], words.versions[i].inputs, row, trace ? &own : nullptr);
    const bool decides = decision.status != Status::not_in_force;
    if (trace && (decides || i == 0)) *trace = std::move(own);
    if (trace && decides) {
      trace->version = i;
      shift_sites(*trace, words.versions[i].first_site);
    }
    if (decides) return of_version(decision, words.versions[i], words);
  }
  Decision none;
  none.failed.assign(words.conditions.size(), false);
  none.missing.assign(words.inputs.size(), false);
  return none;
}

}  // namespace huice::reference
