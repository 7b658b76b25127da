// Reads a text through the syntax stage and shows what came out, for tests.
#pragma once
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/from_bytes.h"
#include "compiler/syntax/print.h"

namespace huice::syntax {

struct Reading {
  text::Sources sources;
  Tree tree;
  diagnostics::Sink sink;
  text::SourceId id;
  explicit Reading(std::string bytes) { id = from_bytes(sources, "t.policy", std::move(bytes), tree, sink); }
  /// The tree without its first line, which names the file.
  std::string shown() const {
    std::string all = print(tree, sources);
    return all.substr(all.find('\n') + 1);
  }
  /// `code line:column` of each diagnostic, in order of place.
  std::string codes() {
    sink.sort();
    std::string result;
    for (const auto& diagnostic : sink.all()) {
      const text::Position at = sources[diagnostic.span.source].position(diagnostic.span.begin);
      result += (result.empty() ? "" : ", ") + std::string(diagnostics::info(diagnostic.kind).code) + " " + std::to_string(at.line) + ":" +
                std::to_string(at.column);
    }
    return result;
  }
};

/// The prefix form of one expression.
inline std::string expression(const std::string& text) {
  Reading reading("let x = " + text + "\n");
  const std::string shown = reading.shown();
  if (!reading.sink.all().empty()) return reading.codes();
  return shown.starts_with("let x = ") ? shown.substr(8, shown.size() - 9) : shown;
}

}  // namespace huice::syntax
