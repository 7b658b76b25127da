#include "runtime/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/unicode/closest.h"
#include "runtime/batch/streams.h"
#include "runtime/plan_needs.h"

namespace huice::plan {
namespace {

Failure usage(std::string en, std::string zh) { return {Exit::usage, {std::move(en), std::move(zh)}}; }

template <class Items>
std::optional<uint32_t> named(const Items& items, const std::string& wanted) {
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].name == wanted) return i;
  }
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].label == wanted) return i;
  }
  return std::nullopt;
}

template <class Items>
std::vector<std::string> names_of(const Items& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string listed;
  for (const std::string& name : names) listed += (listed.empty() ? "" : ", ") + name;
  return listed;
}

template <class Items>
Failure unknown(const Items& items, const std::string& wanted, const std::string& en, const std::string& zh) {
  const auto names = names_of(items);
  const std::string listed = joined(names);
  const auto close = unicode::closest(wanted, names);
  return usage("there is no " + en + " `" + wanted + "`; " + (close ? "did you mean `" + *close + "`?" : "there are: " + listed),
               "没有" + zh + "“" + wanted + "”；" + (close ? "是否指“" + *close + "”？" : "现有：" + listed));
}

/// Those that data can be of.
std::vector<catalogue::Entity> shown_entities(const Catalogue& catalogue) {
  std::vector<catalogue::Entity> shown;
  for (const auto& entity : catalogue.entities) {
    if (!entity.of_target) shown.push_back(entity);  // hidden ones stand behind all others
  }
  return shown;
}

/// The only entity that data without a name can be of.
Result<uint32_t> only_entity(const Catalogue& catalogue, const std::set<uint32_t>& entities, const std::string& path) {
  if (entities.size() == 1) return *entities.begin();
  if (entities.empty()) return usage("the program has no measure to run", "程序中没有可运行的措施");
  std::vector<std::string> names;
  for (uint32_t e : entities) names.push_back(catalogue.entities[e].name);
  const std::string listed = joined(names);
  return usage("which entity is " + path + "? Write --data ENTITY=" + path + " with one of: " + listed,
               path + " 是哪个主体的数据？请写作 --data 主体=" + path + "，主体可为：" + listed);
}

using Files = std::map<uint32_t, std::vector<std::string>>;

/// The data as given.
struct Given {
  Files files;                  // by entity
  std::vector<uint32_t> order;  // of entities, as their data come
};

/// `entities`: those that data without a name may be of.
Result<Given> read_data(const Catalogue& catalogue, const std::set<uint32_t>& entities, const std::vector<DataFile>& data) {
  Given given;
  for (const DataFile& file : data) {
    uint32_t entity = 0;
    if (file.entity.empty()) {
      const auto only = only_entity(catalogue, entities, file.path);
      if (!only) return only.failure();
      entity = *only;
    } else {
      const auto shown = shown_entities(catalogue);
      const auto found = named(shown, file.entity);
      if (!found) return unknown(shown, file.entity, "entity", "主体");
      entity = *found;
    }
    if (given.files[entity].empty()) given.order.push_back(entity);
    given.files[entity].push_back(file.path);
  }
  if (data.empty()) return usage("no data: say which file with --data FILE", "没有数据：请用 --data 文件 指定");
  return given;
}

/// An entity whose data are needed, `own` among them, and nobody gave.
std::optional<uint32_t> lacks(uint32_t own, const Needs& needs, const Files& files) {
  if (!files.contains(own)) return own;
  for (const auto& [entity, its] : needs.entities()) {
    if (!files.contains(entity)) return entity;
  }
  return std::nullopt;
}

Failure lacking_data(const Catalogue& catalogue, const std::string& name, uint32_t lacking) {
  const std::string& entity = catalogue.entities[lacking].name;
  return usage(name + " needs data of " + entity + ": add --data " + entity + "=FILE", name + " 需要 " + entity + " 的数据：请加 --data " + entity + "=文件");
}

/// `en`, `zh`: of what they are.
Failure undated(const std::string& names, const std::string& en, const std::string& zh) {
  return usage("these " + en + " need a date: add --as-of YYYY-MM-DD (" + names + ")", "以下" + zh + "需要日期：请加 --as-of 年-月-日（" + names + "）");
}

/// Keys first, then aggregates step by step, then the `ends` of entities. What has none writes its rejects in its last pass.
void add_passes(Plan& plan, const Needs& needs, const Given& given, const std::map<uint32_t, Step>& ends) {
  std::map<uint32_t, size_t> last;  // by entity
  const auto add = [&](uint32_t entity, Step step) {
    Scan scan = needs.scan(entity);
    scan.files = given.files.at(entity);
    last[entity] = plan.passes.size();
    plan.passes.push_back({{std::move(scan), std::move(step)}});
  };
  for (uint32_t entity : needs.indexed()) {
    const auto& kept = needs.entities().at(entity).kept;
    add(entity, Index{{kept.begin(), kept.end()}});
  }
  for (const std::vector<uint32_t>& level : needs.levels()) {
    std::map<uint32_t, Gather> members;
    for (uint32_t aggregate : level) members[needs.member(aggregate)].aggregates.push_back(aggregate);
    for (auto& [entity, gather] : members) add(entity, std::move(gather));
  }
  for (uint32_t entity : given.order) {
    if (const auto end = ends.find(entity); end != ends.end()) add(entity, end->second);
    plan.passes[last.at(entity)].steps.emplace_back(Write{entity});
  }
}

