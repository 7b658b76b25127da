// The steps of settlement as one list of stages, and which of them each body passes.
#pragma once
#include <cstdint>
#include <vector>

#include "runtime/settlement/terms.h"

namespace huice::settlement {

/// filled: rows whose count limit the ledger already fills.
enum class StageKind : uint8_t { filled, choose, limit, pool };
struct Stage {
  StageKind kind;
  uint32_t index;  // of the limit, choice or pool
};

/// A body's visit to a stage: `covered` is how the limit or choice sees it.
struct Visit {
  uint32_t stage = 0;
  const Covered* covered = nullptr;
  const Number* amount = nullptr;  // of limits
  bool per_year = false;
};

struct Stages {
  Stages(const Terms& terms, bool with_ledger);
  const Terms& terms;
  std::vector<Stage> all;
  std::vector<std::vector<Visit>> visits;       // by body, in order
  std::vector<std::vector<uint32_t>> parts;     // by body: the kernels of its shares, for what a pool is charged with a share
  std::vector<std::vector<uint32_t>> visit_of;  // by stage, by body: which of its visits it is
};

}  // namespace huice::settlement
