// Claims on their way to a stage, as one thread hands them in: they meet those of other threads when all are taken
// (Settling::take). No locks.
#pragma once
#include <optional>
#include <vector>

#include "runtime/settlement/facts.h"
#include "runtime/settlement/store.h"
#include "runtime/settlement/story.h"

namespace huice::settlement {

class Inbox {
 public:
  /// All outlive it. `parts`: of stages whose keys are independent of each other.
  Inbox(const Stages& stages, const Codec& codec, Store& store, size_t parts)
      : stages_(&stages), codec_(&codec), store_(&store), parts_(parts), by_stage_(stages.all.size()) {}

  /// Nothing becomes of a claim whose body passes no stage.
  Outcome add(const NewClaim& claim);
  /// As bytes already.
  Outcome add(std::string_view record, uint32_t stage);
  /// What is left of a claim, to its next stage if there is one.
  Outcome forward(const Facts& facts, int64_t amount);
  /// Tell how this claim fares.
  void trace(const NewClaim& claim) { stories_[claim.serial] = {claim.body, claim.amount, {}}; }

 private:
  friend class Settling;
  /// `high`: the first half of the digest.
  char* place(uint32_t stage, uint64_t high, uint32_t size);
  Outcome failure(uint32_t stage) const { return by_stage_[stage]->failure(); }

  const Stages* stages_;
  const Codec* codec_;
  Store* store_;
  size_t parts_;
  std::shared_ptr<spill::Overflow> overflow_;
  std::vector<std::optional<spill::Scatter>> by_stage_;
  Stories stories_;
  uint64_t last_ = 0;  // serial
};

}  // namespace huice::settlement
