// A scenario's rows are one run: what settlement makes of their claims, with what was `paid` before.
#pragma once
#include "compiler/program/program.h"
#include "compiler/scenarios/engine.h"

namespace huice::scenarios {

/// Of one row on the scenario's measure; the amount is in yuan.
struct Settled {
  Rational pays;
  std::vector<std::string> reasons;
  std::vector<std::pair<std::string, Rational>> shares;  // by name
};

/// Whether anything settles the measure.
bool settles(const Catalogue& catalogue, rules::MeasureId measure);
/// The fields by which rows of the measure are told apart: those that a row leaves out get made-up values.
std::vector<rules::FieldIndex> settlement_keys(const Catalogue& catalogue, rules::MeasureId measure);

/// One for one with the rows; empty where a row has no claim on the measure. Rows claim on every measure of their entity.
Result<std::vector<std::optional<Settled>>> settle(const program::Program& program, Engine& engine, const rules::Scenario& scenario,
                                                     const std::vector<reference::Row>& rows);

}  // namespace huice::scenarios
