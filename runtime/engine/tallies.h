// Targets: rows sorted into groups (years, members of a choice, texts of a list) and added up there, in one pass over the
// entity for all of its targets. Memory grows with the groups, not with the rows.
#pragma once
#include <map>
#include <unordered_map>

#include "base/group_name.h"
#include "runtime/batch/from_csv.h"
#include "runtime/engine/groups.h"
#include "runtime/engine/members.h"
#include "runtime/plan.h"

namespace huice::engine {

class Tallies {
 public:
  Tallies(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, MakeMember make);

  /// Before the first batch of an entity's rows, then for each.
  Outcome start(const plan::Tally& tally, const batch::Schema& schema);
  Outcome add(const plan::Tally& tally, const batch::Rows& rows, const batch::Batch& batch);

  /// After the last: the years that rows have fallen into, first and last.
  std::optional<std::pair<int, int>> years(uint32_t reach) const;
  /// Rows that belong to no group: texts that stand in no list.
  uint64_t outside(uint32_t reach) const { return tallies_.at(reach).outside; }
  /// One row of the reach's hidden entity. `schema` is that entity's; `layout` tells how it is bound here.
  void put(uint32_t reach, const GroupName& group, batch::Batch& batch, int row);
  /// The hidden entity's columns as its values need them.
  batch::Schema schema(uint32_t reach) const;

 private:
  struct Sum {
    std::shared_ptr<const Kernel> kernel;
    decisions::Decisions decided;
    Groups groups;
  };
  struct Tally {
    std::map<uint32_t, Sum> sums;                      // by aggregate
    uint32_t items = 1;                                // groups of a year
    std::unordered_map<std::string, uint32_t> texts;   // of a list
    std::map<int, uint32_t> first_of_year;             // group of the year's first item; without years: of year 0
    std::map<GroupName, uint32_t> unplaced;            // what rows miss of which only so much of the group is known
    uint32_t groups = 0;
    bool any_row = false;
    uint64_t outside = 0;
  };
  /// A row's group; `unknown` when a field that tells it is missing, which `missing` (by bucket) names.
  struct Place {
    enum { inside, outside, unknown } where = inside;
    uint32_t group = 0;
    uint32_t missing = 0;
  };
  Place place(const catalogue::Reach& reach, Tally& tally, const batch::Batch& batch, int row) const;
  uint32_t group(Tally& tally, int year, uint32_t item) const;
  static uint32_t unplaced(Tally& tally, const GroupName& known);
  static void grow(Tally& tally, uint32_t by);

  const Catalogue& catalogue_;
  const std::vector<batch::Schema>& schemas_;
  MakeMember make_;
  std::map<uint32_t, Tally> tallies_;  // by reach
};

}  // namespace huice::engine
