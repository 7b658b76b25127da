// Runs a plan: data in, decisions out. Knows nothing of the compiler.
//
// In: the catalogue (words), the schemas (columns) and kernels, which are made for the schema as the data bind it.
// Out: files under their final names, and a report. Memory grows neither with the number of rows nor, beyond
// Options::memory, with what they refer to; output and rejects do not depend on the number of threads.
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "runtime/batch/schema.h"
#include "runtime/catalogue.h"
#include "runtime/engine/claims.h"
#include "runtime/engine/kernel.h"
#include "runtime/engine/members.h"
#include "runtime/engine/options.h"
#include "runtime/engine/report.h"
#include "runtime/engine/tallies.h"
#include "runtime/engine/tracing.h"
#include "runtime/plan.h"

namespace huice::engine {

/// Makes a measure's kernel for batches of `schema`, which outlives the kernel.
using MakeKernel = std::function<Result<std::shared_ptr<const Kernel>>(uint32_t measure, const batch::Schema& schema)>;

Result<Report> run(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Plan& plan, const MakeKernel& make_kernel,
                   const Options& options, const MakeMember& make_member = {}, Tallies* tallies = nullptr, const MakeNumber& make_number = {}, Tracing* tracing = nullptr);

/// Only the passes that later ones need: for `find`.
Outcome run_before_decisions(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Plan& plan,
                             const Options& options, Members& members);

}  // namespace huice::engine
