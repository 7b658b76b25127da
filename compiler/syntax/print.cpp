#include "compiler/syntax/print.h"

#include <sstream>

#include "compiler/syntax/print_parts.h"
#include "compiler/syntax/tokens.h"

namespace huice::syntax {
namespace {

std::string quoted(const Label& label) { return "\"" + label.text + "\""; }
std::string quoted(const std::optional<Label>& label) { return label ? " " + quoted(*label) : ""; }
std::string quoted(const std::vector<Label>& labels) {
  std::string result;
  for (const Label& label : labels) result += (result.empty() ? " " : ", ") + quoted(label);
  return result;
}

std::string list(const Names& names) {
  std::string result;
  for (const Name& name : names) result += (result.empty() ? "" : ", ") + name.text;
  return result;
}

std::string range(const DateRange& range) {
  return (range.from ? to_string(*range.from) : "…") + " to " + (range.to ? to_string(*range.to) : "…");
}

std::string spell(const Type& type) {
  struct {
    std::string operator()(BasicType basic) const {
      switch (basic) {
        case BasicType::money: return "money";
        case BasicType::percent: return "percent";
        case BasicType::integer: return "integer";
        case BasicType::count: return "count";
        case BasicType::text: return "text";
        case BasicType::boolean: return "bool";
        case BasicType::date: return "date";
        case BasicType::datetime: return "datetime";
        case BasicType::period: return "period";
      }
      return "?";
    }
    std::string operator()(const OneOf& one) const {
      std::string result = "one of {";
      for (const EnumMember& member : one.members) result += (result.ends_with("{") ? "" : ", ") + member.name.text + quoted(member.label);
      return result + "}";
    }
    std::string operator()(const SetOf& set) const { return "set of " + set.type.text; }
    std::string operator()(const QuantityOf& quantity) const { return "quantity of " + spell(quantity.unit); }
    std::string operator()(const UnitPrice& price) const { return "price " + spell(price.unit); }
    std::string operator()(const DecimalOf& decimal) const { return "decimal(" + std::to_string(decimal.digits) + ")"; }
    std::string operator()(const NamedType& named) const { return named.name.text; }
    static std::string spell(const UnitSuffix& unit) { return syntax::spell(unit); }
  } visitor;
  return std::visit(visitor, type.node);
}

class Printer {
 public:
  explicit Printer(const Tree& tree) : tree_(tree) {}

  std::string item(const Item& item) {
    head_ = (item.name ? " " + item.name->text : "") + quoted(item.label);
    std::visit([&](const auto& node) { declaration(node); }, item.node);
    return out_.str();
  }

 private:
  std::string expr(ExprId id) const { return print(tree_, id); }
  void line(const std::string& text) { out_ << std::string(2 * depth_, ' ') << text << "\n"; }
  struct Indent {
    explicit Indent(size_t& depth) : depth(depth) { ++depth; }
    ~Indent() { --depth; }
    size_t& depth;
  };

