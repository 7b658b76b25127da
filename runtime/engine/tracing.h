// What a run tells of single rows, for `explain`: how their claims were settled, and what a ledger had recorded of them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "runtime/engine/claims.h"

namespace huice::engine {

struct Tracing {
  std::map<uint32_t, std::vector<TracedRow>> rows;      // in: by entity; out: their claims
  std::vector<settlement::Stage> stages;
  settlement::Stories stories;                          // by serial
  std::map<uint64_t, settlement::Known> known;          // by serial: rows that the ledger had already
  std::map<uint64_t, std::string> runs;                 // ids of the ledger's runs by number

  /// How claims were settled.
  void tell(const settlement::Settling& settling) {
    stages = settling.stages().all;
    stories = settling.stories();
  }
};

}  // namespace huice::engine
