#include "compiler/syntax/glued_names.h"

#include <unordered_set>

#include "compiler/syntax/glued.h"

namespace huice::syntax {
namespace {

struct Hash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Every name that the program declares, wherever it holds.
class Declared {
 public:
  explicit Declared(const Tree& tree) {
    for (const File& file : tree.files) {
      for (const Item& item : file.items) {
        add(item.name);
        std::visit([&](const auto& node) { collect(node); }, item.node);
      }
    }
  }
  bool has(std::string_view name) const { return names_.find(name) != names_.end(); }

 private:
  void add(const Name& name) { names_.insert(name.text); }
  void add(const std::optional<Name>& name) {
    if (name) add(*name);
  }
  void collect(const Type& type) {
    const auto* members = std::get_if<OneOf>(&type.node);
    if (members == nullptr) return;
    for (const EnumMember& member : members->members) add(member.name);
  }
  void collect(const TypeAlias& alias) { collect(alias.type); }
  void collect(const Entity& entity) {
    for (const Field& field : entity.fields) {
      add(field.name);
      collect(field.type);
    }
  }
  void collect(const Parameter& parameter) {
    if (parameter.type) collect(*parameter.type);
  }
  void collect(const Let& let) {
    for (const auto& exception : let.exceptions) add(exception.name);
  }
  void collect(const Function& function) {
    for (const auto& [name, type] : function.parameters) add(name);
  }
  void collect(const Table& table) {
    for (const TableColumn& column : table.inputs) add(column.name);
  }
  void collect(const Measure& measure) { collect(measure.clauses); }
  void collect(const std::vector<MeasureClause>& clauses) {
    for (const MeasureClause& clause : clauses) std::visit([&](const auto& node) { collect(node); }, clause);
  }
  void collect(const MeasureLet& let) {
    add(let.name);
    collect(let.let);
  }
  void collect(const Require& require) { add(require.name); }
  void collect(const Version& version) {
    add(version.name);
    collect(version.clauses);
  }
  template <class Other>
  void collect(const Other&) {}

  std::unordered_set<std::string, Hash, std::equal_to<>> names_;
};

}  // namespace

void report_glued_names(const Tree& tree, const text::Sources& sources, diagnostics::Sink& sink) {
  const Declared declared(tree);
  const IsName is_name = [&](std::string_view word) { return declared.has(word); };
  for (const Expr& expr : tree.exprs) {
    const auto* use = std::get_if<NameUse>(&expr.node);
    if (use == nullptr || declared.has(use->name.text)) continue;
    const text::Span span = use->name.span;
    const auto offsets = glue_points(use->name.text, is_name);
    if (!offsets || sources[span.source].slice(span) != use->name.text) continue;  // quoted, or folded: offsets differ
    auto& diagnostic = sink.report(diagnostics::Kind::glued_words, span, {{"words", with_spaces(use->name.text, *offsets)}});
    for (const size_t offset : *offsets) {
      const auto at = static_cast<uint32_t>(span.begin + offset);
      diagnostic.fix({span.source, at, at}, " ");
    }
  }
}

}  // namespace huice::syntax
