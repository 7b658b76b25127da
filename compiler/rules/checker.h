// What the parts of from_syntax share. A step that finds a fault reports it once and gives back nothing; whoever asked stays
// silent about it, so one mistake makes one diagnostic.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/rules/fold.h"
#include "compiler/rules/from_syntax.h"
#include "compiler/rules/rules.h"
#include "compiler/syntax/tree.h"

namespace huice::rules {

using Fault = diagnostics::Kind;
/// An expression, or nothing where a fault was reported.
using Maybe = std::optional<ExprId>;

/// What a name of the program's one namespace stands for.
enum class NameKind { document, type, entity, parameter, let, function, table, measure, list, target, pool };
struct Declared {
  NameKind kind;
  uint32_t index;  // in the store of its kind; of a type: in Checker::types
  Span span;
};

/// Inside a target: which rows its aggregates are over.
struct TargetScope {
  EntityId entity;
  std::optional<FieldIndex> dated;
  std::vector<ExprId> period;      // conditions that a row's date must meet
  std::vector<Bucket> buckets;
};

/// Names that an expression may use.
struct Scope {
  std::optional<EntityId> entity;                      // its fields
  const std::map<std::string, LetId>* lets = nullptr;  // the measure's own
  const std::map<std::string, ExprId>* arguments = nullptr;  // of the function whose body this is
  bool constant = false;                               // no names but members of a `one of`
  bool unsure = false;                                 // a fault left names out: stay silent about unknown ones
  const Scope* outer = nullptr;                        // inside an aggregate: whose members these are
  FieldIndex reference = 0;                            // of `entity` to that of `outer`
  const TargetScope* target = nullptr;                 // `entity` is its hidden one
};

/// A type as written, with what only fields need of it.
enum class Form { money, percent, integer, decimal, quantity, other };
struct DeclaredType {
  Type type;
  Form form = Form::other;
  std::optional<CellUnit> unit;  // quantity of 亩
  int digits = 0;                // decimal(n)
};

enum class Progress { untouched, visiting, done };
struct TypeState {
  const syntax::Item* item;
  Progress progress = Progress::untouched;
  std::optional<DeclaredType> type;
};
struct LetState {
  const syntax::Let* let;
  Scope scope;
  Progress progress = Progress::untouched;
  Maybe value;
};

struct FunctionState {
  const syntax::Item* item;
  Progress progress = Progress::untouched;
  bool fine = false;
  std::vector<Type> parameters = {};
  std::optional<Type> result = {};
};
struct TableRules;
struct TableState {
  const syntax::Item* item;
  std::shared_ptr<const TableRules> rules = {};  // null: a fault was reported
};

/// Clauses of one body: a measure's, or those that hold for one of its versions.
using Clauses = std::vector<const syntax::MeasureClause*>;
/// What is checked of a body once all measures are known: the clauses that settle it.
struct CheckedBody {
  Scope scope;
  Clauses clauses;
};

struct Checker {
  const syntax::Tree& tree;
  const text::Sources& sources;
  diagnostics::Sink& sink;
  Program& program;
  const LoadList& load_list;
  Checker(const syntax::Tree& tree, const text::Sources& sources, diagnostics::Sink& sink, Program& program,
          const LoadList& load_list)
      : tree(tree), sources(sources), sink(sink), program(program), load_list(load_list) {}

  std::map<std::string, Declared> globals;
  std::vector<TypeState> types;
  std::vector<LetState> lets;                                  // by LetId
  std::vector<std::map<std::string, FieldIndex>> field_names;  // by EntityId
  std::vector<std::vector<bool>> broken_fields;                // by EntityId
  std::vector<bool> broken_parameters;                         // by ParameterId
  std::deque<std::map<std::string, LetId>> measure_lets;       // of each body; scopes point into it
  std::vector<const syntax::Item*> list_items, entity_items, parameter_items, document_items, measure_items, target_items, pool_items;
  std::vector<std::vector<CheckedBody>> bodies;                // by MeasureId, then by version
  std::vector<FunctionState> functions;
  std::vector<TableState> tables;
  diagnostics::Sink* aside = nullptr;  // takes reports while a call is inlined
  std::vector<uint32_t> depths;        // by ExprId; lets followed
  std::vector<uint32_t> weights;       // by ExprId: operations when every shared part is counted at each use; lets as one
  int level = 0;                 // of the expression being checked

