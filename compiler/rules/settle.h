// What the checks of settlement share (settlement.cpp, pools.cpp).
#pragma once
#include <functional>

#include "compiler/rules/checker.h"

namespace huice::rules {

/// The body, to be added to: a version of the measure, or the measure itself.
Measure& body_of(Checker& checker, MeasureId measure, std::optional<uint32_t> version);
/// Calls `each` for all bodies of a measure that were checked.
void each_body(Checker& checker, MeasureId measure, const std::function<void(std::optional<uint32_t> version, const CheckedBody& body)>& each);

/// A row whose `value` is missing, or in error, is not eligible: adds the hidden condition `value = value`. `site` names errors.
void require_known(Checker& checker, Measure& body, ExprId value, const std::string& site);

/// A field of the measure's entity by which rows are told apart or put in order, and which every row must have.
std::optional<FieldIndex> check_settlement_field(Checker& checker, MeasureId measure, const syntax::Name& name);

/// Reports a measure, or a version, that pays nothing.
bool check_paying(Checker& checker, MeasureId measure, Span span, const char* en, const char* zh);

void check_pools(Checker& checker);
void check_shares(Checker& checker);

}  // namespace huice::rules
