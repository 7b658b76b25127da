// What the tests' switch (base/test_switch.h) makes of a status: a decision whose status is switched off comes out as
// eligible, or as ineligible where eligible itself is off, with nothing else set.
#pragma once
#include "base/test_switch.h"
#include "runtime/catalogue.h"

namespace huice {

/// Looks the switch up once for a status; engines keep the answer for a whole run.
inline Status switched_status(Status status) {
  if (!switched_off(name(status))) return status;
  return status == Status::eligible ? Status::ineligible : Status::eligible;
}

}  // namespace huice
