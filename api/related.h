// Inside evaluate: what applicants take from rows of other entities that are given along, worked out in memory by the
// reference evaluator. Which rows are rejected is said in docs/language.md, "Other entities".
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/huice.hpp"
#include "compiler/program/program.h"
#include "compiler/reference/members.h"
#include "runtime/batch/batch.h"
#include "runtime/plan.h"

namespace huice {

/// Rows of one entity; those whose cells cannot be read are rejected already, and have their texts only.
struct Given {
  std::vector<reference::Row> rows;
  std::vector<std::optional<Reject>> rejects;
};

class Related {
 public:
  explicit Related(const program::Program& program) : program_(program) {}

  void add(uint32_t entity, Given given);
  /// Rejects rows that refer to none, and later rows of a key. `scans`: referred entities before those that refer to them.
  void check(const std::vector<plan::Scan>& scans);
  const Given& given(uint32_t entity) const { return entities_.at(entity).given; }
  /// Puts what the fields are made from into the batch, whose first row is the entity's row `first`.
  void fill(uint32_t entity, size_t first, const std::vector<uint32_t>& fields, batch::Batch& batch);

 private:
  struct MembersOf {
    std::vector<size_t> rows;
    bool lost = false;  // a rejected row, no later one of a key, refers to the owner
  };
  struct Entity {
    Given given;
    std::vector<std::vector<bool>> filled;                         // by row and field
    std::map<std::string, size_t> keys;                            // the first row of each
    std::map<uint32_t, std::map<std::string, MembersOf>> members;  // by reference and key
  };
  void reject(const plan::Scan& scan, bool own);
  void fill(uint32_t entity, size_t row, uint32_t field);
  void gather(uint32_t entity, size_t row, rules::AggregateId id);
  const MembersOf& members_of(const rules::Aggregate& aggregate, const std::string& key);

  const program::Program& program_;
  std::map<uint32_t, Entity> entities_;
  std::map<uint32_t, reference::Gatherer> gatherers_;  // by aggregate
};

}  // namespace huice
