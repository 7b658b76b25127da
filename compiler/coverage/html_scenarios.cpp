// What came of a rule's scenarios, in the words of its data: labels of fields, members, conditions.
#include <algorithm>
#include <array>

#include "base/words.h"
#include "compiler/coverage/html.h"

namespace huice::coverage {
namespace {

class Scenarios {
 public:
  Scenarios(const program::Program& program, const Rule& rule, Language language) : program_(program), rule_(rule), zh_(language == Language::zh) {}

  std::string run() {
    std::string body;
    for (const syntax::File& file : program_.tree.files) {
      for (const syntax::Item& item : file.items) {
        if (const auto* table = std::get_if<syntax::ScenarioTable>(&item.node); table != nullptr && table->measure.text == rule_.name) body += of(*table);
        if (const auto* one = std::get_if<syntax::Scenario>(&item.node); one != nullptr && one->measure.text == rule_.name) body += of(item, file.source);
      }
    }
    if (rule_.scenarios.empty()) return "<p class=none>" + say("no scenarios", "没有算例") + "</p>\n";
    const auto failed = std::count_if(rule_.scenarios.begin(), rule_.scenarios.end(), [](const Tried& tried) { return !tried.passed; });
    const std::string all = std::to_string(rule_.scenarios.size());
    const std::string few = std::to_string(failed);
    const std::string head = failed == 0 ? "<span class=ok>✓ " + say(all + (all == "1" ? " scenario passes" : " scenarios pass"), all + " 个算例全部通过") + "</span>"
                                         : "<span class=bad>✗ " + say(few + " of " + all + " scenarios fail", all + " 个算例中 " + few + " 个不符") + "</span>";
    return "<details open><summary>" + head + "</summary>\n" + body + "</details>\n";
  }

 private:
  std::string say(const std::string& en, const std::string& zh) const { return zh_ ? zh : en; }

  std::string mark(text::Span span) const {
    const auto tried = std::find_if(rule_.scenarios.begin(), rule_.scenarios.end(), [&](const Tried& each) { return each.span == span; });
    if (tried == rule_.scenarios.end()) return "";
    return tried->passed ? "<span class=ok>✓</span>" : "<span class=bad>✗</span>";
  }

  const rules::Entity* entity() const {
    for (const rules::Measure& measure : program_.rules.measures) {
      if (measure.name == rule_.name) return &program_.rules.entities[measure.entity];
    }
    for (const rules::Target& target : program_.rules.targets) {
      if (target.name == rule_.name) return &program_.rules.entities[target.entity];
    }
    return nullptr;
  }

  const rules::Field* field(const std::string& name) const {
    if (const rules::Entity* of = entity()) {
      for (const rules::Field& one : of->fields) {
        if (one.name == name) return &one;
      }
    }
    return nullptr;
  }

  /// A column's heading: the label of a field or an external parameter.
  std::string heading(const syntax::Name& column) const {
    if (const rules::Field* of = field(column.text)) return of->label;
    for (const rules::Parameter& parameter : program_.rules.parameters) {
      if (parameter.name == column.text) return parameter.label;
    }
    return column.text == "as_of" && zh_ ? "截至日" : column.text;
  }

  /// A value as data have it: the label of a member, 是 or 否; else as written.
  std::string value(const std::string& text, const syntax::Name& column) const {
    const rules::Field* of = field(column.text);
    if (zh_ && (text == "true" || text == "false")) return text == "true" ? "是" : "否";
    if (of == nullptr || of->type.kind != rules::Kind::choice) return text;
    for (const rules::ChoiceMember& member : program_.rules.choices[of->type.choice].members) {
      if (member.name == text) return member.label;
    }
    return text;
  }

  /// A reason by the label of the condition or field that it names.
  std::string reason(std::string text) const {
    if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text == "ceiling" && zh_) return "上限";
    for (const rules::Measure& measure : program_.rules.measures) {
      if (measure.name != rule_.name) continue;
      for (const rules::Measure* body : rules::bodies_of(measure)) {
        for (const rules::Condition& condition : body->conditions) {
          if (condition.name == text) return condition.label.empty() ? text : condition.label;
        }
      }
    }
    const rules::Field* of = field(text);
    return of != nullptr ? of->label : text;
  }

