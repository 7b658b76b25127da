// What the parser does at a token that fits nowhere: says so once, in the words of the language, and goes on with the
// next clause or declaration. ANTLR's own messages go no further than this.
#pragma once
#include <optional>
#include <vector>

#include "PolicyParser.h"
#include "compiler/syntax/antlr/lexing.h"

namespace huice::syntax::antlr {

constexpr size_t most_errors = 30;  // a file; nobody reads more before mending some

/// "a name, `:` or `{`".
struct Phrase {
  std::string en;
  std::string zh;
};
class Errors : public antlr4::DefaultErrorStrategy {
 public:
  Errors(const Text& text, diagnostics::Sink& sink);

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  /// Called at each turn of a block's loop: a word that begins no clause of the block is reported and its clause skipped.
  void sync(antlr4::Parser* parser) override;

  /// Leaves the parser at the next token that begins a declaration, or at the end.
  void skip_to_item(antlr4::Parser& parser);
  bool exhausted() const { return reported_ > most_errors; }

 private:
  bool already_reported(const antlr4::Token* start, const antlr4::Token& offending) const;
  antlr4::Token* missing_operand(antlr4::Parser& parser, antlr4::Token& offending);
  void report(antlr4::Parser& parser, antlr4::Token& offending, const antlr4::RecognitionException& error);
  void report_expected(antlr4::Parser& parser, antlr4::Token& offending, const Phrase& wanted);
  void report_unknown_clause(antlr4::Parser& parser, antlr4::Token& token);
  void report_no_item(antlr4::Token& token);
  bool report_unclosed(antlr4::Parser& parser, antlr4::Token& offending);
  bool report_glued(antlr4::Parser& parser, antlr4::Token& offending);
  bool report_unit_apart(antlr4::Parser& parser, antlr4::Token& offending);
  void report_reserved(antlr4::Token& offending);
  bool report_reserved(antlr4::Token& offending, const antlr4::misc::IntervalSet& expected);
  bool glued(const antlr4::Token& token);

  const Text& text_;
  diagnostics::Sink& sink_;
  std::vector<uint32_t> faults_;  // where lexing already reported something, in order
  size_t reported_ = 0;
  std::optional<size_t> resume_;  // the token at which reading goes on, where it was already passed
};

/// Whether `token` is the first on its line and begins a declaration.
bool begins_item(antlr4::TokenStream& tokens, const antlr4::Token& token);
/// Whether `token` begins a clause of the kind that rule `rule` reads.
bool begins_clause(antlr4::TokenStream& tokens, const antlr4::Token& token, size_t rule);
/// Whether `token` may begin what rule `rule` reads, wherever on its line it stands.
bool can_begin(antlr4::TokenStream& tokens, const antlr4::Token& token, size_t rule);
/// Whether a token of this type may begin an item of the block that rule `rule` reads; true for other rules.
bool may_begin_in_block(antlr4::TokenStream& tokens, const antlr4::Token& token, size_t rule);
/// The rule that reads the items of block `rule`.
size_t clause_rule(size_t rule);
/// The words that begin items of the block, in both languages, for "did you mean".
std::vector<std::string> block_words(size_t rule);
/// The words that begin declarations.
std::vector<std::string> item_words();
/// Rules at which reading goes on after an error.
bool is_recovery_rule(size_t rule);

inline bool has(const antlr4::misc::IntervalSet& types, size_t type) { return types.contains(type); }

Phrase expected_phrase(const antlr4::misc::IntervalSet& expected, const antlr4::dfa::Vocabulary& vocabulary);
Phrase found_phrase(const Text& text, const antlr4::Token& token);
/// How the clause or declaration that `context` reads is written; empty where there is nothing to add.
Phrase form_of(antlr4::RuleContext* context, antlr4::TokenStream& tokens);

}  // namespace huice::syntax::antlr
