// A rule's own text, and the same text with values in place of what was read.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "compiler/reference/trace.h"
#include "compiler/rules/rules.h"
#include "compiler/text/source.h"

namespace huice::explanation {

/// What to write in place of an expression, or nothing: then its operands are looked at.
using Replace = std::function<std::optional<std::string>(rules::ExprId)>;

class SourceText {
 public:
  SourceText(const rules::Program& program, const text::Sources& sources) : program_(program), sources_(sources) {}

  /// As written, on one line and without comments.
  std::string of(rules::Span span) const;
  std::string of(rules::ExprId expr) const;
  /// As written, with some of the expressions inside `expr` replaced (`expr` itself too, if `replace` says so).
  std::string with(rules::ExprId expr, const Replace& replace) const;

 private:
  struct Edit {
    uint32_t begin, end;
    std::string text;
  };
  void collect(rules::ExprId expr, rules::Span whole, const Replace& replace, std::vector<Edit>& edits) const;

  const rules::Program& program_;
  const text::Sources& sources_;
};

}  // namespace huice::explanation
