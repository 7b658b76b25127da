#include "runtime/settlement/stages.h"

namespace huice::settlement {

Stages::Stages(const Terms& of, bool with_ledger) : terms(of), visits(of.bodies.size()), parts(of.bodies.size()) {
  const auto add = [&](StageKind kind, uint32_t index) {
    all.push_back({kind, index});
    return static_cast<uint32_t>(all.size() - 1);
  };
  const auto visit_limits = [&](StageKind kind) {
    for (uint32_t l = 0; l < terms.limits.size(); ++l) {
      const Limit& limit = terms.limits[l];
      if (kind == StageKind::filled && (!with_ledger || !limit.counts)) continue;
      const uint32_t stage = add(kind, l);
      for (const Covered& covered : limit.over) visits[covered.body].push_back({stage, &covered, &covered.amount, limit.per_year});
    }
  };
  visit_limits(StageKind::filled);
  for (uint32_t c = 0; c < terms.chooses.size(); ++c) {
    const uint32_t stage = add(StageKind::choose, c);
    for (const Covered& covered : terms.chooses[c].over) visits[covered.body].push_back({stage, &covered});
  }
  visit_limits(StageKind::limit);
  for (uint32_t p = 0; p < terms.pools.size(); ++p) {
    const uint32_t stage = add(StageKind::pool, p);
    for (uint32_t b = 0; b < terms.bodies.size(); ++b) {
      if (terms.bodies[b].pool == p) visits[b].push_back({stage});
    }
  }
  visit_of.assign(all.size(), std::vector<uint32_t>(terms.bodies.size()));
  for (uint32_t b = 0; b < terms.bodies.size(); ++b) {
    for (uint32_t i = 0; i < visits[b].size(); ++i) visit_of[visits[b][i].stage][b] = i;
    for (const Share& share : terms.bodies[b].shares) {
      if (!share.rest && !share.part.fixed) parts[b].push_back(share.part.kernel);
    }
  }
}

}  // namespace huice::settlement
