// What a batch adds to the totals of a run.
#pragma once
#include "runtime/batch/rows.h"
#include "runtime/decisions/decisions.h"
#include "runtime/engine/report.h"

namespace huice::engine {

/// Statuses and amounts of all rows that are not bad. What is not eligible has the amount 0.
void count_decisions(MeasureTotals& totals, const decisions::Decisions& decided, const batch::Rows& rows);

}  // namespace huice::engine
