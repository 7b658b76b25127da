// The tables of a ledger, by format. docs/ledger.md describes them for auditors.
#pragma once
#include "runtime/ledger/database.h"

namespace huice::ledger {

/// Makes the file a ledger of the present format: an empty one is filled, an older one brought up to date (only where
/// `write`). Fails where it is something else, or of a newer format.
Outcome bring_up_to_date(Database& database, bool write);

}  // namespace huice::ledger
