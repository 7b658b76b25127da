// Which groups a target speaks of, and what they are called.
#include <algorithm>

#include "compiler/targets/assessment.h"

namespace huice::targets {
namespace {

using By = rules::Bucket::By;

const rules::Bucket* bucket(const rules::Reach& reach, bool of_year) {
  for (const rules::Bucket& it : reach.buckets) {
    if ((it.by == By::year) == of_year) return &it;
  }
  return nullptr;
}

/// Those of the period as far as it has ends, else those of the data; none after the day of assessment.
std::vector<std::optional<int>> years_of(const rules::Reach& reach, std::optional<std::pair<int, int>> seen, std::optional<Date> as_of) {
  if (bucket(reach, true) == nullptr) return {std::nullopt};
  const auto year = [](const std::optional<Date>& day, std::optional<int> otherwise) { return day ? std::optional(civil(*day).year) : otherwise; };
  std::optional<int> first = seen ? std::optional(seen->first) : std::nullopt, last = seen ? std::optional(seen->second) : std::nullopt;
  if (reach.years) first = year(reach.years->from, first), last = year(reach.years->to, last);
  if (as_of && last) last = std::min(*last, civil(*as_of).year);
  if (!first && !last && !seen) return {std::nullopt};  // no data at all
  std::vector<std::optional<int>> years;
  for (int each = first.value_or(1); first && last && each <= *last; ++each) years.emplace_back(each);
  return years;
}

/// Members of the choice, or texts of the list: names and labels.
std::vector<std::pair<std::string, std::string>> items_of(const rules::Program& program, const rules::Reach& reach) {
  std::vector<std::pair<std::string, std::string>> items;
  const rules::Bucket* it = bucket(reach, false);
  if (it == nullptr) return items;
  if (it->by == By::list) {
    for (const std::string& text : program.lists[it->list].names) items.emplace_back(text, text);
    return items;
  }
  const rules::EntityId entity = program.aggregates[reach.aggregates.front()].member;
  for (const auto& member : program.choices[program.entities[entity].fields[it->field].type.choice].members) items.emplace_back(member.name, member.label);
  return items;
}

}  // namespace

std::vector<GroupName> groups_of(const rules::Program& program, const rules::Reach& reach, std::optional<std::pair<int, int>> seen,
                                            std::optional<Date> as_of) {
  std::vector<GroupName> groups;
  const bool sorted = bucket(reach, false) != nullptr;
  const auto items = static_cast<uint32_t>(reach.aggregates.empty() ? 0 : items_of(program, reach).size());
  for (const auto& year : years_of(reach, seen, as_of)) {
    if (!sorted) groups.push_back({year, {}});
    for (uint32_t item = 0; sorted && item < items; ++item) groups.push_back({year, item});
  }
  return groups;
}

std::optional<Date> deadline_of(const rules::Reach& reach, const GroupName& group) {
  if (!group.year) return reach.deadline;
  const std::optional<Date> end = make_date(*group.year, 12, 31);
  return reach.years && reach.years->to && end && *reach.years->to < *end ? reach.years->to : end;
}

std::string group_text(const rules::Program& program, const rules::Reach& reach, const GroupName& group, bool zh) {
  std::string text = group.year ? std::to_string(*group.year) : "";
  if (!group.item) return text;
  const auto [name, label] = items_of(program, reach).at(*group.item);
  return text + (text.empty() ? "" : " ") + (zh ? label : name);
}

}  // namespace huice::targets
