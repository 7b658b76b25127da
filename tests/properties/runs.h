// Whole runs on random data of several entities: machine code = reference = the oracle, byte for byte.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace huice::properties {

/// What was seen, so that runs which only ever reject are noticed.
struct RunTally {
  uint64_t runs = 0, rows = 0, aggregates = 0;
  std::map<std::string, uint64_t> statuses, rejects;
  void add(const RunTally& other);
};

/// Empty when all agree; else what differs.
std::optional<std::string> check_run(const std::string& program, uint64_t seed, RunTally& tally);

}  // namespace huice::properties
