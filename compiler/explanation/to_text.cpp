// The explanation as a tree:
//
//   Exporter 外贸企业 · uscc 91320000XXXX
//   ├─ values read
//   │  └─ premium 实缴保费: 10万元
//   └─ export_credit_premium 出口信用保险保费支持
//      ├─ cites nanjing_2024 第10条 "最高30%保费支持"
//      └─ decision: eligible, pays 80000.00元 (8万元)
#include "compiler/explanation/explanation.h"

namespace huice::explanation {
namespace {

struct Node {
  std::string text;
  std::vector<Node> children;
  Node& add(std::string line) { return children.emplace_back(Node{std::move(line), {}}); }
};

void render(const Node& node, const std::string& indent, std::string& out) {
  for (size_t i = 0; i < node.children.size(); ++i) {
    bool last = i + 1 == node.children.size();
    out += indent + (last ? "└─ " : "├─ ") + node.children[i].text + "\n";
    render(node.children[i], indent + (last ? "   " : "│  "), out);
  }
}

std::string named(const std::string& name, const std::string& label) {
  return label.empty() || label == name ? name : name + " " + label;
}

std::string listed(const std::vector<std::string>& items, const char* separator) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : separator) + item;
  return out;
}

class Writer {
 public:
  explicit Writer(Language language) : zh_(language == Language::zh) {}

  Node whole(const Explanation& it) const {
    Node root{named(it.entity, it.entity_label) + (it.key.empty() ? "" : " · " + it.key), {}};
    Node& readings = root.add(say("values read", "读取的数据"));
    for (const Reading& each : it.readings) readings.add(reading(each));
    if (readings.children.empty()) root.children.pop_back();
    for (const Measure& each : it.measures) root.children.push_back(measure(each));
    return root;
  }

 private:
  std::string say(const char* en, const char* zh) const { return zh_ ? zh : en; }
  const char* colon() const { return zh_ ? "：" : ": "; }

  std::string reading(const Reading& it) const {
    std::string out = named(it.name, it.label) + colon() + (it.value.empty() ? say("missing", "缺") : it.value);
    if (it.defaulted) out += say(" (by default)", "（缺省值）");
    if (!it.decided_by.empty()) {
      const std::string document = it.decision.empty() ? "" : (zh_ ? "，" : ", ") + it.decision;
      out += zh_ ? "（由" + it.decided_by + "核定" + document + "）" : " (decided by " + it.decided_by + document + ")";
    }
    return out;
  }

  Node measure(const Measure& it) const {
    Node node{named(it.name, it.label), {}};
    for (const Citation& each : it.citations) node.add(citation(each));
    node.add(in_force(it));
    if (!it.lets.empty()) {
      Node& lets = node.add(say("worked out first", "先行计算"));
      for (const Let& each : it.lets) lets.children.push_back(let(each));
    }
    if (!it.conditions.empty()) {
      Node& conditions = node.add(say("conditions", "条件"));
      for (const Condition& each : it.conditions) conditions.children.push_back(condition(each));
    }
    if (it.amount) node.children.push_back(amount(*it.amount));
    if (it.settlement) node.children.push_back(settlement(*it.settlement));
    node.children.push_back(decision(it));
    return node;
  }

  std::string citation(const Citation& it) const {
    std::string clause =
        it.clause.find_first_not_of("0123456789") == std::string::npos ? "第" + it.clause + "条" : it.clause;
    if (!zh_ && clause != it.clause) clause = "clause " + it.clause;
    std::string out = say("cites ", "依据 ") + named(it.document, it.document_label) + " " + clause;
    for (const std::string& fragment : it.fragments) out += (&fragment == &it.fragments.front() ? " “" : say(", “", "、“")) + fragment + "”";
    return out;
  }

  std::string in_force(const Measure& it) const {
    const std::string period = period_text(it.from, it.to);
    std::string field = named(it.date_field, it.date_label);
    std::string date = it.date.empty() ? say("no date", "无日期") : it.date;
    if (!it.date_field.empty())
      date =
          it.date.empty() ? field + colon() + say("missing", "缺") : date + (zh_ ? "（" + field + "）" : " (" + field + ")");
    std::string out = say("applicable date: ", "基准日：") + date;
    if (!it.versions.empty()) return out + versions(it);
    if (!it.limited) return out + say("; always in force", "；长期有效");
    if (it.date.empty()) return out + say("; in force ", "；有效期 ") + period;
    return out + (it.in_force ? say("; in force ", "；在有效期内 ") : say("; NOT in force: ", "；不在有效期内 ")) + period;
  }

  std::string period_text(const std::string& from, const std::string& to) const {
    return (from.empty() ? "…" : from) + say(" to ", " 至 ") + (to.empty() ? "…" : to);
  }

  std::string versions(const Measure& it) const {
    if (!it.version.empty()) {
      std::string out = say("; version ", "；版本 ") + it.version;
      if (it.date.empty() || !it.limited) return out;
      return out + say(", in force ", "，有效期 ") + period_text(it.from, it.to);
    }
    std::string all;
    for (const Period& each : it.versions)
      all += (all.empty() ? "" : say(", ", "，")) + each.version + " " + period_text(each.from, each.to);
    return (it.date.empty() ? say("; versions: ", "；版本：") : say("; NO version in force: ", "；没有版本适用：")) + all;
  }

