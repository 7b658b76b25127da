// Settlement where claims meet elsewhere: an engine that holds rows in many places brings together what belongs together, round by
// round, and settles each group by itself (Settling::settle_once). A stage belongs to the round after the last one that any of its
// claims comes from, so that a round has all claims of its stages.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/settlement/facts.h"
#include "runtime/settlement/reductions.h"

namespace huice::settlement {

/// By stage: its round, from 1.
std::vector<uint32_t> rounds_of(const Stages& stages);

/// A claim on its way, as bytes that depend on the claim alone.
struct Parcel {
  uint32_t measure = 0;
  std::vector<Reduction> reductions;  // so far, in the order of stages
  std::optional<uint32_t> stage;      // the next; empty: it is settled
  std::string record;                 // at that stage (facts.h), with serial 0

  /// `program`: a number that tells programs apart.
  std::string pack(uint64_t program) const;
  /// Nothing where the bytes are no claim of this program.
  static std::optional<Parcel> unpack(std::string_view bytes, uint64_t program, const Catalogue& catalogue, const Stages& stages, const Codec& codec);
  /// Unsettled claims of one round that settle together are alike in this.
  int64_t group(const Stages& stages) const;
};

}  // namespace huice::settlement
