#include "compiler/reference/decide.h"

#include "compiler/reference/verdict.h"

namespace huice::reference {
namespace {

View view_of(const Rational& number) { return &number; }
View view_of(const std::string& text) { return std::string_view(text); }
template <class T>
View view_of(const T& value) {
  return value;
}

std::vector<bool> unpack(const Bits& bits, size_t count) {
  std::vector<bool> result(count);
  for (size_t i = 0; i < count; ++i) result[i] = bits.test(i);
  return result;
}

}  // namespace

Decision decide(const rules::Program& program, rules::MeasureId measure, const catalogue::Measure& words, const Row& row,
                Trace* trace) {
  Prepared prepared(program, measure, words);
  Evaluator evaluator(prepared, trace);
  for (uint32_t field : prepared.inputs) {
    if (row.fields[field])
      evaluator.cells[field] = std::visit([](const auto& value) { return view_of(value); }, *row.fields[field]);
  }
  Verdict verdict = decide_row(evaluator, row.as_of);
  return {verdict.status,
          verdict.amount,
          verdict.ceiling,
          verdict.error,
          verdict.capped,
          unpack(verdict.failed, prepared.measure.conditions.size()),
          unpack(verdict.missing, prepared.inputs.size())};
}

}  // namespace huice::reference
