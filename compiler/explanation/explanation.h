// Why an applicant gets what the program decides: every rule in its own words, with the values it read and every step of
// the amount. What auditors see.
//
//   row → explain → Explanation → to_text | to_json
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/program/program.h"
#include "compiler/reference/decide.h"

namespace huice::explanation {

using diagnostics::Language;

/// One field that a measure reads. `value` is as shown (`10万元`, `services 服务贸易`); empty: missing.
struct Reading {
  std::string name, label, value;
  std::string decided_by;   // the authority; with --decisions who decided, where the file says so
  std::string decision = {};  // the number of its document; empty: none is known
  bool defaulted = false;  // the value is the field's default
};

struct Citation {
  std::string document, document_label, clause;
  std::vector<std::string> fragments;
};

enum class Result { holds, fails, missing, error };

/// A condition taken apart: comparisons and truth values are whole; `all` and `any` have parts of their own, `none` (a
/// `not` over those) has one. A whole one has the rule's text, the same with the values read in place of names, and with
/// each side computed; a form that would only repeat the one before is empty.
struct Part {
  enum class Kind { whole, all, any, none };
  Kind kind = Kind::whole;
  Result result = Result::holds;
  bool name = false;  // the rule is a lone name, `values` its value
  std::string rule, values, computed;
  std::vector<Part> parts;
};

struct Condition {
  std::string name, label;
  Result result = Result::holds;
  std::string rule;  // with its `unless`
  Part part;
  std::vector<std::string> missing;  // field names
  std::string error;                 // `division_by_zero@intensity`
};

/// One step of arithmetic: `10% of (a - b)` | `10% of 4000万元` | `4000000元 (400万元)`.
/// Of a `match`, `values` is the arm that it chose: `standard = basic → 800元/亩`.
struct Step {
  std::string rule, values, result;
  bool choice = false;
};

struct Let {
  std::string name, label;
  std::vector<Step> steps;
  std::string result;
};

/// From the pay expression to the amount: its steps, one rounding, then the bounds.
struct BoundStep {
  std::string rule, values;
  std::string limit, after;
  bool took = false;
};
struct Amount {
  std::string rule;
  std::vector<Step> steps;
  std::string result;    // exact; empty unless known
  std::string rounding;  // `half up to 0.01元`
  std::string rounded;   // `80000.00`
  std::vector<BoundStep> bounds;
};

/// A version and when it is in force; empty ends are open.
struct Period {
  std::string version, from, to;
};

/// One step of settlement: `limit:uscc` | `at most 200万元 in the year, 160万元 used before` | who used it.
struct Taken {
  std::string what, line;
  std::vector<std::string> causes;
  bool took = false;
  std::string before = {}, after = {};
};
struct Settlement {
  std::string computed, granted;
  std::string recorded;  // the run of the ledger that recorded this row before; empty: it is settled now
  std::string changed;   // what its line was granted before its inputs changed; empty: nothing
  std::vector<Taken> steps;
  std::vector<std::pair<std::string, std::string>> shares;
  std::string alone = {};  // settled without other rows: what is not known then; empty: among all
};

struct Measure {
  std::string name, label;
  std::string version;           // the one that decided; empty: there are none, or none holds
  std::vector<Period> versions;  // all, in program order
  std::vector<Citation> citations;
  std::string date, date_field, date_label;  // the applicable date; empty: none
  std::string from, to;                      // in force; empty ends are open
  bool limited = false;                      // has an `in force` at all
  bool in_force = true;
  std::vector<Let> lets;              // those evaluated, in the order first needed
  std::vector<Condition> conditions;  // empty when not evaluated
  std::optional<Amount> amount;       // when evaluated
  Status status = Status::not_in_force;
  std::string pays, ceiling;              // plain decimals; empty: none
  std::string pays_shown, ceiling_shown;  // `80000.00元 (8万元)`
  std::string range_lo, range_hi;         // referred: what the amount may be before rounding and bounds; empty: unbounded
  bool ranges = false;
  std::vector<std::string> reasons;       // as in the output
  std::vector<std::string> reason_notes;  // the same in words, one for one
  std::optional<Settlement> settlement;   // of a row that claims, where others have a share in it
};

struct Explanation {
  std::string entity, entity_label;
  std::string key;                // as the caller found the row
  std::vector<Reading> readings;  // of all measures explained, fields as declared
  std::vector<Measure> measures;  // program order
  Language language = Language::en;
};

/// Explains the row's decisions on the entity's measures, or on those selected.
Explanation explain(const program::Program& program, rules::EntityId entity, const reference::Row& row, std::string key,
                    Language language, const std::vector<rules::MeasureId>* selected = nullptr);

/// A tree for people, in the explanation's language; ends with a line feed.
std::string to_text(const Explanation& explanation);
/// One JSON object, indented, without a final line feed; member names are English, values in words follow the explanation's language.
std::string to_json(const Explanation& explanation);

}  // namespace huice::explanation
