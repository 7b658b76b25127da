// For people:
//
//   ningbo_2024 宁波市…若干政策
//     3   qualitative
//     24  benefit      rd_increment  研发投入增量补助
//         not in the clause: “最高 300 万元”  clause-24-rd.policy:8
//         figure outside the fragments: 10%
//     25  unaccounted for
#include <algorithm>

#include "base/unicode/width.h"
#include "compiler/coverage/coverage.h"

namespace huice::coverage {
namespace {

std::string padded(const std::string& text, size_t cells) {
  const size_t width = unicode::display_width(text);
  return text + std::string(width < cells ? cells - width : 0, ' ');
}

struct Writer {
  const Report& report;
  bool zh;
  std::string out = {};

  std::string say(const char* en, const char* chinese) const { return zh ? chinese : en; }

  void line(const std::string& head, size_t width, const std::string& text) { out += "  " + padded(head, width) + "  " + text + "\n"; }

  void clause(const Clause& clause, size_t width, size_t names) {
    std::string head = clause.name;
    const auto add = [&](const std::string& text) {
      line(head, width, text);
      head.clear();
    };
    if (clause.state == State::qualitative) add(say("qualitative", "定性"));
    if (clause.state == State::unaccounted) add(say("unaccounted for", "未落实"));
    for (const Citing& citing : clause.rules) {
      const Rule& rule = report.rules[citing.rule];
      const std::string shown = rule.label == rule.name ? rule.name : padded(rule.name, names) + "  " + rule.label;
      add(padded(std::string(zh ? label_zh(rule.kind) : name(rule.kind)), zh ? 6 : 11) + "  " + shown);
    }
    for (const Citing& citing : clause.rules) {
      for (const Citing::Quote& quote : citing.quotes) {
        if (!quote.found) add(say("not in the clause: “", "条款中没有：“") + quote.fragment + "”  " + quote.place);
      }
    }
    std::vector<std::string> said;
    for (const Outside& outside : clause.outside) {
      if (!outside.reason.empty() || std::find(said.begin(), said.end(), outside.figure) != said.end()) continue;
      said.push_back(outside.figure);
      add(say("figure outside the fragments: ", "引文之外的数字：") + outside.figure);
    }
  }

  void document(const Document& document) {
    size_t width = 0, names = 0;
    for (const Clause& clause : document.clauses) {
      width = std::max(width, unicode::display_width(clause.name));
      for (const Citing& citing : clause.rules) names = std::max(names, unicode::display_width(report.rules[citing.rule].name));
    }
    out += document.name + (document.label == document.name ? "" : " " + document.label) + "\n";
    for (const Clause& each : document.clauses) clause(each, width, names);
    out += "\n";
  }

  std::string run() {
    for (const Document& each : report.documents) document(each);
    for (const Fault& fault : report.faults) out += (fault.place.empty() ? "" : fault.place + ": ") + (zh ? fault.message.zh : fault.message.en) + "\n";
    if (!report.faults.empty()) out += "\n";
    return std::move(out);
  }
};

}  // namespace

std::string to_text(const Report& report, Language language) { return Writer{report, language == Language::zh}.run(); }

std::string summary(const Count& count) {
  std::string text = std::to_string(count.clauses_accounted) + " of " + std::to_string(count.clauses) + " clauses";
  if (count.others > 0) text += ", " + std::to_string(count.others_accounted) + " of " + std::to_string(count.others) + " other parts";
  return text;
}

}  // namespace huice::coverage
