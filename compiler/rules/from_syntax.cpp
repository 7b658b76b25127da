#include "compiler/rules/from_syntax.h"

#include "compiler/rules/checker.h"

namespace huice::rules {

Program from_syntax(const syntax::Tree& tree, const text::Sources& sources, diagnostics::Sink& sink, const LoadList& load_list, const CheckScenarios& scenarios) {
  Program program;
  program.exprs.reserve(tree.exprs.size());
  Checker checker(tree, sources, sink, program, load_list);
  declare_all(checker);
  check_documents(checker);
  check_parameters(checker);
  check_entities(checker);
  check_lists(checker);
  check_tables(checker);
  check_functions(checker);
  check_measures(checker);
  check_settlement(checker);
  check_targets(checker);
  check_lets(checker);
  scenarios(program, [&] { check_scenarios(checker); });
  return program;
}

}  // namespace huice::rules
