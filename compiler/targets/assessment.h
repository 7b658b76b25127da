// What `huice assess` says: for each group of each target whether it is met, from what the groups' rows hold.
//
//   Tallies (or a scenario's rows) → a row of each group → Line → text, CSV or JSON
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/program/program.h"
#include "compiler/reference/targets.h"
#include "runtime/engine/tallies.h"

namespace huice::targets {

using diagnostics::Language;

enum class TargetStatus { met, missed, undetermined };
/// `met`; in Chinese 达到 未达到 待补正.
std::string_view name(TargetStatus status);
std::string_view label_zh(TargetStatus status);
std::optional<TargetStatus> parse_target_status(std::string_view name_or_label);

/// One group of one `reach`.
struct Line {
  rules::TargetId target;
  size_t reach = 0;                          // of the target's
  GroupName group;
  TargetStatus status = TargetStatus::undetermined;
  std::optional<reference::Value> value;     // empty: not known, or a yes or no
  std::vector<std::optional<reference::Value>> bounds;
  std::optional<Rational> gap;               // what is lacking, in the value's base unit, of dates in days; 0: nothing
  std::optional<Date> deadline;
  std::vector<std::string> reasons;          // of what is undetermined: `Contract.amount`, `division_by_zero@share`
};

/// The groups that a reach speaks of: all members or texts, in each year. `seen`: the first and last year in the data.
std::vector<GroupName> groups_of(const rules::Program& program, const rules::Reach& reach, std::optional<std::pair<int, int>> seen,
                                            std::optional<Date> as_of);
/// The last day of a group; parameters are read there.
std::optional<Date> deadline_of(const rules::Reach& reach, const GroupName& group);

/// `row`: of the reach's hidden entity, with the day on which parameters are read.
Line assess(const program::Program& program, rules::TargetId target, size_t reach, const GroupName& group, const reference::Row& row);

/// All lines of what was tallied, in program order.
std::vector<Line> assess(const program::Program& program, const std::vector<uint32_t>& targets, engine::Tallies& tallies, std::optional<Date> as_of);

/// `2024`, `xuanwu`, `2024 xuanwu`; zh: labels.
std::string group_text(const rules::Program& program, const rules::Reach& reach, const GroupName& group, bool zh);

/// A table for people; the columns of the others.
std::string to_text(const program::Program& program, const std::vector<Line>& lines, Language language);
/// `id,group,status,value,op,threshold,gap,unit,deadline,tentative,reasons`: plain decimals in `unit`.
std::string to_csv(const program::Program& program, const std::vector<Line>& lines);
std::string to_json(const program::Program& program, const std::vector<Line>& lines);

}  // namespace huice::targets