  void declaration(const Use& use) { line("use \"" + use.path + "\""); }
  void declaration(const Document& document) {
    line("document" + head_);
    const Indent indent(depth_);
    if (document.issuer) line("issuer " + quoted(*document.issuer));
    if (document.in_force) line("in force " + range(*document.in_force));
    if (document.source) line("source " + quoted(*document.source));
    clauses("clauses", document.clauses);
    clauses("qualitative", document.qualitative);
    if (document.rounding) line(spell_rule(*document.rounding));
  }
  void clauses(std::string_view word, const std::vector<ClauseRange>& ranges) {
    if (ranges.empty()) return;
    std::string text(word);
    for (const ClauseRange& one : ranges) text += " " + one.from + (one.from == one.to ? "" : "–" + one.to);
    line(text);
  }
  std::string spell_rule(const RoundingRule& rule) const { return "rounding " + syntax::spell(rule.mode) + " to " + expr(rule.unit); }
  void declaration(const TypeAlias& alias) { line("type" + head_ + " = " + spell(alias.type)); }
  void declaration(const Entity& entity) {
    line("entity" + head_);
    const Indent indent(depth_);
    for (const Field& field : entity.fields) {
      std::string text = field.name.text + quoted(field.label) + " : " + spell(field.type);
      if (field.key) text += " key";
      if (field.unit) text += " in " + syntax::spell(*field.unit);
      if (field.as_ratio) text += " as ratio";
      if (field.required) text += " required";
      if (field.may_be_negative) text += " may be negative";
      if (field.range) text += " from " + expr(field.range->from) + " to " + expr(field.range->to);
      if (field.digits) text += " digits " + std::to_string(*field.digits);
      if (field.fallback) text += " default " + expr(*field.fallback);
      if (field.decided_by) text += " decided by " + quoted(*field.decided_by);
      line(text);
    }
  }
  void declaration(const Parameter& parameter) {
    line("parameter" + head_ + (parameter.type ? " : " + spell(*parameter.type) : "") + (parameter.external ? " external" : ""));
    const Indent indent(depth_);
    for (const DatedValue& value : parameter.values) {
      line((value.from ? "from " + to_string(*value.from) : "always") + ": " + expr(value.value));
    }
  }
  void declaration(const Let& let) { print_let("let" + head_ + (let.entity ? " of " + let.entity->text : ""), let); }
  void print_let(const std::string& head, const Let& let) {
    line(head + " = " + expr(let.value));
    const Indent indent(depth_);
    for (const auto& exception : let.exceptions) {
      line("except" + (exception.name ? " " + exception.name->text : "") + quoted(exception.label) + ": " + expr(exception.value) +
           " when " + expr(exception.when));
    }
  }
  void declaration(const Function& function) {
    std::string parameters;
    for (const auto& [name, type] : function.parameters) parameters += (parameters.empty() ? "" : ", ") + name.text + ": " + spell(type);
    line("function" + head_ + "(" + parameters + ") -> " + spell(function.result) + " = " + expr(function.value));
  }
  void declaration(const Table& table) {
    std::string inputs;
    for (const TableColumn& column : table.inputs) inputs += (inputs.empty() ? "" : ", ") + column.name.text + ": " + spell(column.type);
    const char* policy = table.policy == TablePolicy::unique ? " unique" : table.policy == TablePolicy::highest ? " highest" : " sum";
    line("table" + head_ + "(" + inputs + ") -> " + spell(table.result) + policy + (table.from ? " from " + quoted(*table.from) : ""));
    const Indent indent(depth_);
    if (!table.header.empty()) line("columns " + list(table.header));
    for (const TableRow& row : table.rows) {
      std::string text = "row";
      for (size_t i = 0; i < row.cells.size(); ++i) {
        text += " | " + (row.ops[i] ? syntax::spell(*row.ops[i]) + " " : std::string()) + expr(row.cells[i]);
      }
      line(text);
    }
  }
  void declaration(const List& list) {
    line("list" + head_ + " of " + spell(list.type) + " from " + quoted(list.from) + (list.column ? " column " + quoted(*list.column) : ""));
  }
  void declaration(const Measure& measure) {
    line("measure" + head_ + " for " + measure.entity.text);
    const Indent indent(depth_);
    for (const MeasureClause& one : measure.clauses) std::visit([&](const auto& node) { clause(node); }, one);
  }
  void clause(const Cites& cites) { line("cites " + cites.document.text + " " + cites.clause + quoted(cites.fragments)); }
  void clause(const Dated& dated) { line("dated " + dated.field.text); }
  void clause(const InForce& force) { line("in force " + range(force.range)); }
  void clause(const Require& require) {
    line("require" + (require.name ? " " + require.name->text : "") + quoted(require.label) + ": " + expr(require.test) +
         (require.unless ? " unless " + expr(*require.unless) : ""));
  }
  void clause(const MeasureLet& let) { print_let("let " + let.name.text + quoted(let.label), let.let); }
  void clause(const Pay& pay) { line("pay " + expr(pay.amount)); }
  void clause(const Limit& limit) {
    std::string text = limit.once ? "once" : "limit";
    if (limit.amount) text += " " + expr(*limit.amount);
    if (!limit.of.empty()) text += " of " + list(limit.of);
    if (!limit.keys.empty()) text += " per " + list(limit.keys);
    if (limit.period) text += *limit.period == LimitPeriod::per_year ? " per year" : " in total";
    line(text);
  }
  void clause(const Share& share) {
    std::string text = "share";
    for (const SharePart& part : share.parts) {
      text += (text == "share" ? " " : ", ") + part.name.text + " " + (part.value ? expr(*part.value) : "rest");
    }
    line(text);
  }
  void clause(const PaidFrom& paid) { line("paid" + (paid.share ? " share " + paid.share->text : "") + " from " + paid.pool.text); }
  void clause(const MeasureRounding& rounding) { line(spell_rule(rounding.rule)); }
  void clause(const Version& version) {
    line("version" + (version.name ? " " + version.name->text : "") + (version.in_force ? " in force " + range(*version.in_force) : ""));
    const Indent indent(depth_);
    for (const MeasureClause& one : version.clauses) std::visit([&](const auto& node) { clause(node); }, one);
  }
  void clause(const NoVersion& none) { line("no version " + range(none.range)); }
  void declaration(const Limit& limit) { clause(limit); }
  void declaration(const Pool& pool) {
    line("pool" + head_);
    const Indent indent(depth_);
    for (const Cites& cites : pool.cites) clause(cites);
    if (pool.in_force) line("in force " + range(*pool.in_force));
    if (pool.total) line("total " + expr(*pool.total));
    if (pool.order_by) line("order by " + pool.order_by->text);
    if (pool.exhausted) {
      line(std::string("when exhausted ") + (*pool.exhausted == Exhausted::stop      ? "stop"
                                             : *pool.exhausted == Exhausted::partial ? "partial"
                                                                                     : "prorate"));
    }
    if (pool.quota) {
      std::string text = "quota " + pool.quota->category.text;
      for (const MatchArm& arm : pool.quota->arms) text += " [" + spell_arm(tree_, arm) + "]";
      line(text);
    }
  }
  void declaration(const Choose& choose) {
    line(std::string("choose ") + (choose.kind == ChooseKind::highest ? "highest" : "first") + " of " + list(choose.measures) + " per " +
         list(choose.keys));
  }
  void declaration(const Target& target) {
    line("target" + head_ + " over " + target.entity.text);
    const Indent indent(depth_);
    for (const Cites& cites : target.cites) clause(cites);
    if (target.dated) line("dated " + target.dated->text);
    for (const Reach& reach : target.reach) print_reach(reach);
  }
  void print_reach(const Reach& reach) {
    std::string text = "reach";
    if (reach.value) text += " " + expr(*reach.value);
    if (reach.op) text += " " + syntax::spell(*reach.op);
    if (reach.threshold) text += (reach.to ? " from " : " ") + expr(*reach.threshold);
    if (reach.to) text += " to " + expr(*reach.to);
    if (reach.about) text += " about " + expr(*reach.about);
    if (reach.within) text += " within " + expr(*reach.within);
    if (reach.by) text += " by " + to_string(*reach.by);
    if (reach.during) text += " during " + range(*reach.during);
    if (reach.each_year) text += " each year";
    if (reach.for_each) text += " for each " + reach.for_each->text;
    if (reach.in_list) text += " in " + reach.in_list->text;
    if (reach.tentative) text += " tentative";
    line(text);
  }
  void declaration(const Scenario& scenario) {
    line("scenario" + head_ + " for " + scenario.measure.text);
    const Indent indent(depth_);
    for (const ScenarioStep& step : scenario.steps) std::visit([&](const auto& node) { print_step(node); }, step.node);
  }
  void print_step(const Given& given) {
    std::string text = "given";
    for (const GivenValue& value : given.values) text += (text == "given" ? " " : ", ") + (value.of ? value.of->text + "." : "") + value.field.text + " = " + expr(value.value);
    if (given.paid) text += (text == "given" ? " paid " : ", paid ") + expr(given.paid->amount) + (given.paid->by ? " by " + to_string(*given.paid->by) : "");
    if (given.as_of) text += (text == "given" ? " as of " : ", as of ") + to_string(*given.as_of);
    line(text);
  }
  void print_step(const Expect& expect) {
    std::string text = "expect " + expect.status.text;
    if (expect.pays) text += ", pays " + expr(*expect.pays);
    for (const auto& [share, amount] : expect.shares) text += ", share " + share.text + " " + expr(amount);
    if (expect.ceiling) text += ", ceiling " + expr(*expect.ceiling);
    if (!expect.because.empty()) text += ", because " + list(expect.because);
    if (expect.reach) text += ", reach " + expr(*expect.reach);
    if (expect.by) text += ", by " + to_string(*expect.by);
    if (!expect.group.empty()) text += ", for " + list(expect.group);
    line(text);
  }
  void declaration(const ScenarioTable& table) {
    line("scenarios" + head_ + " for " + table.measure.text + (table.from ? " from " + quoted(*table.from) : ""));
    const Indent indent(depth_);
    if (table.inputs.empty() && table.outputs.empty()) return;
    line("columns " + list(table.inputs) + " -> " + list(table.outputs));
    for (const auto& row : table.rows) {
      std::string text = "row";
      for (const auto& one : row.inputs) text += " | " + (one ? expr(*one) : "");
      text += " ->";
      for (const auto& one : row.outputs) text += " | " + (one ? expr(*one) : "");
      line(text);
    }
  }

  const Tree& tree_;
  std::ostringstream out_;
  std::string head_;
  size_t depth_ = 0;
};

}  // namespace

std::string print(const Tree& tree, const Item& item) { return Printer(tree).item(item); }

std::string print(const Tree& tree, const text::Sources& sources) {
  std::string result;
  for (const File& file : tree.files) {
    result += "file " + sources[file.source].path + (file.version ? " version " + std::to_string(*file.version) : "") + "\n";
    for (const Item& item : file.items) result += print(tree, item);
    if (!file.comments.empty()) result += "comments " + std::to_string(file.comments.size()) + "\n";
  }
  return result;
}

std::string print_tokens(const text::Source& source, text::SourceId id) {
  static constexpr std::string_view kinds[] = {"name", "keyword", "quoted_name", "number", "date", "text", "sign", "comment", "bad"};
  std::string result;
  for (const Token& token : tokens(source, id)) {
    const text::Position place = source.position(token.span.begin);
    result += std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
              std::string(kinds[static_cast<size_t>(token.kind)]) + " " + std::string(source.slice(token.span)) + "\n";
  }
  return result;
}

}  // namespace huice::syntax
