// The row that a scenario's `given` describes.
#pragma once
#include "compiler/program/program.h"
#include "compiler/reference/decide.h"
#include "compiler/scenarios/engine.h"

namespace huice::scenarios {

/// What members come to is the engine's. Fields not given are missing; key fields, and the other `keys`, get a made-up value that differs from row to row (`serial`).
reference::Row row_of(const program::Program& program, Engine& engine, rules::EntityId entity, const rules::ScenarioStep& step, size_t serial,
                      const std::vector<rules::FieldIndex>& keys = {});

/// The step's external parameters, as long as it lives.
using Parameters = std::vector<std::pair<rules::ParameterId, rules::ExprId>>;
class Supplied {
 public:
  Supplied(rules::Program& rules, const Parameters& parameters);
  Supplied(const Supplied&) = delete;
  Supplied& operator=(const Supplied&) = delete;
  ~Supplied();

 private:
  rules::Program& rules_;
  std::vector<std::pair<rules::ParameterId, std::vector<rules::Parameter::Dated>>> before_;
};

}  // namespace huice::scenarios
