// Items of a file: documents, types, parameters, lets, functions, lists; the rest is passed on.
#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;

}  // namespace

std::optional<int> Builder::version(P::VersionLineContext* context) {
  if (!whole(context)) return std::nullopt;
  const std::string word = text_.word(*context->NUMBER()->getSymbol());
  if (word != "1") {
    sink_.report(diagnostics::Kind::unknown_version, span(context->NUMBER()), {{"version", word}})
        .hint("write `huice 1`", "请写“惠策 1”");
    return std::nullopt;
  }
  return 1;
}

template <class Context, class Node>
std::optional<Item> Builder::declaration(Context* context, Node node) {
  return Item{optional_name(context->name()), optional_label(context->label()), std::move(node), span(context)};
}

std::optional<Item> Builder::item(P::ItemContext* context) {
  // `name(0)` names what is declared; a declaration whose name could not be read is left out.
  const auto named = [&](auto* of, auto node) -> std::optional<Item> {
    return Item{name(of->name(0)), optional_label(of->label()), std::move(node), span(of)};
  };
  if (auto* of = context->useFile()) {
    if (!whole(of)) return std::nullopt;
    return Item{std::nullopt, std::nullopt, Use{text(of->STRING())}, span(of)};
  }
  if (auto* of = context->document()) return whole(of->name()) ? declaration(of, document(of)) : std::nullopt;
  if (auto* of = context->typeAlias()) return whole(of->type()) ? declaration(of, TypeAlias{type(of->type())}) : std::nullopt;
  if (auto* of = context->entity()) return whole(of->name()) ? declaration(of, entity(of)) : std::nullopt;
  if (auto* of = context->parameter()) return whole(of->name()) ? declaration(of, parameter(of)) : std::nullopt;
  if (auto* of = context->topLet()) return whole(of->name(0)) ? named(of, let(of)) : std::nullopt;
  if (auto* of = context->function()) return whole(of) ? declaration(of, function(of)) : std::nullopt;
  if (auto* of = context->table()) {
    if (!whole(of)) return std::nullopt;
    return Item{name(of->name()), optional_label(of->label(0) == nullptr || of->FROM() == nullptr || of->label().size() == 2
                                                     ? of->label(0) : nullptr), table(of), span(of)};
  }
  if (auto* of = context->list()) {
    if (!whole(of)) return std::nullopt;
    const bool labelled = of->children.size() > 2 && of->children[2] == of->label(0);
    return Item{name(of->name()), labelled ? optional_label(of->label(0)) : std::nullopt, list(of), span(of)};
  }
  if (auto* of = context->measure()) return whole(of->name(0)) && whole(of->name(1)) ? named(of, measure(of)) : std::nullopt;
  if (auto* of = context->limitOf()) {
    if (!whole(of)) return std::nullopt;
    auto limit = limit_of(of);
    if (!limit) return std::nullopt;
    return Item{std::nullopt, std::nullopt, std::move(*limit), span(of)};
  }
  if (auto* of = context->pool()) return whole(of->name()) ? declaration(of, pool(of)) : std::nullopt;
  if (auto* of = context->choose()) {
    if (!whole(of)) return std::nullopt;
    return Item{std::nullopt, std::nullopt, choose(of), span(of)};
  }
  if (auto* of = context->target()) return whole(of->name(0)) && whole(of->name(1)) ? named(of, target(of)) : std::nullopt;
  if (auto* of = context->scenario()) {
    if (of->FOR() == nullptr || of->name().empty() || !whole(of->name().back())) return std::nullopt;
    const bool in_file = of->FROM() != nullptr;
    if (in_file && !whole(of)) return std::nullopt;
    const size_t labels = of->label().size() - (in_file ? 1 : 0);
    Item item{std::nullopt, optional_label(labels == 0 ? nullptr : of->label(0)), Scenario{}, span(of)};
    if (of->name().size() == 2) item.name = name(of->name(0));
    if (in_file) {
      item.node = ScenarioTable{name(of->name().back()), {}, {}, {}, label(of->label().back())};
    } else if (of->grid() != nullptr) {
      if (!whole(of->grid())) return std::nullopt;
      item.node = scenario_table(of);
    } else {
      item.node = scenario(of);
    }
    return item;
  }
  return std::nullopt;
}

Document Builder::document(P::DocumentContext* context) {
  Document document;
  for (auto* one : context->documentClause()) {
    if (whole(one)) clause(one, document);
  }
  return document;
}

