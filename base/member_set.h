// A value of `set of`: which members of a `one of` belong to it.
#pragma once
#include <compare>
#include <cstdint>

namespace huice {

struct MemberSet {
  static constexpr unsigned most = 64;  // members that the type may have
  uint64_t bits = 0;                    // bit n: the member at position n
  bool has(unsigned member) const { return member < most && (bits >> member & 1) != 0; }
  friend bool operator==(const MemberSet&, const MemberSet&) = default;
};

}  // namespace huice
