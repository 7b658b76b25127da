// Scenarios of targets.
#pragma once
#include "compiler/scenarios/engine.h"
#include "compiler/scenarios/scenarios.h"

namespace huice::scenarios {

Scenario run_target(program::Program& program, Engine& engine, const rules::TargetScenario& scenario, Language language);

}  // namespace huice::scenarios
