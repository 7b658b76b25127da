// What the tests' switch (base/test_switch.h) makes of a status: a decision whose status is switched off comes out as
// eligible, or as ineligible where eligible itself is off, with nothing else set.
#pragma once
#include <array>

#include "base/test_switch.h"
#include "runtime/catalogue.h"

namespace huice {

inline Status switched_status(Status status) {
  if (!switched_off(name(status))) return status;
  return status == Status::eligible ? Status::ineligible : Status::eligible;
}

/// The same for what a kernel wrote. Bits of reasons stay: only the status that calls for them shows them.
inline void switch_statuses(int rows, huice_decisions& decisions) {
  static const std::array<Status, status_count> shown = [] {
    std::array<Status, status_count> table{};
    for (size_t i = 0; i < table.size(); ++i) table[i] = switched_status(static_cast<Status>(i));
    return table;
  }();
  static const bool any = [] {
    bool moved = false;
    for (size_t i = 0; i < shown.size(); ++i) moved = moved || shown[i] != static_cast<Status>(i);
    return moved;
  }();
  for (int row = 0; any && row < rows; ++row) {
    uint8_t status = decisions.status[row];
    if (shown[status] == static_cast<Status>(status)) continue;
    decisions.status[row] = static_cast<uint8_t>(shown[status]);
    decisions.amount[row] = 0;
    decisions.ceiling[row] = 0;
    decisions.error[row] = 0;
  }
}

}  // namespace huice
