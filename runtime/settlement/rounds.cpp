#include "runtime/settlement/rounds.h"

#include <algorithm>

#include "runtime/spill/bytes.h"

namespace huice::settlement {
namespace {

using spill::put;
using spill::take;

constexpr uint32_t settled = 0xFFFFFFFF;  // in place of a stage
constexpr size_t head_size = 8 + 3 * 4, reduction_size = 4 + 8 + 4;

}  // namespace

std::vector<uint32_t> rounds_of(const Stages& stages) {
  std::vector<uint32_t> rounds(stages.all.size(), 1);
  for (uint32_t stage = 0; stage < stages.all.size(); ++stage) {  // stages come in order, so earlier ones are known
    for (const auto& visits : stages.visits) {
      for (size_t i = 1; i < visits.size(); ++i) {
        if (visits[i].stage == stage) rounds[stage] = std::max(rounds[stage], rounds[visits[i - 1].stage] + 1);
      }
    }
  }
  return rounds;
}

std::string Parcel::pack(uint64_t program) const {
  std::string bytes;
  put(bytes, program);
  put(bytes, measure);
  put(bytes, static_cast<uint32_t>(reductions.size()));
  put(bytes, stage.value_or(settled));
  for (const Reduction& reduction : reductions) {
    put(bytes, reduction.stage);
    put(bytes, reduction.after);
    put(bytes, reduction.cause);
  }
  return bytes + record;
}

std::optional<Parcel> Parcel::unpack(std::string_view bytes, uint64_t program, const Catalogue& catalogue, const Stages& stages, const Codec& codec) {
  if (bytes.size() < head_size || take<uint64_t>(bytes) != program) return std::nullopt;
  Parcel parcel;
  parcel.measure = take<uint32_t>(bytes);
  const auto count = take<uint32_t>(bytes);
  if (const auto stage = take<uint32_t>(bytes); stage != settled) parcel.stage = stage;
  if (parcel.measure >= catalogue.measures.size() || count > stages.all.size() || bytes.size() < count * reduction_size) return std::nullopt;
  for (uint32_t i = 0; i < count; ++i) {
    Reduction reduction;
    reduction.stage = take<uint32_t>(bytes);
    reduction.after = take<int64_t>(bytes);
    reduction.cause = take<uint32_t>(bytes);
    if (reduction.stage >= stages.all.size() || reduction.cause >= catalogue.measures.size() || reduction.after < 0) return std::nullopt;
    parcel.reductions.push_back(reduction);
  }
  if (parcel.stage ? !codec.sound(bytes, *parcel.stage) : !bytes.empty()) return std::nullopt;
  parcel.record = bytes;
  return parcel;
}

int64_t Parcel::group(const Stages& stages) const {
  const bool pool = stages.all[*stage].kind == StageKind::pool;
  std::string key;
  put(key, *stage);
  if (!pool) key += record.substr(0, 16);  // the digest
  return static_cast<int64_t>(hash_128(key).low);
}

}  // namespace huice::settlement
