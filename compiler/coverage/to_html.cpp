// One page for those who answer for the document: each clause with its text, the rules that implement it, what came of their
// scenarios, and a place to sign.
#include <algorithm>

#include "compiler/coverage/html.h"

namespace huice::coverage {
namespace {

class Page {
 public:
  Page(const std::vector<Covered>& covered, Language language) : covered_(covered), zh_(language == Language::zh), language_(language) {}

  std::string run() {
    std::vector<Report> reports;
    for (const Covered& each : covered_) reports.push_back(*each.report);
    const Count all = count(reports);
    out_ = html_head(say("Clauses and the rules that implement them", "条款与规则对照表"), language_);
    std::string done = std::to_string(all.clauses_accounted) + " / " + std::to_string(all.clauses) + say(" clauses", " 条");
    if (all.others > 0) done += say(", ", "，") + std::to_string(all.others_accounted) + " / " + std::to_string(all.others) + say(" other parts", " 个其他部分");
    out_ += "<p class=facts>" + say("accounted for: ", "已落实：") + done + "</p>\n";
    for (const Covered& each : covered_) {
      program_ = each.program;
      report_ = each.report;
      for (const Fault& fault : report_->faults)
        out_ += "<p class=fault>" + escaped((fault.place.empty() ? "" : fault.place + ": ") + (zh_ ? fault.message.zh : fault.message.en)) + "</p>\n";
      for (const Document& each_document : report_->documents) {
        if (!each_document.clauses.empty()) document(each_document);
      }
    }
    return out_ + "</body>\n</html>\n";
  }

 private:
  std::string say(const std::string& en, const std::string& zh) const { return zh_ ? zh : en; }

  std::string title(const std::string& clause) const {
    const bool number = clause.find_first_not_of("0123456789") == std::string::npos;
    return escaped(!number ? clause : say("Clause " + clause, "第" + clause + "条"));
  }

  std::string anchor(const std::string& clause) const { return "d" + std::to_string(documents_) + "-" + escaped(clause); }

  void document(const Document& document) {
    ++documents_;
    out_ += "<h2>" + escaped(document.label) + "</h2>\n<p class=facts>" + escaped(document.name);
    if (!document.issuer.empty()) out_ += " · " + escaped(document.issuer);
    if (!document.source.empty()) out_ += " · " + say("text ", "原文 ") + escaped(document.source);
    out_ += " · " + say("program ", "程序 ") + escaped(report_->path) + " · " + escaped(program_->digest) + "</p>\n<ul class=index>";
    for (const Clause& each : document.clauses) {
      const char* look = wrong(each) ? "wrong" : each.state == State::ruled ? "ruled" : each.state == State::unaccounted ? "unaccounted" : "qualitative";
      out_ += std::string("<li><a class=") + look + " href=\"#" + anchor(each.name) + "\">" + escaped(each.name) + "</a></li>";
    }
    out_ += "</ul>\n";
    for (const Clause& each : document.clauses) clause(each);
    out_ += "<div class=signed><p>" + say("For the document as a whole: ", "对本文件整体：") + escaped(document.label) + "</p>";
    out_ += signature(" class=whole") + "</div>\n";
  }

  static bool wrong(const Clause& clause) {
    const auto misquoted = [](const Citing& citing) { return std::any_of(citing.quotes.begin(), citing.quotes.end(), [](const auto& quote) { return !quote.found; }); };
    return std::any_of(clause.rules.begin(), clause.rules.end(), misquoted) ||
           std::any_of(clause.outside.begin(), clause.outside.end(), [](const Outside& one) { return one.reason.empty(); });
  }

  std::string signature(const std::string& look) const {
    const auto line = [&](const char* en, const char* zh) { return "<div" + look + ">" + say(en, zh) + "</div>"; };
    return "<div class=sign>" + line("Remarks", "意见") + line("☐ agreed  ☐ to be changed", "☐ 同意　☐ 须修改") +
           line("Signed", "签字") + line("Date", "日期") + "</div>\n";
  }

  void clause(const Clause& clause) {
    const std::string state = clause.state == State::qualitative   ? say("qualitative: nothing in it can be computed", "定性条款，没有可计算的内容")
                              : clause.state == State::unaccounted ? say("unaccounted for", "未落实")
                                                                   : rules(clause.rules.size());
    out_ += "<section class=clause id=\"" + anchor(clause.name) + "\">\n<header><h3>" + title(clause.name) + "</h3><span" +
            (clause.state == State::unaccounted ? " class=fault" : "") + ">" + state + "</span></header>\n<div class=sides>\n<div class=said>\n";
    if (clause.text) out_ += html_of_text(clause);
    else quotes(clause);
    notes(clause);
    out_ += "</div>\n<div class=done>\n";
    for (const Citing& citing : clause.rules) rule(report_->rules[citing.rule]);
    if (clause.rules.empty()) out_ += "<p class=none>" + say("no rule", "无规则") + "</p>\n";
    out_ += "</div>\n</div>\n" + signature("") + "</section>\n";
  }

  std::string rules(size_t n) const { return say(std::to_string(n) + (n == 1 ? " rule" : " rules"), std::to_string(n) + " 条规则"); }

  /// Without the text, what the rules quote of it.
  void quotes(const Clause& clause) {
    for (const Citing& citing : clause.rules) {
      for (const Citing::Quote& quote : citing.quotes) out_ += "<p><mark>" + escaped(quote.fragment) + "</mark></p>\n";
    }
  }

  void notes(const Clause& clause) {
    std::string items;
    const auto item = [&](const std::string& text, bool fault) {
      const std::string shown = std::string("<li") + (fault ? " class=fault" : "") + ">" + text + "</li>";
      if (items.find(shown) == std::string::npos) items += shown;
    };
    for (const Citing& citing : clause.rules) {
      for (const Citing::Quote& quote : citing.quotes) {
        const std::string said = escaped(quote.fragment) + "” (" + escaped(report_->rules[citing.rule].name) + ")";
        if (!quote.found) item(say("not in the clause: “", "条款中没有：“") + said, true);
      }
    }
    for (const Outside& one : clause.outside) {
      const std::string why = one.reason.empty() ? say(": in no fragment of a rule", "：不在规则的引文中") : say(": ", "：") + escaped(one.reason);
      item(escaped(one.figure) + why, one.reason.empty());
    }
    if (!items.empty()) out_ += "<ul class=notes>" + items + "</ul>\n";
  }

  void rule(const Rule& rule) {
    out_ += "<div class=rule>\n<h4><span class=\"kind " + std::string(name(rule.kind)) + "\">" + std::string(zh_ ? label_zh(rule.kind) : name(rule.kind)) + "</span>" + escaped(rule.label);
    if (rule.label != rule.name) out_ += " <code>" + escaped(rule.name) + "</code>";
    out_ += "</h4>\n" + html_of_comment(*program_, rule.span) + html_of(*program_, rule.span);
    if (!rule.reads.empty()) {
      out_ += "<p class=reads>" + say("which reads", "其中引用") + "</p>\n";
      for (text::Span span : rule.reads) out_ += html_of(*program_, span);
    }
    if (rule.kind != Kind::pool || !rule.scenarios.empty()) out_ += html_of_scenarios(*program_, rule, language_);
    out_ += "</div>\n";
  }

  const std::vector<Covered>& covered_;
  bool zh_;
  Language language_;
  std::string out_;
  const program::Program* program_ = nullptr;
  const Report* report_ = nullptr;
  size_t documents_ = 0;
};

}  // namespace

std::string to_html(const std::vector<Covered>& covered, Language language) { return Page(covered, language).run(); }

}  // namespace huice::coverage
