// Outcomes as a trace keeps them: owning their values.
#pragma once
#include "compiler/reference/evaluated.h"
#include "compiler/reference/prepared.h"
#include "compiler/reference/trace.h"

namespace huice::reference {

Value owned(const View& view);
Traced traced(const Prepared& prepared, const Evaluated& outcome);

}  // namespace huice::reference
