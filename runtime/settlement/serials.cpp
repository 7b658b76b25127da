#include "runtime/settlement/serials.h"

#include "runtime/spill/bytes.h"

namespace huice::settlement {

Outcome SerialReader::next() {
  auto more = merge_->next();
  if (!more) return more.failure();
  more_ = *more;
  return Nothing{};
}

Result<bool> SerialReader::find(uint64_t serial) {
  if (part_ != parts_.of(serial)) {
    part_ = parts_.of(serial);
    merge_.reset();
    more_ = false;
    if (*part_ >= records_->size()) return false;
    auto sorted = records_->sorted(*part_, memory_);
    if (!sorted) return sorted.failure();
    sorted_ = std::move(*sorted);
    merge_.emplace(sorted_.read(memory_));
    if (Outcome outcome = next(); !outcome) return outcome.failure();
  }
  while (more_ && spill::ordered(merge_->record()) < serial) {
    if (Outcome outcome = next(); !outcome) return outcome.failure();
  }
  return more_ && spill::ordered(merge_->record()) == serial;
}

}  // namespace huice::settlement
