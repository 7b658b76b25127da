// A measure with versions as one kernel: each row is decided by the first version that is in force for it.
#pragma once
#include <memory>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/engine/kernel.h"

namespace huice::engine {

/// `kernels`: one for each of the measure's versions, each with bits, sites and amounts of its own.
std::unique_ptr<Kernel> join_versions(const catalogue::Measure& measure, std::vector<std::shared_ptr<const Kernel>> kernels);

}  // namespace huice::engine
