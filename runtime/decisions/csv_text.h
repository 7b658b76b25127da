// Text → CSV cells.
#pragma once
#include <string>
#include <string_view>

#include "runtime/batch/columns.h"

namespace huice::decisions {

/// Appends `cell`, quoted where RFC 4180 asks for it. In the spreadsheet dialect text that a spreadsheet would run as a
/// formula (= + - @ first) gets an apostrophe, which the dialect takes off again when reading.
void append_csv(std::string& out, std::string_view cell, batch::Dialect dialect = batch::Dialect::strict);

/// Whether `cell` stands in CSV as it is.
bool plain_csv(std::string_view cell);

/// Valid UTF-8 as it stands, all else as `\xNN`; `transcoded`: bytes are marked by unicode::undecodable.
std::string escaped_bytes(std::string_view bytes, bool transcoded);

}  // namespace huice::decisions
