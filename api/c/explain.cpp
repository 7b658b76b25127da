// huice_explain: rows among all that are given, settled with them.
#include <algorithm>

#include "api/c/answer.h"
#include "api/c/decide.h"
#include "api/c/errors.h"

namespace huice::c {
namespace {

std::string explain(const Compiled& compiled, const huice_run_options* options, std::vector<Given> given, uint32_t entity, std::vector<uint64_t> rows,
                    explanation::Language language) {
  const std::string& name = compiled.catalogue().entities[entity].name;
  const auto its = std::find_if(given.begin(), given.end(), [&](const Given& each) { return each.entity == entity; });
  if (its == given.end()) throw usage("rows of " + name + " are to be explained, and none are given", "要解释 " + name + " 的数据行，却没有提供其数据");
  for (const uint64_t row : rows) {
    if (row < its->rows->rows()) continue;
    throw usage("there is no row " + std::to_string(row) + ": " + std::to_string(its->rows->rows()) + " rows of " + name + " are given, counted from 0",
                "没有第 " + std::to_string(row) + " 行：共提供 " + name + " " + std::to_string(its->rows->rows()) + " 行，自 0 起计");
  }
  its->wanted = true;
  Explaining explaining(compiled, {entity, as_of(options), language}, its->rows->name(), rows, false);
  const engine::Report report = decide(compiled, options, given, &explaining);
  std::string out = "[";
  for (const uint64_t row : rows) {
    if (out.size() > 1) out += ",\n ";
    out += answer_of(compiled, *its->results, row, report, entity, &explaining);
  }
  return out + "]\n";
}

}  // namespace
}  // namespace huice::c

extern "C" huice_code huice_explain(huice_program program, const huice_run_options* options, const huice_input* inputs, size_t input_count, const char* entity,
                                    const uint64_t* rows, size_t row_count, int language, char** explained, huice_error* error) {
  using namespace huice::c;
  const huice_code code = guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(inputs, "inputs");
    if (row_count > 0) need(rows, "rows");
    need(explained, "explained");
    check_options(options);
    if (language != HUICE_EXPLAIN_ENGLISH && language != HUICE_EXPLAIN_CHINESE) throw usage("language must be 1 or 2", "language 应为 1 或 2");
    std::vector<Given> given = take(*compiled, inputs, input_count);
    for (const Given& each : given) {
      if (each.wanted) throw usage("explanations are JSON: results must be null", "解释以 JSON 给出：results 应为空指针");
    }
    const auto in = language == HUICE_EXPLAIN_CHINESE ? huice::explanation::Language::zh : huice::explanation::Language::en;
    *explained = text_for_caller(explain(*compiled, options, std::move(given), compiled->entity(entity), {rows, rows + row_count}, in));
  });
  release_all(inputs, input_count);
  return code;
}
