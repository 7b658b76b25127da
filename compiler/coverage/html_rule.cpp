#include <algorithm>
#include <array>

#include "base/words.h"
#include "compiler/coverage/html.h"
#include "compiler/coverage/plain.h"
#include "compiler/syntax/tokens.h"

namespace huice::coverage {
namespace {

using syntax::Token;

const char* class_of(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::keyword: return "k";
    case Token::Kind::number:
    case Token::Kind::date: return "n";
    case Token::Kind::text: return "t";
    case Token::Kind::comment: return "c";
    default: return nullptr;
  }
}

std::string marked(const text::Source& source, text::SourceId id, uint32_t begin, uint32_t end) {
  std::string out;
  uint32_t at = begin;
  for (const Token& token : syntax::tokens(source, id)) {
    const char* kind = class_of(token.kind);
    if (token.span.begin < begin || token.span.end > end || kind == nullptr) continue;
    out += escaped(source.slice({id, at, token.span.begin})) + "<span class=" + kind + ">" + escaped(source.slice(token.span)) + "</span>";
    at = token.span.end;
  }
  return out + escaped(source.slice({id, at, end}));
}

class Scenarios {
 public:
  Scenarios(const program::Program& program, const Rule& rule, Language language) : program_(program), rule_(rule), zh_(language == Language::zh) {}

  std::string run() {
    std::string body;
    for (const syntax::File& file : program_.tree.files) {
      for (const syntax::Item& item : file.items) {
        if (const auto* table = std::get_if<syntax::ScenarioTable>(&item.node); table != nullptr && table->measure.text == rule_.name) body += of(*table, file.source);
        if (const auto* one = std::get_if<syntax::Scenario>(&item.node); one != nullptr && one->measure.text == rule_.name) body += of(item, file.source);
      }
    }
    if (rule_.scenarios.empty()) return "<p class=none>" + say("no scenarios", "没有算例") + "</p>\n";
    const auto failed = std::count_if(rule_.scenarios.begin(), rule_.scenarios.end(), [](const Tried& tried) { return !tried.passed; });
    const std::string all = std::to_string(rule_.scenarios.size());
    const std::string head = failed == 0 ? "<span class=ok>✓ " + say(all + (all == "1" ? " scenario passes" : " scenarios pass"), all + " 个算例全部通过") + "</span>"
                                         : "<span class=bad>✗ " + say(std::to_string(failed) + " of " + all + " scenarios fail", all + " 个算例中 " + std::to_string(failed) + " 个不符") + "</span>";
    return "<details open><summary>" + head + "</summary>\n" + body + "</details>\n";
  }

 private:
  std::string say(const std::string& en, const std::string& zh) const { return zh_ ? zh : en; }

  std::string mark(text::Span span) const {
    const auto tried = std::find_if(rule_.scenarios.begin(), rule_.scenarios.end(), [&](const Tried& each) { return each.span == span; });
    if (tried == rule_.scenarios.end()) return "";
    return tried->passed ? "<span class=ok>✓</span>" : "<span class=bad>✗</span>";
  }

  /// A column's heading: the field's label.
  std::string heading(const syntax::Name& column) const {
    for (const rules::Entity& entity : program_.rules.entities) {
      for (const rules::Field& field : entity.fields) {
        if (field.name == column.text && entity_of_rule(entity)) return field.label;
      }
    }
    return column.text;
  }
  bool entity_of_rule(const rules::Entity& entity) const {
    for (const rules::Measure& measure : program_.rules.measures) {
      if (measure.name == rule_.name) return &program_.rules.entities[measure.entity] == &entity;
    }
    for (const rules::Target& target : program_.rules.targets) {
      if (target.name == rule_.name) return &program_.rules.entities[target.entity] == &entity;
    }
    return false;
  }

  /// `status` and its like, in the page's language.
  std::string output(const std::string& written) const {
    static constexpr std::array<Word, 4> words{{{"status", "状态"}, {"pays", "支付"}, {"ceiling", "上限"}, {"because", "因"}}};
    const auto found = find_word(words, written);
    return found ? std::string(zh_ ? words.at(*found).zh : words.at(*found).en) : written;
  }