  /// `status` and its like, in the page's language.
  std::string output(const std::string& written) const {
    static constexpr std::array<Word, 4> words{{{"status", "状态"}, {"pays", "支付"}, {"ceiling", "上限"}, {"because", "因"}}};
    const auto found = find_word(words, written);
    return found ? std::string(zh_ ? words.at(*found).zh : words.at(*found).en) : written;
  }

  std::string_view written(const syntax::Expr& expr) const {
    const text::Source& source = program_.sources[expr.span.source];
    const auto* literal = std::get_if<syntax::TextLiteral>(&expr.node);
    return literal != nullptr && source.data ? std::string_view(literal->value) : source.slice(expr.span);
  }

  std::string input(const syntax::ExprId& id, const syntax::Name& column) const {
    return value(std::string(written(program_.tree.exprs[id])), column);
  }

  std::string outcome(const syntax::ExprId& id, const syntax::Name& column) const {
    const syntax::Expr& expr = program_.tree.exprs[id];
    if (const auto* set = std::get_if<syntax::SetLiteral>(&expr.node)) {
      std::string all;
      for (syntax::ExprId item : set->items) all += (all.empty() ? "" : zh_ ? "；" : "; ") + outcome(item, column);
      return all;
    }
    const std::string text(written(expr));
    if (column.text == "because" || column.text == "因") return reason(text);
    const auto word = [&](const Word& of) { return std::string(zh_ ? of.zh : of.en); };
    if (const auto status = find_word(status_words, text)) return word(status_words.at(*status));
    if (const auto met = find_word(target_status_words, text)) return word(target_status_words.at(*met));
    return text;
  }

  std::string of(const syntax::ScenarioTable& table) const {
    std::string out = "<div class=scroll><table><tr><th class=result></th>";
    for (const syntax::Name& column : table.inputs) out += "<th>" + escaped(heading(column)) + "</th>";
    for (size_t i = 0; i < table.outputs.size(); ++i) out += (i == 0 ? "<th class=then>" : "<th>") + escaped(output(table.outputs[i].text)) + "</th>";
    out += "</tr>\n";
    for (const auto& row : table.rows) {
      out += "<tr><td>" + mark(row.span) + "</td>";
      for (size_t i = 0; i < row.inputs.size(); ++i) out += "<td>" + (row.inputs[i] ? escaped(input(*row.inputs[i], table.inputs[i])) : "") + "</td>";
      for (size_t i = 0; i < row.outputs.size(); ++i) {
        out += (i == 0 ? "<td class=then>" : "<td>") + (row.outputs[i] ? escaped(outcome(*row.outputs[i], table.outputs[i])) : "") + "</td>";
      }
      out += "</tr>\n";
    }
    return out + "</table></div>\n";
  }

  std::string of(const syntax::Item& item, text::SourceId source) const {
    const text::Source& file = program_.sources[source];
    const std::string_view text = file.slice(item.span);
    const size_t open = text.find('{'), close = text.rfind('}');
    std::string body;  // the lines between the braces, without their indentation
    std::string_view inner = open == std::string_view::npos || close <= open ? text : text.substr(open + 1, close - open - 1);
    while (!inner.empty()) {
      const size_t end = std::min(inner.find('\n'), inner.size());
      const std::string_view line = inner.substr(0, end);
      const size_t first = line.find_first_not_of(" \t\r");
      if (first != std::string_view::npos) body += (body.empty() ? "" : "\n") + escaped(line.substr(first));
      inner.remove_prefix(std::min(end + 1, inner.size()));
    }
    return "<pre>" + mark(item.span) + (item.label ? " <b>" + escaped(item.label->text) + "</b>" : "") + "\n" + body + "</pre>\n";
  }

  const program::Program& program_;
  const Rule& rule_;
  bool zh_;
};

}  // namespace

std::string html_of_scenarios(const program::Program& program, const Rule& rule, Language language) { return Scenarios(program, rule, language).run(); }

}  // namespace huice::coverage
