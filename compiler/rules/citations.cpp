// What measures and targets say first: the clauses they cite, and their date.
#include <algorithm>

#include "base/unicode/utf8.h"
#include "compiler/rules/checker.h"

namespace huice::rules {
namespace {

/// A clause must be one that the document says it has.
void check_clause(Checker& checker, const Document& document, const syntax::Cites& cites) {
  if (document.clauses.empty()) return;
  auto number = clause_number(cites.clause);
  auto covers = [&](const ClauseRange& range) {
    auto from = clause_number(range.from), to = clause_number(range.to);
    if (!number) return range.from == cites.clause;
    return from && to && *from <= *number && *number <= *to;
  };
  if (std::any_of(document.clauses.begin(), document.clauses.end(), covers)) return;
  checker.report(Fault::unknown_clause, cites.span, {{"document", document.name}, {"clause", cites.clause}, {"clause_zh", number ? "第" + cites.clause + "条" : "条款“" + cites.clause + "”"}})
      .also(document.span, "the document's clauses are listed here", "文件条款列于此处");
}

}  // namespace

std::optional<Citation> check_citation(Checker& checker, const syntax::Cites& cites) {
  constexpr size_t most_characters = 20;
  std::vector<std::string> fragments;
  for (const syntax::Label& fragment : cites.fragments) {
    if (unicode::count_code_points(fragment.text) > most_characters) {
      checker.report(Fault::fragment_too_long, fragment.span, {{"limit", std::to_string(most_characters)}});
    }
    fragments.push_back(fragment.text);
  }
  auto document = find_declared(checker, cites.document, NameKind::document);
  if (!document) return {};
  DocumentId cited{*document};
  check_clause(checker, checker.program.documents[cited], cites);
  return Citation{cited, cites.clause, std::move(fragments), cites.span};
}

std::optional<FieldIndex> check_dated(Checker& checker, EntityId entity, const syntax::Name& name) {
  auto field = find_field(checker, entity, name.text);
  if (!field) {
    report_unknown(checker, name, field_names(checker, entity));
    return {};
  }
  if (field->broken) return {};
  const Type& type = checker.program.entities[entity].fields[field->index].type;
  if (type.kind == Kind::date || type.kind == Kind::datetime) return field->index;
  report_mismatch(checker, name.span, type, Type{.kind = Kind::date});
  return {};
}

}  // namespace huice::rules
