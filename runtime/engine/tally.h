// Runs a plan for targets: data in, tallies out. Nothing is written but rejects.
#pragma once
#include "runtime/engine/in_memory.h"
#include "runtime/engine/run.h"
#include "runtime/engine/tallies.h"

namespace huice::engine {

/// Fills `tallies`. More rejected rows than the limit allows are `too_many_rejects` of the report: sums over the others would be
/// wrong.
Result<Report> tally(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Plan& plan, const MakeMember& make_member,
                     const Options& options, Tallies& tallies);

/// The same over rows in memory, with a plan for targets.
Result<Report> tally_in_memory(InMemory memory, const Options& options, Tallies& tallies);

}  // namespace huice::engine
