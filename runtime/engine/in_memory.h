// A run over rows that stand in memory: the passes of `run`, with sinks in place of files and no ledger.
#pragma once
#include <functional>

#include "runtime/engine/members.h"
#include "runtime/engine/run.h"
#include "runtime/engine/sink.h"
#include "runtime/engine/tracing.h"

namespace huice::engine {

struct InMemory {
  const Catalogue& catalogue;
  const plan::Plan& plan;
  OpenScan open;             // the rows that a scan reads, from their beginning
  MakeKernel make_kernel;
  MakeMember make_member;
  MakeNumber make_number;
  /// Who takes the entity's decisions on these measures; null: nobody. It lives as long as the run.
  std::function<Sink*(uint32_t entity, const std::vector<uint32_t>& measures, const batch::Schema& schema)> sink;
  Tallies* tallies = nullptr;  // of plans for targets
  /// In place of settling the claims and telling the sinks; null: both are done.
  std::function<Outcome(settlement::Settling& settling)> settle = {};
  Tracing* tracing = nullptr;  // of rows to be explained
};

/// Of the options: as_of, threads, memory, progress. The report has no files.
Result<Report> run_in_memory(const InMemory& memory, const Options& options);

}  // namespace huice::engine
