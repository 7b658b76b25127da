#include "base/words.h"
#include "compiler/layout/respell.h"

#include <algorithm>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/layout/layout.h"
#include "compiler/syntax/from_bytes.h"
#include "compiler/syntax/keywords.h"
#include "compiler/syntax/print.h"

namespace huice::layout {
namespace {

bool has_field_as_of(const syntax::Tree& tree) {
  for (const syntax::File& file : tree.files)
    for (const syntax::Item& item : file.items)
      if (const auto* entity = std::get_if<syntax::Entity>(&item.node))
        for (const syntax::Field& field : entity->fields)
          if (field.name.text == "as_of" || field.name.text == "截至日") return true;
  return false;
}

/// Whether text that begins (or ends) so would grow together with a word beside it.
bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
constexpr std::string_view wide_signs[] = {"（", "）", "：", "，", "、", "×", "≤", "≥", "≠", "｛", "｝", "”", "“", "」", "「"};
bool begins_as_word(std::string_view text) {
  return !text.empty() && is_word(text.front()) && std::none_of(std::begin(wide_signs), std::end(wide_signs), [&](auto sign) { return text.starts_with(sign); });
}
bool ends_as_word(std::string_view text) {
  return !text.empty() && is_word(text.back()) && std::none_of(std::begin(wide_signs), std::end(wide_signs), [&](auto sign) { return text.ends_with(sign); });
}

/// Appends a word so that it does not grow together with its neighbours; layout takes needless blanks away again.
void append_apart(std::string& out, std::string_view word) {
  if (ends_as_word(out) && begins_as_word(word)) out += ' ';
  out += word;
}

std::string replaced(const std::string& bytes, const std::vector<syntax::Spelling>& spellings, Keywords keywords) {
  std::string out;
  size_t at = 0;
  for (const syntax::Spelling& one : spellings) {
    append_apart(out, std::string_view(bytes).substr(at, one.span.begin - at));
    append_apart(out, keywords == Keywords::en ? one.en : one.zh);
    at = one.span.end;
  }
  append_apart(out, std::string_view(bytes).substr(at));
  return out;
}

std::string english(const std::string& word, std::initializer_list<std::pair<const char*, const char*>> words) {
  for (const auto& [en, zh] : words)
    if (word == zh) return en;
  return word;
}
std::string english_status(const std::string& word) {
  if (auto index = find_word(status_words, word)) return std::string(status_words[*index].en);
  if (auto index = find_word(target_status_words, word)) return std::string(target_status_words[*index].en);
  return word;
}

/// Words of scenarios are names to the parser: in English, so that trees can be compared.
void to_english(syntax::Scenario& scenario) {
  for (syntax::ScenarioStep& step : scenario.steps)
    if (auto* expect = std::get_if<syntax::Expect>(&step.node)) {
      expect->status.text = english_status(expect->status.text);
      if (expect->status.text != "eligible") continue;
      for (syntax::Name& reason : expect->because) reason.text = english(reason.text, {{"ceiling", "上限"}});
    }
}

void to_english(syntax::Tree& tree, syntax::ScenarioTable& table) {
  for (syntax::Name& input : table.inputs) input.text = english(input.text, {{"as_of", "截至日"}});
  for (syntax::Name& output : table.outputs) output.text = english(output.text, {{"status", "状态"}, {"pays", "支付"}, {"ceiling", "上限"}, {"because", "因"}});
  for (auto& row : table.rows) {
    bool eligible = false;
    for (const char* column : {"status", "because"})
      for (size_t i = 0; i < row.outputs.size(); ++i) {
        if (table.outputs[i].text != column || !row.outputs[i]) continue;
        auto* use = std::get_if<syntax::NameUse>(&tree.exprs[*row.outputs[i]].node);
        if (use == nullptr) continue;
        if (table.outputs[i].text == "status") {
          use->name.text = english_status(use->name.text);
          eligible = use->name.text == "eligible";
        } else if (eligible) {
          use->name.text = english(use->name.text, {{"ceiling", "上限"}});
        }
      }
  }
}

/// The tree of the text, as `dump` prints it; nothing where there are syntax errors.
std::optional<std::string> meaning_of(const std::string& bytes) {
  text::Sources sources;
  syntax::Tree tree;
  diagnostics::Sink sink;
  syntax::from_bytes(sources, "", bytes, tree, sink);
  if (sink.has_errors()) return std::nullopt;
  for (syntax::Item& item : tree.files.at(0).items) {
    if (auto* scenario = std::get_if<syntax::Scenario>(&item.node)) to_english(*scenario);
    if (auto* table = std::get_if<syntax::ScenarioTable>(&item.node)) to_english(tree, *table);
  }
  return syntax::print(tree, sources);
}

}  // namespace

std::optional<std::string> respell(const text::Source& source, const syntax::Tree& tree, Keywords keywords) {
  if (!can_format(source)) return std::nullopt;
  const bool as_of_is_field = has_field_as_of(tree);
  text::Sources sources;
  const text::SourceId id = text::add_source(sources, source.path, source.bytes);
  const std::string changed = replaced(source.bytes, syntax::spellings(sources[id], id, as_of_is_field), keywords);
  const auto before = meaning_of(source.bytes), after = meaning_of(changed);
  if (!before || !after || *before != *after) return std::nullopt;
  text::Sources spelled;
  const text::SourceId done = text::add_source(spelled, source.path, changed);
  if (!can_format(spelled[done])) return std::nullopt;
  return format(spelled[done]);
}

}  // namespace huice::layout
