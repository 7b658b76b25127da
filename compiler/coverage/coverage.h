// Which clauses of its documents a program accounts for, and by what: `huice coverage`.
//
//   Program (and the texts of its documents) → cover → Report → to_text, to_json, to_html
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/coverage/figures.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/program/program.h"
#include "compiler/scenarios/scenarios.h"

namespace huice::coverage {

using diagnostics::Language;

/// A measure that pays is a benefit, one that does not decides eligibility.
enum class Kind { benefit, eligibility, target, pool };
/// `benefit`; 补助.
std::string_view name(Kind kind);
std::string_view label_zh(Kind kind);

/// One of a rule's scenarios: a whole one, or a row of a table.
struct Tried {
  std::string name, place;
  text::Span span;
  bool passed = false;
};

/// A measure, target or pool that cites a clause.
struct Rule {
  Kind kind;
  std::string name, label, place;
  text::Span span;                   // the declaration
  std::vector<text::Span> reads;     // the declarations that it reads, and the limits and choices that name it
  std::vector<std::string> figures;  // the literals in it, and in the lets, parameters, functions, tables and limits that it uses
  std::vector<std::string> periods;  // `2024-01-01..2024-12-31`, `by 2025-12-31`, `each year`; open ends are empty
  std::vector<Tried> scenarios;      // in program order; empty unless they were run
};

/// A rule that cites the clause, with all it quotes of it.
struct Citing {
  struct Quote {
    std::string fragment, place;
    bool found = true;  // false: the clause does not say it
  };
  size_t rule;
  std::vector<Quote> quotes;
};

/// A figure that no fragment covers.
struct Outside {
  std::string figure;
  std::string reason;  // from figures.txt; empty: nobody explains it
  Range range;         // in plain(the clause's text)
};

enum class State { ruled, qualitative, unaccounted };

struct Clause {
  std::string name;
  State state = State::unaccounted;
  std::vector<Citing> rules;
  std::optional<std::string> text;  // its part of the source, as printed
  std::vector<Range> quoted;        // in plain(*text)
  std::vector<Outside> outside;     // in the order of the text
};

struct Document {
  std::string name, label, issuer, source;
  std::string in_force;  // `2024-01-01..2024-12-31`; empty: it does not say
  bool listed = false;  // says which clauses there are; otherwise only those that are cited stand here
  std::vector<Clause> clauses;
};

/// What is wrong beside clauses that nothing accounts for.
struct Fault {
  std::string place;  // empty: of the document as a whole
  Bilingual message;
};

struct Report {
  std::string path;  // of the program
  std::vector<Document> documents;
  std::vector<Rule> rules;  // in program order
  std::vector<Fault> faults;
  bool with_sources = false;
};

struct Options {
  std::string sources;         // a folder; empty: texts are not looked at
  bool run_scenarios = false;  // json and html show their results
  Language language = Language::en;
};

/// Fails when a source or a list cannot be read.
Result<Report> cover(program::Program& program, const Options& options);

/// Clauses that are numbered, and others (附则, 2/(四)), of documents that say which they have.
struct Count {
  size_t clauses = 0, clauses_accounted = 0, others = 0, others_accounted = 0;
};
Count count(const std::vector<Report>& reports);
/// Whether anything is unaccounted for, misquoted or unexplained.
bool complete(const std::vector<Report>& reports);

/// A program and what was found of it; the program holds the texts that spans speak of.
struct Covered {
  const program::Program* program;
  const Report* report;
};
std::string to_text(const Report& report, Language language);
/// `132 of 132 clauses`, the last line of the text in both languages.
std::string summary(const Count& count);
std::string to_json(const std::vector<Report>& reports);
std::string to_html(const std::vector<Covered>& covered, Language language);

}  // namespace huice::coverage
