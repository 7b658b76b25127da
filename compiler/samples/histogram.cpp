// What sampled applicants reach: statuses by the reference, and sides of every threshold.
#include <algorithm>

#include "base/decimal.h"
#include "compiler/samples/state.h"

namespace huice::samples {
namespace {

/// Source text on one line.
std::string one_line(std::string_view text) {
  std::string line;
  bool space = false;
  for (char c : text) {
    bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank && space && !line.empty()) line += ' ';
    if (!blank) line += c;
    space = blank;
  }
  return line;
}

std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

std::string constant_text(const Rational& value, const rules::Type& type) {
  if (type.share == rules::Share::percent) return Rational(value * 100).get_str() + "%";
  return value.get_str() + to_string(type.dimension);
}

std::string amount_unit(const Rational& unit) {
  std::string text;
  append_fraction(text, unit.get_num().get_si(), unit.get_den().get_si());
  return text + "元";
}

Histogram::Threshold describe(const program::Program& program, const rules::Measure& measure, const batch::Schema& schema,
                              const Threshold& threshold) {
  Histogram::Threshold row;
  const text::Source& source = program.sources[threshold.span.source];
  row.place = file_name(source.path) + ":" + std::to_string(source.position(threshold.span.begin).line);
  row.text = threshold.name.empty() ? one_line(source.slice(threshold.span)) : threshold.name;
  if (threshold.selector) row.text = one_line(source.slice(*threshold.selector)) + " = " + row.text;
  if (threshold.constant)
    row.text += " = " + constant_text(*threshold.constant, program.rules.exprs[threshold.constant_side].type);
  const batch::Field& pivot = schema.fields[threshold.pivot];
  if (threshold.kind == Threshold::Kind::pay_bound) {
    row.unit = "pay ± " + amount_unit(measure.rounding.unit);
  } else if (pivot.kind == batch::Kind::number) {
    row.unit = pivot.name + " ± " + step_text(pivot);
  } else {
    row.unit = pivot.name + (threshold.unit == 1 && pivot.kind == batch::Kind::datetime ? " ± 1秒" : " ± 1日");
  }
  return row;
}

}  // namespace

Histogram histogram(const program::Program& program, uint32_t entity, uint64_t rows, const Options& options) {
  Samples::State state(program, entity, options);
  Histogram result;
  result.entity = state.schema.entity;
  result.rows = rows;
  result.seed = options.seed;
  for (size_t i = 0; i < state.measures.size(); ++i) {
    const rules::Measure& measure = *state.measures[i];
    Histogram::Measure counts;
    counts.name = measure.version.empty() ? measure.name : measure.name + " " + measure.version;
    const auto& thresholds = state.pools[i].hunter().thresholds();
    for (size_t t = 0; t < thresholds.size(); ++t) {
      counts.thresholds.push_back(describe(program, measure, state.relations.schema(), thresholds[t]));
      counts.thresholds.back().below_exists = state.pools[i].in_range(t, Side::below, state.draws);
      counts.thresholds.back().above_exists = state.pools[i].in_range(t, Side::above, state.draws);
    }
    result.measures.push_back(std::move(counts));
  }
  Cells cells(state.draws.size());
  for (uint64_t row = 0; row < rows; ++row) {
    state.next();
    for (uint32_t field = 0; field < cells.size(); ++field) cells[field] = state.cell(field);
    for (size_t i = 0; i < state.measures.size(); ++i) {
      Histogram::Measure& counts = result.measures[i];
      Hunter& hunter = state.pools[i].hunter();
      ++counts.statuses[static_cast<int>(hunter.probe().decide(cells).status)];
      for (size_t t = 0; t < counts.thresholds.size(); ++t) {
        auto side = side_of(hunter.probe(), hunter.thresholds()[t], cells);
        if (!side) continue;
        auto& threshold = counts.thresholds[t];
        ++(*side == Side::below ? threshold.below : *side == Side::at ? threshold.at : threshold.above);
      }
    }
  }
  return result;
}

}  // namespace huice::samples
