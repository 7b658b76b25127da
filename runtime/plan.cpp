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

template <class Items>
Failure unknown(const Items& items, const std::string& wanted, const std::string& en, const std::string& zh) {
  const auto names = names_of(items);
  std::string listed;
  for (const std::string& name : names) listed += (listed.empty() ? "" : ", ") + name;
  const auto close = unicode::closest(wanted, names);
  return usage("there is no " + en + " `" + wanted + "`; " + (close ? "did you mean `" + *close + "`?" : "there are: " + listed),
               "没有" + zh + "“" + wanted + "”；" + (close ? "是否指“" + *close + "”？" : "现有：" + listed));
}

/// The only entity that data without a name can be of.
Result<uint32_t> only_entity(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const std::string& path) {
  std::set<uint32_t> entities;
  for (uint32_t m : measures) entities.insert(catalogue.measures[m].entity);
  if (entities.size() == 1) return *entities.begin();
  if (entities.empty()) return usage("the program has no measure to run", "程序中没有可运行的措施");
  std::string listed;
  for (uint32_t e : entities) listed += (listed.empty() ? "" : ", ") + catalogue.entities[e].name;
  return usage("which entity is " + path + "? Write --data ENTITY=" + path + " with one of: " + listed,
               path + " 是哪个主体的数据？请写作 --data 主体=" + path + "，主体可为：" + listed);
}

using Files = std::map<uint32_t, std::vector<std::string>>;

/// An entity whose data the measure needs and nobody gave.
std::optional<uint32_t> lacks(const Catalogue& catalogue, uint32_t measure, const Files& files) {
  if (!files.contains(catalogue.measures[measure].entity)) return catalogue.measures[measure].entity;
  Needs needs(catalogue);
  needs.add_measure(measure);
  for (const auto& [entity, its] : needs.entities()) {
    if (!files.contains(entity)) return entity;
  }
  return std::nullopt;
}

Failure lacking_data(const Catalogue& catalogue, const Plan& plan) {
  const std::string& measure = catalogue.measures[plan.left_out.front()].name;
  const std::string& entity = catalogue.entities[plan.lacking.front()].name;
  return usage(measure + " needs data of " + entity + ": add --data " + entity + "=FILE", measure + " 需要 " + entity + " 的数据：请加 --data " + entity + "=文件");
}

/// Keys first, then aggregates step by step, then decisions. What has no measure writes its rejects in its last pass.
void add_passes(Plan& plan, const Needs& needs, const std::vector<uint32_t>& order, const Files& files, const std::map<uint32_t, Decide>& decides) {
  std::map<uint32_t, size_t> last;  // by entity
  const auto add = [&](uint32_t entity, Step step) {
    Scan scan = needs.scan(entity);
    scan.files = files.at(entity);
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
  for (uint32_t entity : order) {
    if (const auto decide = decides.find(entity); decide != decides.end()) add(entity, decide->second);
    plan.passes[last.at(entity)].steps.emplace_back(Write{entity});
  }
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
  std::set<uint32_t> selected;
  for (const std::string& name : names) {
    const auto measure = named(catalogue.measures, name);
    if (!measure) return unknown(catalogue.measures, name, "measure", "措施");
    selected.insert(*measure);
  }
  for (uint32_t m = 0; names.empty() && m < catalogue.measures.size(); ++m) selected.insert(m);
  return std::vector<uint32_t>(selected.begin(), selected.end());
}

Result<Plan> make_plan(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const std::vector<DataFile>& data, bool has_as_of) {
  std::map<uint32_t, std::vector<std::string>> files;
  std::vector<uint32_t> order;  // of entities, as their data come
  for (const DataFile& file : data) {
    uint32_t entity = 0;
    if (file.entity.empty()) {
      const auto only = only_entity(catalogue, measures, file.path);
      if (!only) return only.failure();
      entity = *only;
    } else {
      const auto found = named(catalogue.entities, file.entity);
      if (!found) return unknown(catalogue.entities, file.entity, "entity", "主体");
      entity = *found;
    }
    if (files[entity].empty()) order.push_back(entity);
    files[entity].push_back(file.path);
  }
  if (data.empty()) return usage("no data: say which file with --data FILE", "没有数据：请用 --data 文件 指定");

  Plan plan;
  Needs needs(catalogue);
  std::string undated;
  std::map<uint32_t, Decide> decides;
  for (uint32_t m : measures) {
    const catalogue::Measure& measure = catalogue.measures[m];
    if (const auto lacking = lacks(catalogue, m, files)) {
      plan.left_out.push_back(m);
      plan.lacking.push_back(*lacking);
      continue;
    }
    needs.add_measure(m);
    decides[measure.entity].measures.push_back(m);
    if (measure.needs_as_of && !has_as_of) undated += (undated.empty() ? "" : ", ") + measure.name;
  }
  for (uint32_t entity : order) {
    if (needs.entities().contains(entity)) continue;
    const std::string& name = catalogue.entities[entity].name;
    if (!plan.left_out.empty() && decides.empty()) return lacking_data(catalogue, plan);
    return usage("no selected measure is for " + name + ": leave its data out", "没有选定的措施适用于 " + name + "：请去掉其数据");
  }
  if (!undated.empty()) {
    return usage("these measures need a date: add --as-of YYYY-MM-DD (" + undated + ")", "以下措施需要日期：请加 --as-of 年-月-日（" + undated + "）");
  }
  add_passes(plan, needs, order, files, decides);
  return check_streams(catalogue, std::move(plan));
}

}  // namespace huice::plan
