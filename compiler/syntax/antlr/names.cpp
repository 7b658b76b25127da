#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {

Builder::Builder(const Text& text, Tree& tree, diagnostics::Sink& sink)
    : text_(text), tree_(tree), sink_(sink), first_expr_(tree.exprs.size()) {}

Span Builder::span(const antlr4::ParserRuleContext* context) const {
  const antlr4::Token* first = context->start;
  const antlr4::Token* last = context->stop;
  if (first == nullptr) return text_.end();
  if (last == nullptr || last->getTokenIndex() < first->getTokenIndex()) last = first;
  return text::cover(text_.span(*first), text_.span(*last));
}

Name Builder::name(P::NameContext* context) {
  if (!whole(context) || context->start == nullptr) return {"", text_.end()};
  return {text_.word(*context->start), text_.span(*context->start)};
}

std::optional<Name> Builder::optional_name(P::NameContext* context) {
  if (!whole(context)) return std::nullopt;
  return name(context);
}

Names Builder::names(P::NamesContext* context) {
  Names result;
  if (context == nullptr) return result;
  for (auto* one : context->name()) result.push_back(name(one));
  return result;
}

std::string Builder::text(antlr4::tree::TerminalNode* string) const {
  std::string_view written = text_.slice(*string->getSymbol());
  for (const std::string_view open : {"\"", "“", "＂"}) {
    if (!written.starts_with(open)) continue;
    const std::string_view close = open == "“" ? "”" : open;
    written.remove_prefix(open.size());
    if (written.ends_with(close)) written.remove_suffix(close.size());  // not closed: already reported
    break;
  }
  return std::string(written);
}

Label Builder::label(P::LabelContext* context) {
  if (!whole(context)) return {"", text_.end()};
  return {text(context->STRING()), span(context)};
}

std::optional<Label> Builder::optional_label(P::LabelContext* context) {
  if (!whole(context)) return std::nullopt;
  return label(context);
}

}  // namespace huice::syntax::antlr
