// The C++ API: compile a program once, then decide applicants in memory.
//
//   auto program = huice::Program::compile("policies/ningbo/2024");
//   if (!program) { std::cerr << program.failure().message.en; return 1; }
//   huice::Applicants applicants = *program->applicants("Enterprise");
//   applicants.add({{"uscc", "E1"}, {"applied", "2024-05-01"}, {"rd_spend", "12000000"}, …});
//   auto decisions = program->evaluate(applicants);
//   std::cout << name(decisions->at(0, "rd_increment").status);
//
// Where measures read rows of other entities (members, or through references), those are Applicants too, of their own
// entity, and given along: program->evaluate_with({&persons, &regions}, households). What is not given leaves measures out,
// and Decisions::left_out says which.
//
// A Program is immutable: many threads may evaluate at once, each its own Applicants. Nothing here throws, but for
// running out of memory.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "runtime/catalogue.h"

namespace huice {

/// A value of an external parameter, as people write it: `2000元`, `15%`, `2024-12-31`.
struct ParameterValue {
  std::string parameter;     // name or label
  std::string value;
  std::optional<Date> from;  // empty: holds always
};

struct CompileOptions {
  bool machine_code = true;          // false: the reference evaluator decides; slower, the same decisions
  std::optional<std::string> cache;  // a folder for compiled objects; empty: none is kept
  std::vector<ParameterValue> parameters = {};  // of external parameters; a measure without its own is left out (Decisions)
};

/// One applicant's decision on one measure; texts as in the output of `huice run` (docs/output.md).
struct Decision {
  Status status = Status::not_in_force;
  std::string amount;                // `80000.00` yuan; only when eligible and the measure pays
  std::string ceiling;               // likewise; only when referred and bounded
  std::vector<std::string> reasons;  // `growth`, `revenue`, `division_by_zero@intensity`, `ceiling`
};

/// Why an applicant cannot be decided: a cell that cannot be read.
struct Reject {
  std::string code;    // `bad_number`; see docs/input.md
  std::string field;   // name; empty: the whole row
  std::string value;   // the cell
  Bilingual message;
};

class Program;

/// Applicants of one entity, as cells of text that follow the rules of data files (docs/input.md, strict dialect):
/// money in the field's unit, `30%`, `2024-03-05`, 是/否, choices by name or label. A cell that is not set, or empty, is missing.
class Applicants {
 public:
  using Cells = std::vector<std::pair<std::string, std::string>>;  // field name or label → cell

  Applicants(Applicants&&) noexcept;
  Applicants& operator=(Applicants&&) noexcept;
  ~Applicants();

  /// One more applicant; its row, from 0. Fails (exit usage) when there is no such field, naming the closest; nothing is added then.
  Result<size_t> add(const Cells& cells);
  size_t size() const;

 private:
  friend class Program;
  struct State;
  explicit Applicants(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The decisions of one `evaluate`. Every applicant is either rejected or decided on every measure of its entity that is not
/// left out.
class Decisions {
 public:
  struct LeftOut {
    std::string measure;
    Bilingual why;
  };
  struct OtherReject {
    std::string entity;
    size_t row = 0;
    Reject reject;
  };

  Decisions(Decisions&&) noexcept;
  Decisions& operator=(Decisions&&) noexcept;
  ~Decisions();

  size_t size() const;
  /// Names of the measures decided, in program order.
  const std::vector<std::string>& measures() const;
  /// Measures of the entity that were not decided, and why: rows of other entities or external parameters are not given.
  const std::vector<LeftOut>& left_out() const;
  /// Rows given along that nobody took anything from, because they cannot be read or refer to none.
  const std::vector<OtherReject>& rejected_others() const;
  /// Empty: the applicant was decided.
  const std::optional<Reject>& rejected(size_t row) const;
  /// `row` < size(), not rejected; `measure` one of measures().
  Decision at(size_t row, std::string_view measure) const;

 private:
  friend class Program;
  struct State;
  explicit Decisions(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Program {
 public:
  /// A folder of `.policy` files, or one file. Diagnostics of the text come as a Failure (exit wrong) that shows them all.
  static Result<Program> compile(const std::string& path, const CompileOptions& options = {});

  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  /// What there is to decide: entities with their fields, measures with their clauses and conditions.
  const Catalogue& catalogue() const;
  /// No applicants yet, of the entity of that name or label. Fails (exit usage) when there is none.
  Result<Applicants> applicants(std::string_view entity) const;
  /// Decides all measures of the applicants' entity. `as_of` is the date of measures without a `dated` field; when such a
  /// measure needs one and there is none, this fails (exit usage).
  Result<Decisions> evaluate(const Applicants& applicants, std::optional<Date> as_of = std::nullopt) const;
  /// The same with rows of other entities, each once: members, and rows that applicants or members refer to.
  Result<Decisions> evaluate_with(const std::vector<const Applicants*>& others, const Applicants& applicants,
                                  std::optional<Date> as_of = std::nullopt) const;

 private:
  struct State;
  explicit Program(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace huice
