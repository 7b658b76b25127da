#include "runtime/decisions/output_columns.h"

#include <algorithm>

namespace huice::decisions {
namespace {

using Holds = OutputColumn::Holds;

/// The words of the header that are not the program's.
struct HeaderWords {
  std::string measure, status, computed, amount, ceiling, share, shares, reasons;
};
const HeaderWords& words(Labels labels) {
  static const HeaderWords english{"measure", "status", "computed", "amount", "ceiling", "share", "shares", "reasons"};
  static const HeaderWords chinese{"措施", "状态", "核算金额", "金额", "上限", "分担", "分担", "原因"};
  return labels == Labels::zh ? chinese : english;
}

}  // namespace

std::vector<std::string> status_words(Labels labels) {
  std::vector<std::string> all;
  for (int status = 0; status < status_count; ++status) all.emplace_back(labels == Labels::zh ? label_zh(static_cast<Status>(status)) : name(static_cast<Status>(status)));
  return all;
}

const std::string& title_of(Labels labels, const std::string& name, const std::string& label) { return labels == Labels::names || label.empty() ? name : label; }

std::vector<OutputColumn> output_columns(const Catalogue& catalogue, uint32_t entity, const std::vector<uint32_t>& measures, const std::vector<std::string>& keep,
                                         const OutputOptions& options) {
  const HeaderWords& w = words(options.labels);
  const catalogue::Entity& of = catalogue.entities[entity];
  std::vector<OutputColumn> columns;
  const auto add = [&](Holds holds, const std::string& name, int digits = 0) { columns.push_back({holds, name, "", digits, "", name}); };
  for (const uint32_t key : of.keys) add(Holds::key, title_of(options.labels, of.field_names[key], of.field_labels[key]));
  for (const std::string& header : keep) add(Holds::kept, header);
  if (options.shape == Shape::tall) {
    int digits = 0;
    for (const uint32_t m : measures) digits = std::max(digits, catalogue.measures[m].amount_digits);
    add(Holds::measure, w.measure);
    add(Holds::status, w.status);
    add(Holds::computed, w.computed, digits);
    add(Holds::amount, w.amount, digits);
    add(Holds::ceiling, w.ceiling, digits);
    add(Holds::shares, w.shares, digits);
    add(Holds::reasons, w.reasons);
    return columns;
  }
  for (const uint32_t m : measures) {
    const catalogue::Measure& measure = catalogue.measures[m];
    const std::string& title = title_of(options.labels, measure.name, measure.label);
    const int digits = measure.amount_digits;
    const auto add_cell = [&](Holds holds, const std::string& name) { columns.push_back({holds, name, title, digits, "", title + "." + name}); };
    add_cell(Holds::status, w.status);
    if (measure.settled) add_cell(Holds::computed, w.computed);
    if (measure.pays) add_cell(Holds::amount, w.amount);
    if (measure.pays && measure.refers) add_cell(Holds::ceiling, w.ceiling);
    for (const std::string& share : measure.shares) columns.push_back({Holds::share, w.shares, title, digits, share, title + "." + w.share + "." + share});
    add_cell(Holds::reasons, w.reasons);
  }
  return columns;
}

}  // namespace huice::decisions
