// What a run must come to, worked out row by row from the rules and the values: which rows are rejected, what each takes
// from other rows, how each is decided. Knows nothing of passes, key tables and groups.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "tests/properties/data.h"

namespace huice::properties {

struct ExpectedEntity {
  std::vector<std::string> lines;                      // of the output, without its header
  std::map<std::string, std::vector<uint64_t>> rejected;  // by code: the lines
  std::map<std::string, uint64_t> statuses;
};

class Oracle {
 public:
  struct Reading {
    plan::Scan scan;
    bool once = false;  // then nothing tells that a reference to the own entity names no row
  };
  Oracle(const program::Program& program, const Data& data, const std::vector<Reading>& readings, std::optional<Date> as_of);
  ExpectedEntity expect(uint32_t entity, const std::vector<uint32_t>& measures);

 private:
  struct Known {
    reference::Row row;
    std::vector<bool> filled;      // by field
    std::string rejected;          // the code; empty: it is decided
    bool entered = false;          // others may refer to it
  };
  void reject(const plan::Scan& scan, bool once);
  bool names_row(uint32_t entity, const std::string& key) const;
  std::optional<size_t> row_named(uint32_t entity, const std::optional<reference::Value>& key) const;
  /// Fills a column that is not in the data, and those it is made from.
  void fill(uint32_t entity, size_t row, uint32_t field);
  void fill_aggregate(uint32_t entity, size_t row, rules::AggregateId id);

  const program::Program& program_;
  const Data& data_;
  std::map<uint32_t, std::vector<Known>> rows_;
  std::map<uint32_t, std::map<std::string, size_t>> keys_;  // the first row of each
};

}  // namespace huice::properties
