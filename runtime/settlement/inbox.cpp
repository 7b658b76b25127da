#include "runtime/settlement/inbox.h"

#include "runtime/spill/bytes.h"

namespace huice::settlement {

char* Inbox::place(uint32_t stage, uint64_t high, uint32_t size) {
  const size_t parts = stages_->all[stage].kind == StageKind::pool ? 1 : parts_;
  std::optional<spill::Scatter>& records = by_stage_[stage];
  if (!records) {
    if (!overflow_) overflow_ = store_->overflow();
    records.emplace(store_->scatter(overflow_, parts));
  }
  return records->add(parts == 1 ? 0 : high >> (64 - std::countr_zero(parts)), size);
}

Outcome Inbox::add(const NewClaim& claim) {
  const auto& visits = stages_->visits[claim.body];
  if (visits.empty()) return Nothing{};
  last_ = std::max(last_, claim.serial);
  const uint32_t stage = visits.front().stage;
  char* const record = place(stage, claim.digests[0].high, codec_->size(claim));
  if (record == nullptr) return failure(stage);
  codec_->write(record, claim);
  return Nothing{};
}

Outcome Inbox::add(std::string_view record, uint32_t stage) {
  last_ = std::max(last_, codec_->read(record, stage).serial);
  char* const copy = place(stage, spill::ordered(record), static_cast<uint32_t>(record.size()));
  if (copy == nullptr) return failure(stage);
  std::memcpy(copy, record.data(), record.size());
  return Nothing{};
}

Outcome Inbox::forward(const Facts& facts, int64_t amount) {
  const auto& visits = stages_->visits[facts.body];
  if (facts.visit + 1 == visits.size()) return Nothing{};
  const uint32_t stage = visits[facts.visit + 1].stage;
  char* const record = place(stage, codec_->next_high(facts), codec_->next_size(facts));
  if (record == nullptr) return failure(stage);
  codec_->write_next(record, facts, amount);
  return Nothing{};
}

}  // namespace huice::settlement
