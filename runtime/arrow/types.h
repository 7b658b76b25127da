// Column types of Arrow tables, and which field can be read from which.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "runtime/arrow/abi.h"
#include "runtime/batch/schema.h"

namespace huice::arrow {

enum class Kind { null, boolean, integer, decimal, floating, text, large_text, text_view, date, date_ms, timestamp, binary, other };

struct Type {
  Kind kind = Kind::other;
  int bytes = 0;             // integers, decimals: width of an item
  bool is_signed = true;     // integers
  int scale = 0;             // decimals: fraction digits
  int64_t per_second = 1;    // timestamps: ticks
  bool zoned = false;        // timestamps
  bool is_dictionary = false;
  int index_bytes = 0;       // of dictionary indexes; `kind` is the dictionary's
  bool index_signed = true;
  std::string shown;         // `decimal128(18, 2)`, for messages
};

Type type_of(const ArrowSchema& schema);

/// Why cells of this type cannot be a field's, and what to do about it; nothing: they can.
std::optional<Bilingual> misfit(const batch::Field& field, const Type& type);

}  // namespace huice::arrow
