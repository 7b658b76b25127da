// syntax → rules: resolves names, types every expression, converts units, bounds ranges, and checks what language.md
// section 9 asks for. Constructs that are not implemented yet are reported as not_supported_yet, never guessed.
#pragma once
#include <functional>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/rules.h"
#include "compiler/syntax/tree.h"

namespace huice::rules {

/// A list's file as read; nothing, after a report, where it cannot be. Rules open no files themselves.
struct LoadedList {
  std::string path, digest;
  std::shared_ptr<const TextList> entries;
  std::vector<std::string> names = {};  // in the file's order, each once; none of a dated list, or where there are more than 65,535
};
using LoadList = std::function<std::optional<LoadedList>(const syntax::List&, Span)>;

/// Calls `check`, which checks the scenarios and adds them to the program, at the end; or does without, where it is known what it reports.
using CheckScenarios = std::function<void(const Program&, const std::function<void()>& check)>;

/// The rules of the whole program. Usable for deciding only when `sink` has no errors.
Program from_syntax(const syntax::Tree& tree, const text::Sources& sources, diagnostics::Sink& sink,
                    const LoadList& load_list = [](const syntax::List&, Span) { return std::optional<LoadedList>(); },
                    const CheckScenarios& scenarios = [](const Program&, const auto& check) { check(); });

}  // namespace huice::rules
