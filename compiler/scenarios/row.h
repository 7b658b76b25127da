// The row that a scenario's `given` describes.
#pragma once
#include "compiler/program/program.h"
#include "compiler/reference/decide.h"

namespace huice::scenarios {

/// Fields not given are missing; key fields not given get a made-up value that differs from step to step (`serial`).
reference::Row row_of(const program::Program& program, const rules::Scenario& scenario, const rules::ScenarioStep& step,
                      size_t serial);

}  // namespace huice::scenarios
