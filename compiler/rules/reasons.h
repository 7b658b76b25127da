// How settlement's reasons are named: `limit:uscc`, `once:base_id`, several keys `limit:buyer+class`.
#pragma once
#include <string>

#include "compiler/rules/rules.h"

namespace huice::rules {

std::string reason_of(const Limit& limit);

}  // namespace huice::rules
