// The cells of a CSV text, with their places in it (RFC 4180).
#pragma once
#include "compiler/program/data_rows.h"

namespace huice::program {

/// Every record but empty ones. `line` counts records from 1, the empty ones too; spans are of source `id`.
std::vector<DataRow> read_csv(const std::string& bytes, text::SourceId id);

}  // namespace huice::program
