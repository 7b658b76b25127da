// Date functions, by name.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "compiler/rules/checker.h"

namespace huice::rules {

/// Its English name.
std::string_view name(CalendarFunction function);
/// Every name, in both languages.
std::vector<std::string> calendar_names();
bool is_calendar(const std::string& name);
/// A call of one of them; `call.function` is such a name.
Maybe check_calendar(Checker& checker, const Scope& scope, const syntax::Call& call, Span span);

}  // namespace huice::rules
