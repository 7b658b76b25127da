// Settlement as docs/language.md says it, step by step over all claims, with exact rationals and no regard to speed: the oracle
// for the engine's, and what scenarios use.
#pragma once
#include "base/result.h"
#include "runtime/catalogue.h"
#include "runtime/settlement/claims.h"

namespace huice::reference {

/// Grants one for one with the claims. Fails where a pool that is prorated has been paid from to others.
Result<std::vector<settlement::Grant>> settle(const Catalogue& catalogue, const std::vector<settlement::Claim>& claims,
                                              const std::vector<settlement::Payment>& paid);

}  // namespace huice::reference
