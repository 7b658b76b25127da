// Why a row cannot be decided. The codes are listed in runtime/decisions/reject_codes.def.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huice::batch {

enum class RejectCode : uint8_t {
#define HUICE_REJECT(code, en, zh) code,
#include "runtime/decisions/reject_codes.def"
#undef HUICE_REJECT
};
inline constexpr int reject_code_count = 0
#define HUICE_REJECT(code, en, zh) +1
#include "runtime/decisions/reject_codes.def"
#undef HUICE_REJECT
    ;

std::string_view name(RejectCode code);
std::optional<RejectCode> parse_reject_code(std::string_view name);
/// The code's message with `expected` in the place of {}.
Bilingual message(RejectCode code, std::string_view expected);
/// False where the tests have switched the code off: such rows pass.
bool rejects(RejectCode code);

}  // namespace huice::batch
