// Which constants the rules hold against which fields.
#pragma once
#include <optional>
#include <vector>

#include "compiler/rules/rules.h"

namespace huice::samples {

/// The literals an expression can give when it reads no field: its own, those of a match's arms, a let's, a parameter's
/// of every date. Nothing when it can give anything else.
std::optional<std::vector<rules::ExprId>> constants_of(const rules::Program& rules, rules::ExprId expr);

/// The column that an expression is, looking through `default` and the day of a datetime.
std::optional<rules::FieldIndex> field_of(const rules::Program& rules, rules::ExprId expr);

/// The literals that measures compare a field with, by field of the entity; a member's with those of its aggregates.
std::vector<std::vector<rules::ExprId>> compared_constants(const rules::Program& rules, rules::EntityId entity);

}  // namespace huice::samples