  std::string cell(const std::optional<syntax::ExprId>& id, text::SourceId source, const char* kind) const {
    const std::string open = std::string("<td") + kind + ">";
    if (!id) return open + "</td>";
    const std::string text(program_.sources[source].slice(program_.tree.exprs[*id].span));
    const auto status = find_word(status_words, text);
    const auto outcome = find_word(target_status_words, text);
    const auto word = [&](const Word& of) { return std::string(zh_ ? of.zh : of.en); };
    return open + escaped(status ? word(status_words.at(*status)) : outcome ? word(target_status_words.at(*outcome)) : text) + "</td>";
  }

  std::string of(const syntax::ScenarioTable& table, text::SourceId source) const {
    std::string out = "<div class=scroll><table><tr>";
    for (const syntax::Name& column : table.inputs) out += "<th>" + escaped(heading(column)) + "</th>";
    for (size_t i = 0; i < table.outputs.size(); ++i) out += (i == 0 ? "<th class=then>" : "<th>") + escaped(output(table.outputs[i].text)) + "</th>";
    out += "<th></th></tr>\n";
    for (const auto& row : table.rows) {
      out += "<tr>";
      for (const auto& id : row.inputs) out += cell(id, source, "");
      for (size_t i = 0; i < row.outputs.size(); ++i) out += cell(row.outputs[i], source, i == 0 ? " class=then" : "");
      out += "<td>" + mark(row.span) + "</td></tr>\n";
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

std::string html_of(const program::Program& program, text::Span declaration) {
  return "<pre>" + marked(program.sources[declaration.source], declaration.source, declaration.begin, declaration.end) + "</pre>\n";
}

std::string html_of_comment(const program::Program& program, text::Span declaration) {
  const text::Source& source = program.sources[declaration.source];
  const uint32_t end = source.position(declaration.begin).line;
  uint32_t begin = end;
  while (begin > 1 && source.line(begin - 1).starts_with("//")) --begin;
  std::string text;
  for (uint32_t line = begin; line < end; ++line) {
    std::string_view words = source.line(line).substr(2);
    while (words.starts_with(" ")) words.remove_prefix(1);
    const bool latin = !text.empty() && static_cast<unsigned char>(text.back()) < 0x80 && !words.empty() && static_cast<unsigned char>(words.front()) < 0x80;
    text += (latin ? " " : "") + std::string(words);
  }
  return text.empty() ? "" : "<p class=reading>" + escaped(text) + "</p>\n";
}

std::string html_of_scenarios(const program::Program& program, const Rule& rule, Language language) { return Scenarios(program, rule, language).run(); }

std::string html_of_text(const Clause& clause) {
  const Plain whole = plain(*clause.text);
  enum class Look { none, quoted, out, told };
  std::vector<Look> looks(whole.text.size(), Look::none);
  const auto look_so = [&](const Range& range, Look look) {
    std::fill(looks.begin() + static_cast<ptrdiff_t>(range.begin), looks.begin() + static_cast<ptrdiff_t>(range.end), look);
  };
  for (const Outside& one : clause.outside) look_so(one.range, one.reason.empty() ? Look::out : Look::told);
  for (const Range& range : clause.quoted) look_so(range, Look::quoted);
  const auto tag = [](Look look, bool open) -> std::string {
    if (look == Look::none) return "";
    if (look == Look::quoted) return open ? "<mark>" : "</mark>";
    return open ? look == Look::out ? "<u class=out>" : "<u class=told>" : "</u>";
  };
  std::string out = "<p>";
  Look current = Look::none;
  for (size_t i = 0; i < looks.size(); ++i) {
    // blanks and line breaks belong to the character before them
    if (looks[i] != current) out += tag(current, false) + tag(looks[i], true);
    current = looks[i];
    const std::string_view printed = std::string_view(*clause.text).substr(whole.at[i], whole.at[i + 1] - whole.at[i]);
    const bool paragraph = printed.find("\n\n") != std::string_view::npos;
    const size_t blank = printed.find_first_of(" \t\r\n");
    out += escaped(printed.substr(0, blank));
    if (paragraph && i + 1 < looks.size()) out += tag(current, false) + "</p>\n<p>" + tag(current, true);
    else if (blank != std::string_view::npos && i + 1 < looks.size()) out += printed.find('\n') != std::string_view::npos ? "\n" : " ";
  }
  return out + tag(current, false) + "</p>\n";
}

}  // namespace huice::coverage
