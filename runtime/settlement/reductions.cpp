#include "runtime/settlement/reductions.h"

#include "runtime/spill/bytes.h"

namespace huice::settlement {
namespace {

/// As bytes, so that they sort by serial and stage.
struct [[gnu::packed]] Packed {
  uint64_t serial_big_endian;
  uint32_t stage_big_endian;
  int64_t after;
  uint32_t cause;
};

}  // namespace

bool add_reduction(spill::Scatter& scatter, const SerialParts& parts, const Reduction& reduction) {
  char* const record = scatter.add(parts.of(reduction.serial), sizeof(Packed));
  if (record == nullptr) return false;
  const Packed packed{__builtin_bswap64(reduction.serial), __builtin_bswap32(reduction.stage), reduction.after, reduction.cause};
  std::memcpy(record, &packed, sizeof packed);
  return true;
}

Result<const std::vector<Reduction>*> Reductions::of(uint64_t serial) {
  current_.clear();
  for (;;) {
    auto found = reader_.find(serial);
    if (!found) return found.failure();
    if (!*found) return &current_;
    std::string_view record = reader_.record();
    const auto stage = __builtin_bswap32(spill::take<uint32_t>(record));
    const auto after = spill::take<int64_t>(record);
    current_.push_back({serial, stage, after, spill::take<uint32_t>(record)});
    if (Outcome outcome = reader_.next(); !outcome) return outcome.failure();
  }
}

}  // namespace huice::settlement
