// The input that entities expect, for people and machines that prepare it: `huice schema`.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/program/program.h"

namespace huice::schemas {

/// `营业收入（元）`: the header that `run` understands whatever the file's other columns are. Units are written where cells have one.
std::string header_of(const batch::Field& field, bool zh);

/// A workbook to fill in, a sheet for each entity: its bytes. `file` is for messages.
Result<std::string> to_xlsx(const program::Program& program, const std::vector<uint32_t>& entities, bool zh, const std::string& file);

/// A CSV header to fill in, `营业收入（元）`; several entities stand under `# NAME` lines. zh: labels instead of names.
std::string to_csv(const program::Program& program, const std::vector<uint32_t>& entities, bool zh);

/// JSON Schema 2020-12 of one applicant as JSON: whole numbers as numbers, others as text, `null` is missing. Several
/// entities stand in `$defs`.
std::string to_json(const program::Program& program, const std::vector<uint32_t>& entities);

/// A CREATE TABLE for each entity, for SQLite and PostgreSQL alike.
std::string to_sql(const program::Program& program, const std::vector<uint32_t>& entities);

}  // namespace huice::schemas
