#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/excerpt.h"

namespace huice::diagnostics {
namespace {

std::string_view word(Severity severity, Language language) {
  const bool en = language == Language::en;
  switch (severity) {
    case Severity::error: return en ? "error" : "错误";
    case Severity::warning: return en ? "warning" : "警告";
    case Severity::note: return en ? "note" : "说明";
  }
  return "";
}

std::string_view paint(Severity severity) {
  switch (severity) {
    case Severity::error: return "\033[1;31m";
    case Severity::warning: return "\033[1;33m";
    case Severity::note: return "\033[1;36m";
  }
  return "";
}

struct Painter {
  bool color;
  std::string operator()(std::string_view code, std::string_view text) const {
    return color ? std::string(code) + std::string(text) + "\033[0m" : std::string(text);
  }
};

std::string place(const text::Sources& sources, text::Span span) {
  if (!span.source.valid()) return "";
  const text::Source& source = sources[span.source];
  const text::Position position = source.position(span.begin);
  return source.path + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) + ": ";
}

/// The two lines with the excerpt; `margin` gets the spaces that later lines of the same message start with.
std::string quote(const text::Sources& sources, text::Span span, std::string_view code, Painter painted, std::string& margin) {
  margin = "   ";
  if (!span.source.valid()) return "";
  const text::Source& source = sources[span.source];
  const std::string number = std::to_string(source.position(span.begin).line);
  const Excerpt shown = excerpt(source, span);
  margin = std::string(number.size() + 3, ' ');
  return "  " + number + " | " + shown.line + "\n" + margin + "| " + painted(code, shown.underline) + "\n";
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic, const text::Sources& sources, Language language, bool color) {
  const Painter painted{color};
  const Severity severity = diagnostic.severity();
  const std::string_view code = paint(severity);
  std::string result = place(sources, diagnostic.span) + painted(code, word(severity, language)) + ": " +
                       message(diagnostic, language) + " [" + std::string(info(diagnostic.kind).code) + "]\n";
  std::string margin;
  result += quote(sources, diagnostic.span, code, painted, margin);
  for (const Bilingual& hint : diagnostic.hints) result += margin + "= " + (language == Language::en ? hint.en : hint.zh) + "\n";
  for (const Related& related : diagnostic.related) {
    result += place(sources, related.span) + painted(paint(Severity::note), word(Severity::note, language)) + ": " +
              (language == Language::en ? related.message.en : related.message.zh) + "\n";
    result += quote(sources, related.span, paint(Severity::note), painted, margin);
  }
  return result;
}

}  // namespace huice::diagnostics
