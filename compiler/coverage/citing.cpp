#include "compiler/coverage/citing.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/unicode/normalize.h"
#include "compiler/scenarios/words.h"
#include "compiler/syntax/tokens.h"

namespace huice::coverage {
namespace {

using syntax::Token;

void add_once(std::vector<std::string>& all, std::string one) {
  if (!one.empty() && std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

template <class DateRange>
std::string period(const DateRange& range) {
  return coverage::period(range.from, range.to);
}

/// The literals of declarations, and of those whose values they read.
class Literals {
 public:
  explicit Literals(const program::Program& program) : program_(program) {
    for (const syntax::File& file : program.tree.files) {
      tokens_.push_back(syntax::tokens(program.sources[file.source], file.source));
      for (const syntax::Item& item : file.items) {
        const bool value = std::holds_alternative<syntax::Let>(item.node) || std::holds_alternative<syntax::Parameter>(item.node) ||
                           std::holds_alternative<syntax::Function>(item.node) || std::holds_alternative<syntax::Table>(item.node);
        if (value && item.name) values_[item.name->text] = &item;
        const auto* limit = std::get_if<syntax::Limit>(&item.node);
        const auto* choose = std::get_if<syntax::Choose>(&item.node);
        if (limit != nullptr) name_in(limit->of, item);
        if (choose != nullptr) name_in(choose->measures, item);
      }
    }
  }

  /// Fills in the rule's figures, and what it reads.
  void read_into(Rule& rule, const syntax::Item& item) {
    found_.clear();
    seen_.clear();
    reads_.clear();
    read(item);
    for (const syntax::Item* other : named_in_[rule.name]) read(*other);
    rule.figures = std::move(found_);
    reads_.erase(reads_.begin());
    rule.reads = std::move(reads_);
  }

 private:
  void name_in(const syntax::Names& measures, const syntax::Item& item) {
    for (const syntax::Name& measure : measures) named_in_[measure.text].push_back(&item);
  }

  void read(const syntax::Item& item) {
    if (!seen_.insert(&item).second) return;
    reads_.push_back(item.span);
    const text::Source& source = program_.sources[item.span.source];
    const std::vector<text::Span> cited = cites_of(item);
    for (size_t file = 0; file < tokens_.size(); ++file) {
      if (program_.tree.files[file].source != item.span.source) continue;
      for (size_t i = 0; i < tokens_[file].size(); ++i) {
        const Token& token = tokens_[file][i];
        if (token.span.begin < item.span.begin || token.span.end > item.span.end) continue;
        const auto within = [&](const text::Span& span) { return span.begin <= token.span.begin && token.span.end <= span.end; };
        if (std::any_of(cited.begin(), cited.end(), within)) continue;
        const std::string text(source.slice(text::cover(token.span, tokens_[file][last_of(tokens_[file], i, source)].span)));
        if (token.kind == Token::Kind::number || token.kind == Token::Kind::date) add_once(found_, unicode::fold_width(text));
        if (token.kind != Token::Kind::name && token.kind != Token::Kind::quoted_name && token.kind != Token::Kind::keyword) continue;
        const auto value = values_.find(unicode::nfc(text.starts_with("「") ? text.substr(3, text.size() - 6) : text));
        if (value != values_.end()) read(*value->second);
      }
    }
  }

  /// `800元/亩` is a number, a sign and a name without space between.
  static size_t last_of(const std::vector<Token>& tokens, size_t at, const text::Source& source) {
    if (tokens[at].kind != Token::Kind::number || at + 2 >= tokens.size()) return at;
    const Token &sign = tokens[at + 1], &unit = tokens[at + 2];
    const bool glued = tokens[at].span.end == sign.span.begin && sign.span.end == unit.span.begin;
    return glued && source.slice(sign.span) == "/" && unit.kind == Token::Kind::name ? at + 2 : at;
  }

  static void add_cites(const std::vector<syntax::MeasureClause>& clauses, std::vector<text::Span>& spans) {
    for (const syntax::MeasureClause& clause : clauses) {
      if (const auto* cites = std::get_if<syntax::Cites>(&clause)) spans.push_back(cites->span);
      if (const auto* version = std::get_if<syntax::Version>(&clause)) add_cites(version->clauses, spans);
    }
  }
  /// The number of a clause is no figure of the rule.
  static std::vector<text::Span> cites_of(const syntax::Item& item) {
    std::vector<text::Span> spans;
    if (const auto* measure = std::get_if<syntax::Measure>(&item.node)) add_cites(measure->clauses, spans);
    if (const auto* target = std::get_if<syntax::Target>(&item.node)) for (const auto& cites : target->cites) spans.push_back(cites.span);
    if (const auto* pool = std::get_if<syntax::Pool>(&item.node)) for (const auto& cites : pool->cites) spans.push_back(cites.span);
    return spans;
  }

  const program::Program& program_;
  std::vector<std::vector<Token>> tokens_;  // by file
  std::map<std::string, const syntax::Item*> values_;
  std::map<std::string, std::vector<const syntax::Item*>> named_in_;  // limits and choices, by measure
  std::vector<std::string> found_;
  std::set<const syntax::Item*> seen_;
  std::vector<text::Span> reads_;
};

class Reader {
 public:
  explicit Reader(const program::Program& program) : program_(program), literals_(program) {
    for (const syntax::File& file : program.tree.files) {
      for (const syntax::Item& item : file.items) {
        if (item.name) items_[item.name->text].push_back(&item);
      }
    }
  }

  std::vector<CitingRule> run() {
    for (const rules::Measure& measure : program_.rules.measures) {
      std::vector<rules::Citation> citations;
      std::vector<std::string> periods;
      for (const rules::Measure* body : rules::bodies_of(measure)) {
        for (const rules::Citation& citation : body->citations) add_once_each(citations, citation);
        if (body->in_force) add_once(periods, period(*body->in_force));
      }
      add<syntax::Measure>(rules::pays(measure) ? Kind::benefit : Kind::eligibility, measure, std::move(citations), std::move(periods));
    }
    for (const rules::Target& target : program_.rules.targets) {
      const syntax::Item* item = item_of<syntax::Target>(target.name);
      add<syntax::Target>(Kind::target, target, target.citations, item == nullptr ? std::vector<std::string>{} : periods_of(target, std::get<syntax::Target>(item->node)));
    }
    for (const rules::Pool& pool : program_.rules.pools) {
      std::vector<std::string> periods;
      if (pool.in_force) periods.push_back(period(*pool.in_force));
      else if (!pool.citations.empty() && document(pool.citations.front()).in_force) periods.push_back(period(*document(pool.citations.front()).in_force));
      add<syntax::Pool>(Kind::pool, pool, pool.citations, std::move(periods));
    }
    return std::move(found_);
  }

 private:
  const rules::Document& document(const rules::Citation& citation) const { return program_.rules.documents[citation.document]; }

  /// What stands outside versions belongs to each of them, and is read once.
  static void add_once_each(std::vector<rules::Citation>& all, const rules::Citation& one) {
    for (const rules::Citation& other : all) {
      if (other.span == one.span) return;
    }
    all.push_back(one);
  }

  template <class Declared>
  const syntax::Item* item_of(const std::string& name) const {
    const auto found = items_.find(name);
    if (found == items_.end()) return nullptr;
    for (const syntax::Item* item : found->second) {
      if (std::holds_alternative<Declared>(item->node)) return item;
    }
    return nullptr;
  }

  template <class Declared, class Checked>
  void add(Kind kind, const Checked& checked, std::vector<rules::Citation> citations, std::vector<std::string> periods) {
    const syntax::Item* item = item_of<Declared>(checked.name);
    if (citations.empty() || item == nullptr) return;
    Rule rule{kind, checked.name, checked.label, scenarios::place_of(program_, item->span), item->span, {}, {}, std::move(periods), {}};
    literals_.read_into(rule, *item);
    found_.push_back({std::move(rule), std::move(citations)});
  }

  static std::vector<std::string> periods_of(const rules::Target& target, const syntax::Target& written) {
    std::vector<std::string> periods;
    for (size_t i = 0; i < written.reach.size() && i < target.reaches.size(); ++i) {
      const syntax::Reach& reach = written.reach[i];
      if (reach.each_year) add_once(periods, "each year");
      if (reach.during) add_once(periods, period(*reach.during));
      else if (target.reaches[i].deadline && !reach.each_year) add_once(periods, "by " + to_string(*target.reaches[i].deadline));
    }
    return periods;
  }

  const program::Program& program_;
  Literals literals_;
  std::map<std::string, std::vector<const syntax::Item*>> items_;
  std::vector<CitingRule> found_;
};

}  // namespace

std::string period(const std::optional<Date>& from, const std::optional<Date>& to) {
  return (from ? to_string(*from) : "") + ".." + (to ? to_string(*to) : "");
}

std::vector<CitingRule> citing_rules(const program::Program& program) { return Reader(program).run(); }

}  // namespace huice::coverage
