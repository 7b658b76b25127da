#include "tests/properties/compile.h"

#include <algorithm>

#include "compiler/ir/widths.h"
#include "compiler/ir/from_rules.h"
#include "compiler/program/from_rules.h"
#include "compiler/program/standard.h"
#include "compiler/rules/from_syntax.h"
#include "compiler/syntax/from_bytes.h"
#include "compiler/syntax/from_text.h"
#include "compiler/text/from_bytes.h"
#include "tests/properties/lists.h"
#include "tests/properties/supplied.h"

namespace huice::properties {

std::unique_ptr<Compiled> compile(const std::string& text) {
  auto compiled = std::make_unique<Compiled>();
  auto reading = text::from_bytes(compiled->sources, "random.policy", text);
  if (reading.fault) {
    compiled->sink.report(diagnostics::Kind::invalid_utf8, reading.fault->span);
    return compiled;
  }
  syntax::Tree& tree = compiled->tree;
  syntax::from_text(compiled->sources, reading.source, tree, compiled->sink);
  for (const syntax::Item& item : std::vector(tree.files.at(0).items)) {  // of the standard library
    const auto* use = std::get_if<syntax::Use>(&item.node);
    const auto bytes = use != nullptr ? program::standard_file(use->path) : std::nullopt;
    if (bytes) syntax::from_bytes(compiled->sources, use->path, std::string(*bytes), tree, compiled->sink);
  }
  const auto load_list = [](const syntax::List& list, text::Span) {
    return std::optional<rules::LoadedList>({list.from.text, "", list_of(list.from.text)});
  };
  compiled->rules = rules::from_syntax(tree, compiled->sources, compiled->sink, load_list);
  if (!compiled->ok()) return compiled;
  ir::check_widths(compiled->rules, compiled->sink);
  if (!compiled->ok()) return compiled;
  compiled->catalogue = program::make_catalogue(compiled->rules);
  compiled->schemas = program::make_schemas(compiled->rules);
  supply_all(*compiled);
  return compiled;
}

std::vector<std::string> errors_of(const Compiled& compiled) {
  std::vector<std::string> codes;
  for (const auto& diagnostic : compiled.sink.all()) {
    std::string code(diagnostics::info(diagnostic.kind).code);
    bool error = diagnostic.severity() == diagnostics::Severity::error;
    if (error && std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  return codes;
}

std::string diagnostics_of(const Compiled& compiled) {
  std::string out;
  for (const auto& diagnostic : compiled.sink.all()) {
    if (diagnostic.severity() == diagnostics::Severity::error) {
      out += diagnostics::to_text(diagnostic, compiled.sources, diagnostics::Language::en, false);
    }
  }
  return out;
}

}  // namespace huice::properties
