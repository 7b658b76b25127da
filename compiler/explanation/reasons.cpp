#include "compiler/explanation/reasons.h"

namespace huice::explanation {
namespace {

using diagnostics::Language;

std::string in_words(uint16_t kind, Language language) {
  bool zh = language == Language::zh;
  switch (kind) {
    case HUICE_DIVISION_BY_ZERO:
      return zh ? "除数为零" : "divided by zero";
    case HUICE_RANGE:
      return zh ? "数值超出允许范围" : "beyond the range that is allowed";
    case HUICE_NEGATIVE:
      return zh ? "金额为负" : "the amount is below zero";
    case HUICE_BEFORE_FIRST_DATE:
      return zh ? "早于参数的首个日期" : "before the parameter's first date";
    case HUICE_NO_ROW:
      return zh ? "表中没有对应的行" : "no row of the table applies";
    case HUICE_CONFLICT:
      return zh ? "两个例外同时成立" : "two exceptions hold at once";
    default:
      return {};
  }
}

/// Calls `each` with the positions of the set bits.
template <class Each>
void for_each_set(const std::vector<bool>& bits, Each each) {
  for (size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) each(i);
  }
}

}  // namespace

std::vector<std::string> reasons(const catalogue::Measure& words, const rules::Entity& entity,
                                 const reference::Decision& decision) {
  std::vector<std::string> result;
  for_each_set(decision.failed, [&](size_t i) { result.push_back(words.conditions.at(i)); });
  if (decision.error != 0) result.push_back(catalogue::error_name(words, decision.error));
  for_each_set(decision.missing, [&](size_t i) { result.push_back(entity.fields.at(words.inputs.at(i)).name); });
  if (decision.capped) result.push_back("ceiling");
  return result;
}

std::vector<std::string> reason_notes(const catalogue::Measure& words, const rules::Entity& entity,
                                      const reference::Decision& decision, Language language) {
  bool zh = language == Language::zh;
  std::vector<std::string> result;
  for_each_set(decision.failed, [&](size_t i) { result.push_back(words.condition_labels.at(i)); });
  if (decision.error != 0) result.push_back(in_words(decision.error >> 12, language));
  for_each_set(decision.missing, [&](size_t i) {
    const rules::Field& field = entity.fields.at(words.inputs.at(i));
    std::string note = field.label;
    if (field.decided())
      note += zh ? "（由" + field.decided_by + "核定）" : " (to be decided by " + field.decided_by + ")";
    else
      note += zh ? "（申请人未填）" : " (not stated by the applicant)";
    result.push_back(note);
  });
  if (decision.capped) result.push_back(zh ? "按最高限额核减" : "cut to what the rule allows at most");
  return result;
}

}  // namespace huice::explanation
