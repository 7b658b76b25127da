// What programs call the kinds of fields.
#pragma once
#include <string_view>

#include "runtime/batch/schema.h"

namespace huice::batch {

constexpr std::string_view word(Kind kind) {
  switch (kind) {
    case Kind::number: return "number";
    case Kind::boolean: return "boolean";
    case Kind::choice: return "choice";
    case Kind::set: return "set";
    case Kind::date: return "date";
    case Kind::datetime: return "datetime";
    case Kind::text: return "text";
  }
  return "";
}

}  // namespace huice::batch
