#include "base/words.h"
#include "compiler/explanation/reasons.h"
#include "compiler/reference/columns.h"
#include "compiler/targets/assessment.h"

namespace huice::targets {
namespace {

TargetStatus status_of(Status status) {
  if (status == Status::eligible) return TargetStatus::met;
  return status == Status::ineligible ? TargetStatus::missed : TargetStatus::undetermined;
}

/// A number, or a date as its day.
std::optional<Rational> number(const std::optional<reference::Value>& value) {
  if (!value) return std::nullopt;
  if (const auto* it = std::get_if<Rational>(&*value)) return *it;
  if (const auto* day = std::get_if<Date>(&*value)) return Rational(day->days);
  if (const auto* instant = std::get_if<DateTime>(&*value)) return Rational(instant->day().days);
  return std::nullopt;
}

Rational above(const Rational& value) { return value > 0 ? value : Rational(0); }

/// How far the value is from what is wanted.
std::optional<Rational> gap_of(const rules::Reach& reach, const Line& line) {
  if (!reach.goal) return std::nullopt;
  const auto value = number(line.value), first = number(line.bounds.front()), last = number(line.bounds.back());
  if (!value || !first || !last) return std::nullopt;
  switch (reach.goal->want) {
    case rules::Want::greater:
    case rules::Want::greater_equal:
      return above(Rational(*first - *value));
    case rules::Want::less:
    case rules::Want::less_equal:
      return above(Rational(*value - *first));
    case rules::Want::equal:
      return Rational(abs(Rational(*value - *first)));
    case rules::Want::between:
      return above(*value < *first ? Rational(*first - *value) : Rational(*value - *last));
    case rules::Want::about: {
      const Rational tolerance = reach.relative ? Rational(*last * abs(*first)) : *last;
      return above(Rational(abs(Rational(*value - *first)) - tolerance));
    }
    case rules::Want::not_equal:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(TargetStatus status) { return target_status_words[static_cast<size_t>(status)].en; }
std::string_view label_zh(TargetStatus status) { return target_status_words[static_cast<size_t>(status)].zh; }
std::optional<TargetStatus> parse_target_status(std::string_view text) {
  const auto index = find_word(target_status_words, text);
  return index ? std::optional(static_cast<TargetStatus>(*index)) : std::nullopt;
}

Line assess(const program::Program& program, rules::TargetId id, size_t index, const GroupName& group, const reference::Row& row) {
  const rules::Reach& reach = program.rules.targets[id].reaches[index];
  const catalogue::Measure& words = program.catalogue.reaches[program.catalogue.targets[id.value].reaches[index]].test;
  const reference::Reached reached = reference::reached(program.rules, reach, words, row);
  Line line;
  line.target = id;
  line.reach = index;
  line.group = group;
  line.status = status_of(reached.decision.status);
  line.value = reached.value;
  line.bounds = reached.bounds;
  line.gap = gap_of(reach, line);
  line.deadline = deadline_of(reach, group);
  if (line.status == TargetStatus::undetermined) {
    line.reasons = explanation::reasons(words, program.rules.entities[reach.groups], reached.decision);
  }
  return line;
}

std::vector<Line> assess(const program::Program& program, const std::vector<uint32_t>& targets, engine::Tallies& tallies, std::optional<Date> as_of) {
  std::vector<Line> lines;
  for (uint32_t target : targets) {
    const rules::TargetId id{target};
    for (size_t i = 0; i < program.rules.targets[id].reaches.size(); ++i) {
      const rules::Reach& reach = program.rules.targets[id].reaches[i];
      const uint32_t at = program.catalogue.targets[target].reaches[i];
      const batch::Schema schema = tallies.schema(at);
      batch::Batch batch(schema, std::vector<bool>(schema.fields.size(), true));
      for (const GroupName& group : groups_of(program.rules, reach, tallies.years(at), as_of)) {
        batch.clear();
        batch.set_rows(1);
        tallies.put(at, group, batch, 0);
        reference::Row row = reference::row_of(schema, batch.view(), 0);
        const auto deadline = deadline_of(reach, group);
        row.as_of = deadline ? deadline : as_of;
        lines.push_back(assess(program, id, i, group, row));
      }
    }
  }
  return lines;
}

}  // namespace huice::targets
