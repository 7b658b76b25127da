#include "compiler/reference/evaluated.h"

namespace huice::reference {
namespace {

Evaluated dominated(const Evaluated& left, const Evaluated& right, bool dominant) {
  Evaluated result = join(left, right);
  if (left.is(dominant) || right.is(dominant)) {
    bool capped = result.capped;
    result = Evaluated::of(dominant);
    result.capped = capped;
  } else if (result.known()) {
    result.value = !dominant;
  }
  return result;
}

}  // namespace

Evaluated join(const Evaluated& first, const Evaluated& second) {
  Evaluated result;
  result.capped = first.capped || second.capped;
  if (first.is_error() || second.is_error()) {
    result.state = State::error;
    result.error = first.is_error() ? first.error : second.error;
  } else if (first.is_missing() || second.is_missing()) {
    result.state = State::missing;
    if (first.is_missing()) result.missing |= first.missing;
    if (second.is_missing()) result.missing |= second.missing;
  }
  return result;
}

bool equal(const View& left, const View& right) {
  if (const auto* number = std::get_if<const Rational*>(&left)) return **number == *std::get<const Rational*>(right);
  return left == right;
}

Evaluated conjunction(const Evaluated& left, const Evaluated& right) { return dominated(left, right, false); }
Evaluated disjunction(const Evaluated& left, const Evaluated& right) { return dominated(left, right, true); }

}  // namespace huice::reference
