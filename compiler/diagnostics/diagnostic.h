// Diagnostics: what is wrong with a policy's text, said to its author. kinds.def lists every one.
//
//   sink.report(Kind::unknown_name, span, {{"name", "premuim"}}).hint("premium")
//
// A message template names its arguments in braces: `unknown name {name}`.
#pragma once
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/result.h"
#include "compiler/text/source.h"

namespace huice::diagnostics {

enum class Severity { error, warning, note };

/// Every diagnostic has a stable code: its name here. Scripts and tests rely on the codes.
enum class Kind {
#define HUICE_DIAGNOSTIC(code, severity, en, zh) code,
#include "compiler/diagnostics/kinds.def"
#undef HUICE_DIAGNOSTIC
};

struct KindInfo {
  std::string_view code;
  Severity severity;
  std::string_view en;
  std::string_view zh;
};
const KindInfo& info(Kind kind);
size_t kind_count();

using Argument = std::pair<std::string_view, std::string>;

/// A second place that a message speaks of: "first declared here".
struct Related {
  text::Span span;
  Bilingual message;
};

/// A replacement that `--fix` may apply: the bytes of `span` become `text` (an empty span inserts).
struct Fix {
  text::Span span;
  std::string text;
};

struct Diagnostic {
  Kind kind;
  text::Span span;
  std::vector<std::pair<std::string, std::string>> arguments;
  std::vector<Bilingual> hints;  // what to do
  std::vector<Related> related;
  std::vector<Fix> fixes;

  Diagnostic& hint(std::string en, std::string zh);
  Diagnostic& also(text::Span span, std::string en, std::string zh);
  Diagnostic& fix(text::Span span, std::string text);
  Severity severity() const { return info(kind).severity; }
};

/// Collects the diagnostics of one compilation, in the order reported; the same kind at the same span is kept once.
class Sink {
 public:
  /// The returned reference is good until the next report.
  Diagnostic& report(Kind kind, text::Span span, std::initializer_list<Argument> arguments = {});
  /// Takes over a diagnostic of another sink.
  void add(Diagnostic diagnostic);
  bool has_errors() const { return errors_ > 0; }
  const std::vector<Diagnostic>& all() const { return all_; }
  /// Sorts by source, then position; rendering and tests call this first.
  void sort();

 private:
  std::vector<Diagnostic> all_;
  std::set<std::tuple<Kind, uint32_t, uint32_t, uint32_t>> seen_;  // kind, source, begin, end
  Diagnostic discarded_{};
  size_t errors_ = 0;
};

enum class Language { en, zh };

/// The message with its arguments filled in.
std::string message(const Diagnostic& diagnostic, Language language);

/// As a person reads it: place, severity, message and code, the source line with the span underlined, hints.
///
///   policies/ningbo.policy:12:31: error: unknown name premuim [unknown_name]
///     12 |   require insured: premuim > 0元
///        |                    ^^^^^^^
///        = did you mean `premium`?
std::string to_text(const Diagnostic& diagnostic, const text::Sources& sources, Language language, bool color);

/// `bytes` of `source` with every fix of these diagnostics that lies in it; of fixes that overlap the first is taken.
/// `applied`, where given, counts them.
std::string apply_fixes(const std::vector<Diagnostic>& all, text::SourceId source, std::string_view bytes,
                        size_t* applied = nullptr);

/// A JSON array: code, severity, message, hints, file, line, column, end_line, end_column.
std::string to_json(const std::vector<Diagnostic>& all, const text::Sources& sources, Language language);

}  // namespace huice::diagnostics
