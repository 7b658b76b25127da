// Takes decided rows as they are, instead of as text.
#pragma once
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "runtime/batch/chunk.h"
#include "runtime/decisions/decisions.h"
#include "runtime/settlement/settling.h"

namespace huice::engine {

class Sink {
 public:
  virtual ~Sink() = default;
  /// One chunk's rows, of any thread; `item` is its number, from 0 along the input. `decided` is one for one with the measures of
  /// the pass; where claims wait for settlement (Decisions::claimed), amounts are those before it.
  virtual Outcome add(uint64_t item, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<decisions::Decisions>& decided) = 0;
  /// When no more come: what claims were granted.
  virtual Outcome settle(const settlement::Settling& settling) = 0;
};

}  // namespace huice::engine
