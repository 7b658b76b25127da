// One group of a target.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>

namespace huice {

/// Which year, which member of the choice or text of the list; where there is none of these, nothing.
struct GroupName {
  std::optional<int> year;
  std::optional<uint32_t> item;
  friend auto operator<=>(const GroupName&, const GroupName&) = default;
};

}  // namespace huice
