// Date cells: `2024-03-05`, `2024/3/5`, `20240305`, `2024年3月5日`; with a time: `2024-03-05 09:00:00`, `2024/3/5 9:00`,
// `2024-03-05T09:00:00`. A date field takes a time only at midnight, as databases write plain dates; a datetime field wants
// the time: midnight would be a guess.
#pragma once
#include <optional>
#include <string_view>

#include "base/date.h"

namespace huice::batch {

/// `cell` without spaces around it.
std::optional<Date> parse_date(std::string_view cell);
std::optional<DateTime> parse_datetime(std::string_view cell);

}  // namespace huice::batch