void Builder::clause(P::DocumentClauseContext* context, Document& document) {
  switch (context->start->getType()) {
    case P::ISSUER:
      if (first_time(document.issuer.has_value(), context)) document.issuer = label(context->label());
      return;
    case P::SOURCE:
      if (first_time(document.source.has_value(), context)) document.source = label(context->label());
      return;
    case P::CLAUSES:
      if (!first_time(!document.clauses.empty(), context)) return;
      for (auto* one : context->clauseRange()) document.clauses.push_back(clause_range(one));
      return;
    case P::QUALITATIVE:
      if (!first_time(!document.qualitative.empty(), context)) return;
      for (auto* one : context->clauseRange()) document.qualitative.push_back(clause_range(one));
      return;
    default: break;
  }
  if (context->inForce() != nullptr && first_time(document.in_force.has_value(), context)) {
    document.in_force = date_range(context->inForce()->dateRange());
  }
  if (context->rounding() != nullptr && first_time(document.rounding.has_value(), context)) {
    document.rounding = rounding(context->rounding());
  }
}

ClauseRange Builder::clause_range(P::ClauseRangeContext* context) {
  const auto number = [&](P::ClauseNumberContext* of) { return clause_number(of->NUMBER(), of->STRING(), of->CLAUSE_N()); };
  const auto numbers = context->clauseNumber();
  return {number(numbers.front()), number(numbers.back()), span(context)};
}

std::string Builder::clause_number(antlr4::tree::TerminalNode* number, antlr4::tree::TerminalNode* string,
                                   antlr4::tree::TerminalNode* numbered) {
  if (string != nullptr) return text(string);
  if (numbered != nullptr) {  // 第10条
    std::string word = text_.word(*numbered->getSymbol());
    return word.substr(3, word.size() - 6);
  }
  if (number == nullptr) return "";
  std::string word = text_.word(*number->getSymbol());
  if (word.find_first_not_of("0123456789") != std::string::npos) {
    sink_.report(diagnostics::Kind::bad_number, span(number), {{"text", word}})
        .hint("write a clause number, or its name in quotes: \"2/(四)\"", "请写条号，或用引号写明：\"2/(四)\"");
  }
  return word;
}

Rounding Builder::rounding_mode(P::RoundingModeContext* context) {
  switch (context->start->getType()) {
    case P::DOWN: return Rounding::down;
    case P::UP: return Rounding::up;
    default: return Rounding::half_up;
  }
}

RoundingRule Builder::rounding(P::RoundingContext* context) {
  return {rounding_mode(context->roundingMode()), expression(context->expression()), span(context)};
}

Parameter Builder::parameter(P::ParameterContext* context) {
  Parameter parameter;
  parameter.external = context->EXTERNAL() != nullptr;
  if (whole(context->type())) parameter.type = type(context->type());
  if (context->expression() != nullptr) {
    const ExprId value = expression(context->expression());
    parameter.values.push_back({std::nullopt, value, span(context->expression())});
  }
  for (auto* one : context->datedValue()) {
    if (!whole(one)) continue;
    const std::optional<Date> from = date(one->date());
    const ExprId value = expression(one->expression());
    if (from) parameter.values.push_back({from, value, span(one)});
  }
  return parameter;
}

Let Builder::let(P::TopLetContext* context) {
  Let let;
  if (context->OF() != nullptr || context->BELONGING() != nullptr) let.entity = optional_name(context->name(1));
  let.value = expression(context->expression());
  let.exceptions = exceptions(context->exceptClause());
  return let;
}

std::vector<Let::ExceptWhen> Builder::exceptions(const std::vector<P::ExceptClauseContext*>& contexts) {
  std::vector<Let::ExceptWhen> result;
  for (auto* one : contexts) {
    if (!whole(one)) continue;
    Let::ExceptWhen exception;
    exception.name = optional_name(one->name());
    exception.label = optional_label(one->label());
    exception.value = expression(one->expression(0));
    exception.when = expression(one->expression(1));
    exception.span = span(one);
    result.push_back(std::move(exception));
  }
  return result;
}

Function Builder::function(P::FunctionContext* context) {
  Function function;
  for (auto* one : context->functionParameter()) function.parameters.emplace_back(name(one->name()), type(one->type()));
  function.result = type(context->type());
  function.value = expression(context->expression());
  return function;
}

List Builder::list(P::ListContext* context) {
  auto labels = context->label();
  if (context->children.size() > 2 && context->children[2] == labels.front()) labels.erase(labels.begin());
  List list{type(context->type()), label(labels.empty() ? nullptr : labels[0]), std::nullopt};
  if (labels.size() > 1) list.column = label(labels[1]);
  return list;
}

}  // namespace huice::syntax::antlr
