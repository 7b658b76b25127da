#include "runtime/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/unicode/closest.h"

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
  std::string undated;
  for (uint32_t entity : order) {
    Decide decide;
    std::set<uint32_t> fields(catalogue.entities[entity].keys.begin(), catalogue.entities[entity].keys.end());
    for (uint32_t m : measures) {
      const catalogue::Measure& measure = catalogue.measures[m];
      if (measure.entity != entity) continue;
      decide.measures.push_back(m);
      fields.insert(measure.inputs.begin(), measure.inputs.end());
      if (measure.needs_as_of && !has_as_of) undated += (undated.empty() ? "" : ", ") + measure.name;
    }
    if (decide.measures.empty()) {
      const std::string& name = catalogue.entities[entity].name;
      return usage("no selected measure is for " + name + ": leave its data out", "没有选定的措施适用于 " + name + "：请去掉其数据");
    }
    Scan scan{entity, files[entity], {fields.begin(), fields.end()}};
    plan.passes.push_back({{std::move(scan), std::move(decide), Write{entity}}});
  }
  if (!undated.empty()) {
    return usage("these measures need a date: add --as-of YYYY-MM-DD (" + undated + ")", "以下措施需要日期：请加 --as-of 年-月-日（" + undated + "）");
  }
  for (uint32_t m : measures) {
    if (!files.contains(catalogue.measures[m].entity)) plan.left_out.push_back(m);
  }
  return plan;
}

}  // namespace huice::plan
