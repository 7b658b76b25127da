// The settlement of one claim in words.
#pragma once
#include "compiler/explanation/explanation.h"
#include "runtime/engine/tracing.h"

namespace huice::explanation {

/// What cannot be known of a claim that was settled alone.
std::string alone_note(Language language);

/// Adds to the measure's part what was granted in the end, and why. `serial`: of the row's claim on the measure.
void add_settlement(const program::Program& program, uint32_t measure, const engine::Tracing& tracing, uint64_t serial, Language language, Measure& out);

}  // namespace huice::explanation