  Node let(const Let& it) const {
    Node node{named(it.name, it.label) + " = " + it.result, {}};
    for (const Step& each : it.steps) node.children.push_back(step(each));
    return node;
  }

  Node step(const Step& it) const {
    std::string line = it.rule;
    if (!it.values.empty()) line += (it.choice ? colon() : " = ") + it.values;
    if (!it.result.empty()) line += " = " + it.result;
    return {line, {}};
  }

  Node condition(const Condition& it) const {
    std::string mark;
    switch (it.result) {
      case Result::holds:
        mark = say("✓ holds: ", "✓ 成立：");
        break;
      case Result::fails:
        mark = say("✗ fails: ", "✗ 不成立：");
        break;
      case Result::missing:
        mark = say("? open, missing ", "? 待定，缺 ") + listed(it.missing, zh_ ? "、" : ", ") + colon();
        break;
      case Result::error:
        mark = "! " + it.error + colon();
        break;
    }
    Node node{mark + named(it.name, it.label), {}};
    if (it.part.kind != Part::Kind::whole) {
      node.add(it.rule);
      node.children.push_back(part(it.part));
    } else if (it.part.name) {
      node.add(whole(it.part));
    } else {
      for (const std::string* line : {&it.part.rule, &it.part.values, &it.part.computed}) {
        if (!line->empty()) node.add(*line);
      }
    }
    return node;
  }

  Node part(const Part& it) const {
    const char* marks[] = {"✓ ", "✗ ", "? ", "! "};
    std::string mark = marks[static_cast<int>(it.result)];
    switch (it.kind) {
      case Part::Kind::whole:
        return {mark + whole(it), {}};
      case Part::Kind::all:
        mark += say("all of", "同时满足");
        break;
      case Part::Kind::any:
        mark += say("any of", "满足其一");
        break;
      case Part::Kind::none:
        mark += say("not", "非");
        break;
    }
    Node node{mark, {}};
    for (const Part& each : it.parts) node.children.push_back(part(each));
    return node;
  }

  /// `area >= 50亩: 49.9999亩 >= 50亩`; a lone name `listed = true`.
  std::string whole(const Part& it) const {
    std::string out = it.rule;
    if (it.name) return out + " = " + it.values;
    for (const std::string* form : {&it.values, &it.computed}) {
      if (!form->empty()) out += colon() + *form;
    }
    return out;
  }

  Node amount(const Amount& it) const {
    Node node{say("amount: ", "金额：") + it.rule, {}};
    for (const Step& each : it.steps) node.children.push_back(step(each));
    if (!it.rounded.empty()) node.add(it.rounding + " = " + it.rounded);
    for (const BoundStep& each : it.bounds) {
      std::string line = each.rule + (each.values.empty() ? "" : " = " + each.values);
      if (each.took)
        line += " = " + each.after + say(" ← takes the bound", " ← 取限额");
      else
        line += say(": not reached", "：未触及") + (zh_ ? "，" : ", ") + each.after;
      node.add(line);
    }
    return node;
  }

  Node settlement(const Settlement& it) const {
    Node node{say("settlement: computed ", "结算：核算 ") + it.computed + say(", granted ", "，核定 ") + it.granted, {}};
    if (!it.recorded.empty()) node.add(say("the same row was recorded by run ", "同一行已由运行 ") + it.recorded + say(": its grant stands", " 记账：维持原核定"));
    if (!it.changed.empty()) node.add(say("its inputs have changed; granted before: ", "数据有变化；此前核定 ") + it.changed);
    for (const Taken& each : it.steps) {
      Node& step = node.add(each.what + colon() + each.line);
      if (each.took && each.before != each.after) step.text += say(" ← cuts ", " ← 由 ") + each.before + say(" to ", " 减为 ") + each.after;
      for (const std::string& cause : each.causes) step.add(cause);
    }
    for (const auto& [name, amount] : it.shares) node.add(name + colon() + amount);
    if (!it.alone.empty()) node.add(it.alone);
    return node;
  }

  Node decision(const Measure& it) const {
    std::string status = zh_ ? std::string(label_zh(it.status)) : std::string(huice::name(it.status));
    std::string line = say("decision: ", "结论：") + status;
    if (!it.pays_shown.empty()) line += say(", pays ", "，支付 ") + it.pays_shown;
    if (it.status == Status::referred) {
      line += it.ceiling.empty() ? say(", no ceiling", "，无上限") : say(", ceiling ", "，上限 ") + it.ceiling_shown;
    }
    Node node{line, {}};
    for (size_t i = 0; i < it.reasons.size(); ++i) node.add(named(it.reasons[i], it.reason_notes[i]));
    if (it.ranges) node.add(range(it));
    return node;
  }

  std::string range(const Measure& it) const {
    std::string lo = it.range_lo.empty() ? say("unbounded", "无下限") : it.range_lo;
    std::string hi = it.range_hi.empty() ? say("unbounded", "无上限") : it.range_hi;
    return say("whatever is decided, the amount before rounding and bounds is from ",
               "无论如何核定，取整和限额前的金额为 ") +
           lo + say(" to ", " 至 ") + hi;
  }

  bool zh_;
};

}  // namespace

std::string to_text(const Explanation& explanation) {
  Node root = Writer(explanation.language).whole(explanation);
  std::string out = root.text + "\n";
  render(root, "", out);
  return out;
}

}  // namespace huice::explanation
