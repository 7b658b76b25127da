#include "compiler/reference/record.h"

namespace huice::reference {
namespace {

Value copy(const Rational* number) { return *number; }
Value copy(std::string_view text) { return std::string(text); }
template <class T>
Value copy(T value) {
  return value;
}

}  // namespace

Value owned(const View& view) {
  return std::visit([](auto value) { return copy(value); }, view);
}

Traced traced(const Prepared& prepared, const Evaluated& outcome) {
  if (outcome.is_error()) return Failed{outcome.error};
  if (outcome.known()) return owned(outcome.value);
  MissingFields missing;
  for (size_t i = 0; i < prepared.inputs.size(); ++i) {
    if (outcome.missing.test(i)) missing.fields.push_back(prepared.inputs[i]);
  }
  return missing;
}

}  // namespace huice::reference
