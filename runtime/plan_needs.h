// Inside make_plan: which data, columns and aggregates measures need, found by following what each column is made from.
#pragma once
#include <map>
#include <optional>
#include <set>

#include "runtime/catalogue.h"
#include "runtime/plan.h"

namespace huice::plan {

/// What is read of one entity in all passes.
struct EntityNeeds {
  std::set<uint32_t> fields;      // in the data
  std::set<uint32_t> referred;    // positions in Entity::referred
  std::set<uint32_t> listed;      // positions in Entity::listed
  std::set<uint32_t> aggregates;  // whose owner it is
  bool indexed = false;           // others refer to it
  std::set<uint32_t> kept;        // fields that others read
};

class Needs {
 public:
  explicit Needs(const Catalogue& catalogue) : catalogue_(catalogue) {}
  void add_measure(uint32_t measure);
  void add_target(uint32_t target);
  const std::map<uint32_t, EntityNeeds>& entities() const { return entities_; }

  uint32_t member(uint32_t aggregate) const { return catalogue_.aggregates[aggregate].member; }

  /// Everything that a scan of the entity says, but for its files.
  Scan scan(uint32_t entity) const;
  /// Entities that others refer to, each after those that it refers to itself, as far as there is such an order.
  std::vector<uint32_t> indexed() const;
  /// Aggregates in the order in which they can be gathered: those of one step need none of the same step.
  std::vector<std::vector<uint32_t>> levels() const;

 private:
  void add_field(uint32_t entity, uint32_t field);
  void add_aggregate(uint32_t aggregate);
  void add_key(uint32_t entity);
  int level(uint32_t aggregate, std::map<uint32_t, int>& known) const;

  const Catalogue& catalogue_;
  std::map<uint32_t, EntityNeeds> entities_;
};

}  // namespace huice::plan
