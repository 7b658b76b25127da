// How single claims fared, stage by stage: what `explain` tells. Everything counts steps, or rows where a limit counts.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace huice::settlement {

/// Another row that used up a limit, or an earlier payment.
struct Cause {
  bool paid = false;      // by the ledger
  uint32_t measure = 0;
  std::string key;        // the entity key's cells, commas between them
  int64_t amount = 0;
  int32_t day = 0;        // of payments: the applicable date
  uint64_t run = 0;       // of payments: number of the run
};

struct Visited {
  uint32_t stage = 0;
  int64_t before = 0, after = 0;
  int64_t most = 0;                // limits: what the row may have in all
  __int128 used = 0;               // limits: what others had before it; choices: what the ledger paid
  std::vector<Cause> causes;       // the first of them
  uint64_t more_causes = 0;
  uint32_t winner = 0;             // choices: the measure
  std::vector<std::pair<uint32_t, __int128>> totals;  // choices: by measure
  __int128 left = 0;               // pools: of the total when it was the row's turn
  bool has_quota = false;
  __int128 quota_left = 0;
  __int128 asked = 0;              // prorated pools: what all together were to be charged
};

struct Story {
  uint32_t body = 0;
  int64_t amount = 0;
  std::vector<Visited> visits;
};

/// By serial.
using Stories = std::map<uint64_t, Story>;

}  // namespace huice::settlement