template <class Items>
Result<std::vector<uint32_t>> select(const Items& items, const std::vector<std::string>& names, const char* en, const char* zh) {
  std::set<uint32_t> selected;
  for (const std::string& name : names) {
    const auto item = named(items, name);
    if (!item) return unknown(items, name, en, zh);
    selected.insert(*item);
  }
  for (uint32_t i = 0; names.empty() && i < items.size(); ++i) selected.insert(i);
  return std::vector<uint32_t>(selected.begin(), selected.end());
}

/// Standard input and pipes can be read once.
Result<Plan> check_streams(const Catalogue& catalogue, Plan plan) {
  std::map<uint32_t, int> scans;
  for (const Pass& pass : plan.passes) {
    const Scan& scan = std::get<Scan>(pass.steps.front());
    const bool streamed = std::any_of(scan.files.begin(), scan.files.end(), batch::Streams::is_stream);
    if (++scans[scan.entity] < 2 || !streamed) continue;
    const std::string& name = catalogue.entities[scan.entity].name;
    return usage("rows of " + name + " are read more than once: give a file, not standard input or a pipe",
                 name + " 的数据需要多次读取：请给文件，不能用标准输入或管道");
  }
  return plan;
}

}  // namespace

Result<std::vector<uint32_t>> select_measures(const Catalogue& catalogue, const std::vector<std::string>& names) {
  return select(catalogue.measures, names, "measure", "措施");
}

Result<std::vector<uint32_t>> select_targets(const Catalogue& catalogue, const std::vector<std::string>& names) {
  return select(catalogue.targets, names, "target", "目标");
}

Result<Plan> make_plan(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const std::vector<DataFile>& data, bool has_as_of) {
  std::set<uint32_t> entities;
  for (uint32_t m : measures) entities.insert(catalogue.measures[m].entity);
  auto given = read_data(catalogue, entities, data);
  if (!given) return given.failure();

  Plan plan;
  Needs needs(catalogue);
  std::vector<std::string> dateless;
  std::map<uint32_t, Decide> decides;
  for (uint32_t m : measures) {
    const catalogue::Measure& measure = catalogue.measures[m];
    Needs own(catalogue);
    own.add_measure(m);
    if (const auto lacking = lacks(measure.entity, own, given->files)) {
      plan.left_out.push_back(m);
      plan.lacking.push_back(*lacking);
      continue;
    }
    needs.add_measure(m);
    decides[measure.entity].measures.push_back(m);
    if (measure.needs_as_of && !has_as_of) dateless.push_back(measure.name);
  }
  for (uint32_t entity : given->order) {
    if (needs.entities().contains(entity)) continue;
    const std::string& name = catalogue.entities[entity].name;
    if (!plan.left_out.empty() && decides.empty()) return lacking_data(catalogue, catalogue.measures[plan.left_out.front()].name, plan.lacking.front());
    return usage("no selected measure is for " + name + ": leave its data out", "没有选定的措施适用于 " + name + "：请去掉其数据");
  }
  if (!dateless.empty()) return undated(joined(dateless), "measures", "措施");
  add_passes(plan, needs, *given, {decides.begin(), decides.end()});
  return check_streams(catalogue, std::move(plan));
}

Result<Plan> make_target_plan(const Catalogue& catalogue, const std::vector<uint32_t>& targets, const std::vector<DataFile>& data, bool has_as_of) {
  if (targets.empty()) return usage("the program has no target to assess", "程序中没有可评估的目标");
  std::set<uint32_t> entities;
  for (uint32_t t : targets) entities.insert(catalogue.targets[t].entity);
  auto given = read_data(catalogue, entities, data);
  if (!given) return given.failure();

  Plan plan;
  Needs needs(catalogue);
  std::vector<std::string> dateless;
  std::map<uint32_t, Tally> tallies;
  for (uint32_t t : targets) {
    const catalogue::Target& target = catalogue.targets[t];
    Needs own(catalogue);
    own.add_target(t);
    if (const auto lacking = lacks(target.entity, own, given->files)) {
      plan.left_out.push_back(t);
      plan.lacking.push_back(*lacking);
      continue;
    }
    needs.add_target(t);
    bool needs_as_of = false;
    for (uint32_t reach : target.reaches) {
      tallies[target.entity].reaches.push_back(reach);
      needs_as_of = needs_as_of || catalogue.reaches[reach].needs_as_of;
    }
    if (needs_as_of && !has_as_of) dateless.push_back(target.name);
  }
  if (tallies.empty()) return lacking_data(catalogue, catalogue.targets[plan.left_out.front()].name, plan.lacking.front());
  for (uint32_t entity : given->order) {
    if (needs.entities().contains(entity)) continue;
    const std::string& name = catalogue.entities[entity].name;
    return usage("no selected target is over " + name + ": leave its data out", "没有选定的目标统计 " + name + "：请去掉其数据");
  }
  if (!dateless.empty()) return undated(joined(dateless), "targets", "目标");
  add_passes(plan, needs, *given, {tallies.begin(), tallies.end()});
  return check_streams(catalogue, std::move(plan));
}

}  // namespace huice::plan
