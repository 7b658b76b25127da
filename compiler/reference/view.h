// A row's value as the evaluator reads it.
#pragma once
#include "compiler/reference/decide.h"
#include "compiler/reference/evaluated.h"

namespace huice::reference {

/// Points into `value`, which must outlive it.
inline View view_of(const Value& value) {
  struct Look {
    View operator()(const Rational& number) const { return &number; }
    View operator()(const std::string& text) const { return std::string_view(text); }
    View operator()(Date day) const { return day; }
    View operator()(DateTime instant) const { return instant; }
    View operator()(Period period) const { return period; }
    View operator()(bool truth) const { return truth; }
    View operator()(uint16_t code) const { return code; }
    View operator()(MemberSet set) const { return set; }
  };
  return std::visit(Look{}, value);
}

}  // namespace huice::reference
