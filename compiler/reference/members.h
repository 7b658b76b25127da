// Aggregates worked out one member at a time, exactly: what scenarios do, and the oracle for the engine's groups.
#pragma once
#include <vector>

#include "base/group_name.h"
#include "compiler/reference/decide.h"

namespace huice::reference {

struct Prepared;

class Gatherer {
 public:
  Gatherer(const rules::Program& program, rules::AggregateId aggregate);
  Gatherer(Gatherer&&) noexcept;
  ~Gatherer();
  /// Sets the owner's columns of the aggregate. The members' rows are whole: columns read through references included. Of a
  /// target, `members` are all rows and `group` says which of them count. `lost`: a rejected row refers to this owner, too.
  void fill(const std::vector<Row>& members, Row& owner, const GroupName& group = {}, bool lost = false) const;

 private:
  const rules::Program& program_;
  const rules::Aggregate& aggregate_;
  std::unique_ptr<Prepared> prepared_;
};

/// The same once.
void fill_aggregate(const rules::Program& program, rules::AggregateId aggregate, const std::vector<Row>& members, Row& owner,
                    const GroupName& group = {}, bool lost = false);

}  // namespace huice::reference
