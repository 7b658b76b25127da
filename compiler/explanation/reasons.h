// A decision's reasons by name, and in words.
#pragma once
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/reference/decide.h"

namespace huice::explanation {

/// As the output writes them: failed conditions, the error, missing fields, or `ceiling`; program order.
std::vector<std::string> reasons(const catalogue::Measure& words, const rules::Entity& entity,
                                 const reference::Decision& decision);
/// The same in words, one for one.
std::vector<std::string> reason_notes(const catalogue::Measure& words, const rules::Entity& entity,
                                      const reference::Decision& decision, diagnostics::Language language);

}  // namespace huice::explanation