  diagnostics::Diagnostic& report(Fault fault, Span span, std::initializer_list<diagnostics::Argument> arguments = {}) {
    return (aside ? *aside : sink).report(fault, span, arguments);
  }
  const Expr& expr(ExprId id) const { return program.exprs[id]; }
  const Type& type(ExprId id) const { return program.exprs[id].type; }
};

/// Most levels of one expression, the lets that it reads included.
inline constexpr int most_levels = 1000;
/// Most operations of one expression, functions written out.
inline constexpr uint32_t most_operations = 200'000;

// ---- names.cpp ------------------------------------------------------------------------------------------------------

void declare_all(Checker& checker);
/// The declaration called `name` if it is of `kind`; reports otherwise.
std::optional<uint32_t> find_declared(Checker& checker, const syntax::Name& name, NameKind kind);
/// Reports an unknown name, with the closest of `known`.
void report_unknown(Checker& checker, const syntax::Name& name, const std::vector<std::string>& known);
void report_duplicate(Checker& checker, const syntax::Name& name, Span first);

struct FieldHit {
  FieldIndex index;
  bool broken;  // its declaration has a fault
};
std::optional<FieldHit> find_field(const Checker& checker, EntityId entity, const std::string& name);
std::vector<std::string> field_names(const Checker& checker, EntityId entity);

/// Whether `name` stands for a value in `scope` (not a member).
bool is_value(const Checker& checker, const Scope& scope, const std::string& name);
/// Reads the name as a value, or as a member of `expected`.
Maybe resolve(Checker& checker, const Scope& scope, const syntax::Name& name, const Type* expected);
/// Another column of the entity, behind its own fields; the one of that name if it is there already.
FieldIndex hidden_field(Checker& checker, EntityId entity, Field field);
/// A field as rules read it: through its default where it has one.
ExprId read_field(Checker& checker, EntityId entity, FieldIndex field, Span span, bool with_default);
/// The members of `choice` called `text`, or labelled so where `labels`.
std::optional<uint16_t> find_member(const Choice& choice, const std::string& text, bool labels);
Maybe member_by_text(Checker& checker, const Type& type, const std::string& text, Span span);

// ---- expressions.cpp and the files beside it ------------------------------------------------------------------------

/// Adds an expression; nothing when it would be too deep.
Maybe make(Checker& checker, decltype(Expr::node) node, Type type, Span span, Range range = {});
/// The same expression at another place of the text.
Maybe copy_at(Checker& checker, ExprId id, Span span);
/// `expected` resolves the names of members only; the caller checks the type.
Maybe check(Checker& checker, const Scope& scope, syntax::ExprId id, const Type* expected = nullptr);
/// The same, and the type must be (or fit) `expected`.
Maybe check_as(Checker& checker, const Scope& scope, syntax::ExprId id, const Type& expected);
Maybe check_condition(Checker& checker, const Scope& scope, syntax::ExprId id);
/// A constant of type `expected`, folded to one literal.
Maybe check_constant(Checker& checker, syntax::ExprId id, const Type* expected);
/// The value of a constant number that `check_constant` gave.
const Rational& number_of(const Checker& checker, ExprId constant);
syntax::ExprId strip(const Checker& checker, syntax::ExprId id);  // parentheses

/// Both sides of an operator; each may give the other's members their meaning. Nothing when either has a fault.
std::optional<std::pair<ExprId, ExprId>> check_pair(Checker& checker, const Scope& scope, syntax::ExprId left,
                                                    syntax::ExprId right, const Type* expected = nullptr);
/// The type that holds both, if there is one: percents and plain numbers are one kind of number, points are not.
std::optional<Type> unify(const Type& a, const Type& b);
void report_mismatch(Checker& checker, Span span, const Type& found, const Type& wanted);
void report_mismatch(Checker& checker, ExprId found, const Type& wanted);
/// `a > 0` where `0元` is meant: says so when `value` is a number without a unit.
void hint_unit(const Checker& checker, diagnostics::Diagnostic& diagnostic, ExprId value, const Type& wanted);
/// `rate > 30` where rate is a percent: reports a bare number that can hardly be meant beside it; true then.
bool lacks_percent_sign(Checker& checker, ExprId number, const Type& other);
bool lacks_percent_sign(Checker& checker, ExprId left, ExprId right);
/// Two currencies that meet: says how to convert.
void hint_exchange(diagnostics::Diagnostic& diagnostic, const Type& one, const Type& other);
/// Yuan: what `pay` gives.
Type money_type();
/// A datetime read as its day.
Maybe day_of(Checker& checker, ExprId value);

Maybe check_number(Checker& checker, const syntax::Number& number, Span span);
Maybe check_arithmetic(Checker& checker, const Scope& scope, const syntax::Arithmetic& node, Span span);
Maybe check_compare(Checker& checker, const Scope& scope, const syntax::Compare& node, Span span);
CompareOp compare_op(syntax::CompareOp op);
/// `left op right` of checked sides; reports at `op_span` when they cannot be compared.
Maybe make_compare(Checker& checker, CompareOp op, ExprId left, ExprId right, Span op_span, Span span);
/// The type of `left * right`, if it has one.
std::optional<Type> product_type(const Type& left, const Type& right);
Maybe check_in(Checker& checker, const Scope& scope, const syntax::In& node, Span span);
Maybe check_match(Checker& checker, const Scope& scope, const syntax::Match& node, Span span, const Type* expected);

/// `reference` gives a reference: the field of the row that it names.
Maybe read_referred(Checker& checker, EntityId entity, ExprId reference, FieldIndex target, Span span);
Maybe check_member(Checker& checker, const Scope& scope, const syntax::Member& node, Span span);
Maybe check_aggregate(Checker& checker, const Scope& scope, const syntax::Aggregate& node, Span span);
Maybe check_in_list(Checker& checker, const Scope& scope, const syntax::In& node, Span span);
/// A date to read something at, as a day; nothing, after a report, where it is none.
Maybe check_day(Checker& checker, const Scope& scope, syntax::ExprId date);
/// References name entities with one key, a text.
void check_references(Checker& checker);
Maybe check_call(Checker& checker, const Scope& scope, const syntax::Call& call, Span span);
Maybe call_function(Checker& checker, const Scope& scope, uint32_t index, const syntax::Call& call, Span span);
Maybe call_table(Checker& checker, const Scope& scope, uint32_t index, const syntax::Call& call, Span span);
/// The arguments of a call, as many as `types` and of those types; reports otherwise.
std::optional<std::vector<ExprId>> check_arguments(Checker& checker, const Scope& scope, const syntax::Call& call, Span span,
                                                   const std::vector<Type>& types);
/// A let's expression with its exceptions.
Maybe check_let_value(Checker& checker, const Scope& scope, const syntax::Let& let);
Maybe check_scale(Checker& checker, const Scope& scope, const syntax::Scale& node, Span span, const Type* expected);

struct Scaled {
  Type type;
  Rational factor = 1;  // base units
};
/// `万元`, `元/亩`, `%`; periods are refused here.
std::optional<Scaled> check_suffix(Checker& checker, const syntax::UnitSuffix& suffix);
/// `万元/亩`, as written canonically.
std::string suffix_name(const syntax::UnitSuffix& suffix);

// ---- declarations ---------------------------------------------------------------------------------------------------

std::optional<DeclaredType> check_type(Checker& checker, const syntax::Type& type);
/// What can be supplied to an external parameter: what data of its type can hold, of either sign.
void set_limits(Parameter& parameter, const DeclaredType& declared);
/// Whether a constant has no more fraction digits than an integer or decimal(n) may; reports otherwise.
bool fits_declared(Checker& checker, const DeclaredType& declared, ExprId value);
void check_documents(Checker& checker);
void check_parameters(Checker& checker);
void check_entities(Checker& checker);
void check_lists(Checker& checker);
/// The let's expression, checked on first use.
Maybe check_let(Checker& checker, LetId let, const syntax::Name* use);
void check_lets(Checker& checker);
void check_tables(Checker& checker);
void check_functions(Checker& checker);
void check_measures(Checker& checker);
/// Pools, shares, limits and choices, once all measures are known.
void check_settlement(Checker& checker);
void check_targets(Checker& checker);
/// The clause that is cited; reports what the document does not have.
std::optional<Citation> check_citation(Checker& checker, const syntax::Cites& cites);
/// A date or datetime of `entity`.
std::optional<FieldIndex> check_dated(Checker& checker, EntityId entity, const syntax::Name& field);
void check_body(Checker& checker, Measure& made, const Clauses& clauses, Scope scope);
bool has_versions(const syntax::Measure& written);
void check_versions(Checker& checker, Measure& measure, const syntax::Measure& written, const Scope& scope);
void check_scenarios(Checker& checker);
std::optional<RoundingRule> check_rounding(Checker& checker, const syntax::RoundingRule& rule);
/// The number of a clause: 24, also of `24/(二)`; nothing for other names.
std::optional<int> clause_number(const std::string& clause);
std::optional<DateRange> check_in_force(Checker& checker, const syntax::DateRange& range);

/// Adds a let whose expression is checked later.
LetId declare_let(Checker& checker, const syntax::Name& name, const std::optional<syntax::Label>& label,
                  const syntax::Let& let, Scope scope, Span span);

}  // namespace huice::rules
