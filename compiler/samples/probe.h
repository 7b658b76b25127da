// One measure and one made-up applicant at a time, decided by the reference.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "compiler/reference/verdict.h"
#include "compiler/reference/members.h"
#include "compiler/samples/relations.h"

namespace huice::samples {

class Probe {
 public:
  /// `relations` outlives it.
  Probe(const Relations& relations, const rules::Measure& body, std::optional<Date> as_of);

  reference::Verdict decide(const Cells& cells);
  /// Makes `cells` the applicant of the following `evaluate`s; `cells` must stay as it is meanwhile.
  void load(const Cells& cells);
  reference::Evaluated evaluate(rules::ExprId expr);
  /// The applicable date, where it is known.
  std::optional<Date> date() const { return evaluator_->date; }

  const rules::Program& rules() const { return prepared_->program; }
  const rules::Measure& measure() const { return prepared_->measure; }
  /// The cells that decide, ascending.
  const std::vector<uint32_t>& inputs() const { return inputs_; }
  /// How many bits `Verdict::missing` has.
  size_t reasons() const { return prepared_->inputs.size(); }
  const Relations& relations() const { return relations_; }
  const batch::Schema& schema() const { return relations_.schema(); }

 private:
  void fill(const Cells& cells);
  reference::View view(uint32_t field, const Cell& cell);
  /// An aggregate of a slot, and the slots of its members.
  struct Gathering {
    uint32_t owner;
    reference::Gatherer gatherer;
    std::vector<uint32_t> members;
  };
  void add_gatherings(uint32_t owner, const std::vector<rules::FieldIndex>& fields);
  reference::Row row_of(uint32_t slot, const Cells& cells, const reference::Row* owner);

  const Relations& relations_;
  std::vector<uint32_t> inputs_;
  std::vector<bool> reads_;  // by cell
  std::vector<Gathering> gatherings_;
  std::set<std::pair<uint32_t, uint32_t>> gathered_;  // slot and aggregate
  reference::Row row_;
  std::optional<Date> as_of_;
  std::unique_ptr<reference::Prepared> prepared_;
  std::unique_ptr<reference::Evaluator> evaluator_;
  std::vector<Rational> numbers_;
};

}  // namespace huice::samples
