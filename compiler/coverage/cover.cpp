#include <algorithm>

#include "compiler/coverage/citing.h"
#include "compiler/coverage/check_sources.h"
#include "compiler/coverage/coverage.h"
#include "compiler/scenarios/words.h"

namespace huice::coverage {
namespace {

bool is_number(const std::string& clause) { return !clause.empty() && clause.find_first_not_of("0123456789") == std::string::npos; }

/// `1 to 30, "附则"` → 1, 2, …, 30, 附则
std::vector<std::string> names_of(const std::vector<rules::ClauseRange>& ranges) {
  std::vector<std::string> names;
  for (const rules::ClauseRange& range : ranges) {
    if (!is_number(range.from) || !is_number(range.to)) {
      names.push_back(range.from);
      continue;
    }
    for (int n = std::stoi(range.from), last = std::stoi(range.to); n <= last; ++n) names.push_back(std::to_string(n));
  }
  return names;
}

class Builder {
 public:
  explicit Builder(const program::Program& program) : program_(program) {}

  Report run(const std::vector<CitingRule>& rules) {
    report_.path = program_.path;
    for (const rules::Document& document : program_.rules.documents) add(document);
    for (const CitingRule& each : rules) {
      for (const rules::Citation& citation : each.citations) add(report_.rules.size(), citation);
      report_.rules.push_back(each.rule);
    }
    for (size_t i = 0; i < report_.documents.size(); ++i) mark_qualitative(program_.rules.documents[Store<rules::Document>::id_at(i)], report_.documents[i]);
    return std::move(report_);
  }

 private:
  void add(const rules::Document& document) {
    const std::string in_force = document.in_force ? period(document.in_force->from, document.in_force->to) : "";
    Document out{document.name, document.label, document.issuer, document.source, in_force, !document.clauses.empty(), {}};
    for (std::string& name : names_of(document.clauses)) out.clauses.push_back({std::move(name), State::unaccounted, {}, {}, {}, {}});
    report_.documents.push_back(std::move(out));
  }

  static Clause* find(Document& document, const std::string& name) {
    const auto found = std::find_if(document.clauses.begin(), document.clauses.end(), [&](const Clause& clause) { return clause.name == name; });
    return found == document.clauses.end() ? nullptr : &*found;
  }

  void add(size_t rule, const rules::Citation& citation) {
    Document& document = report_.documents[citation.document.value];
    Clause* clause = find(document, citation.clause);
    const std::string place = scenarios::place_of(program_, citation.span);
    if (clause == nullptr) {  // the document does not list its clauses
      document.clauses.push_back({citation.clause, State::ruled, {}, {}, {}, {}});
      clause = &document.clauses.back();
    }
    clause->state = State::ruled;
    if (clause->rules.empty() || clause->rules.back().rule != rule) clause->rules.push_back({rule, {}});
    for (const std::string& fragment : citation.fragments) clause->rules.back().quotes.push_back({fragment, place, true});
  }

  void mark_qualitative(const rules::Document& declared, Document& document) {
    const auto fault = [&](std::string en, std::string zh) { report_.faults.push_back({scenarios::place_of(program_, declared.span), {std::move(en), std::move(zh)}}); };
    for (const std::string& name : names_of(declared.qualitative)) {
      Clause* clause = find(document, name);
      if (clause == nullptr) {
        fault(document.name + " lists clause " + name + " as qualitative, but has no such clause",
              document.name + " 将条款 " + name + " 列为定性，但没有该条款");
      } else if (clause->state == State::ruled) {
        const std::string& rule = report_.rules[clause->rules.front().rule].name;
        fault(document.name + " lists clause " + name + " as qualitative, but " + rule + " cites it",
              document.name + " 将条款 " + name + " 列为定性，但 " + rule + " 以其为依据");
      } else {
        clause->state = State::qualitative;
      }
    }
  }

  const program::Program& program_;
  Report report_;
};

/// Scenarios stand in the order of the report.
void run_scenarios(program::Program& program, Language language, std::vector<Rule>& rules) {
  const scenarios::Report done = scenarios::run(program, language).value();  // the reference does not fail
  size_t at = 0;
  const auto add = [&](text::Span span) {
    const scenarios::Scenario& tried = done.scenarios.at(at++);
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& each) { return each.name == tried.measure && each.kind != Kind::pool; });
    if (found != rules.end()) found->scenarios.push_back({tried.name, tried.place, span, tried.passed()});
  };
  for (const rules::Scenario& each : program.rules.scenarios) add(each.span);
  for (const rules::TargetScenario& each : program.rules.target_scenarios) add(each.span);
}

}  // namespace

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::benefit: return "benefit";
    case Kind::eligibility: return "eligibility";
    case Kind::target: return "target";
    case Kind::pool: return "pool";
  }
  return "";
}

std::string_view label_zh(Kind kind) {
  switch (kind) {
    case Kind::benefit: return "补助";
    case Kind::eligibility: return "资格";
    case Kind::target: return "目标";
    case Kind::pool: return "资金池";
  }
  return "";
}

Result<Report> cover(program::Program& program, const Options& options) {
  Report report = Builder(program).run(citing_rules(program));
  if (options.run_scenarios) run_scenarios(program, options.language, report.rules);
  if (!options.sources.empty()) {
    if (auto checked = check_sources(options.sources, report); !checked) return checked.failure();
  }
  return report;
}

Count count(const std::vector<Report>& reports) {
  Count count;
  for (const Report& report : reports) {
    for (const Document& document : report.documents) {
      for (const Clause& clause : document.clauses) {
        if (!document.listed) continue;
        const bool number = is_number(clause.name), accounted = clause.state != State::unaccounted;
        ++(number ? count.clauses : count.others);
        (number ? count.clauses_accounted : count.others_accounted) += accounted;
      }
    }
  }
  return count;
}

bool complete(const std::vector<Report>& reports) {
  const Count all = count(reports);
  if (all.clauses != all.clauses_accounted || all.others != all.others_accounted) return false;
  for (const Report& report : reports) {
    if (!report.faults.empty()) return false;
    for (const Document& document : report.documents) {
      for (const Clause& clause : document.clauses) {
        for (const Citing& citing : clause.rules) {
          if (std::any_of(citing.quotes.begin(), citing.quotes.end(), [](const auto& quote) { return !quote.found; })) return false;
        }
        if (std::any_of(clause.outside.begin(), clause.outside.end(), [](const Outside& one) { return one.reason.empty(); })) return false;
      }
    }
  }
  return true;
}

}  // namespace huice::coverage
