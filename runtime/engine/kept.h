// Cells of one entity's rows that rows of others read, apart from their batches; and where a row stands.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/batch.h"

namespace huice::engine {

/// Where a row stands: its file and line. Packed it orders rows as they come.
struct Place {
  uint32_t file = 0;
  uint64_t line = 0;
  static constexpr unsigned line_bits = 44;
  uint64_t packed() const { return uint64_t{file} << line_bits | line; }
  static Place unpacked(uint64_t packed) { return {static_cast<uint32_t>(packed >> line_bits), packed & ((uint64_t{1} << line_bits) - 1)}; }
  friend bool operator==(const Place&, const Place&) = default;
};

struct KeptCell {
  bool known = false;
  uint64_t plain = 0;      // what fits 8 bytes
  std::string_view bytes;  // texts and wide numbers
};
/// Whether cells of the field are held as bytes.
bool kept_as_bytes(const batch::Field& field);
/// `wide` holds the bytes of a wide number.
KeptCell kept_cell(const batch::Batch& batch, uint32_t field, int row, __int128& wide);
/// The cell's bytes must live as long as the batch's row.
void put_cell(const KeptCell& cell, const batch::Field& kept, batch::Batch& into, uint32_t field, int row);

/// Cells one after the other in a record.
void append_cell(std::string& out, const KeptCell& cell, const batch::Field& field);
KeptCell take_cell(std::string_view& from, const batch::Field& field);

}  // namespace huice::engine
