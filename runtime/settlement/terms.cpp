#include "runtime/settlement/terms.h"

#include <set>

namespace huice::settlement {

std::vector<uint32_t> fields_of(const Terms& terms, uint32_t index) {
  std::set<uint32_t> fields;
  const auto add = [&](const std::vector<Covered>& over) {
    for (const Covered& covered : over) {
      if (covered.body == index) fields.insert(covered.keys.begin(), covered.keys.end());
    }
  };
  for (const Limit& limit : terms.limits) add(limit.over);
  for (const Choose& choose : terms.chooses) add(choose.over);
  const Body& body = terms.bodies[index];
  if (body.order) fields.insert(*body.order);
  if (body.category) fields.insert(*body.category);
  return {fields.begin(), fields.end()};
}

}  // namespace huice::settlement
