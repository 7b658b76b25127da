// One measure and one made-up applicant at a time, decided by the reference.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "compiler/reference/verdict.h"
#include "compiler/samples/cells.h"

namespace huice::samples {

class Probe {
 public:
  Probe(const rules::Program& rules, const rules::Measure& body, const batch::Schema& schema, std::optional<Date> as_of);

  reference::Verdict decide(const Cells& cells);
  /// Makes `cells` the applicant of the following `evaluate`s; `cells` must stay as it is meanwhile.
  void load(const Cells& cells);
  reference::Evaluated evaluate(rules::ExprId expr);
  /// The applicable date, where it is known.
  std::optional<Date> date() const { return evaluator_->date; }

  const rules::Program& rules() const { return prepared_->program; }
  const rules::Measure& measure() const { return prepared_->measure; }
  const std::vector<uint32_t>& inputs() const { return prepared_->inputs; }
  const batch::Schema& schema() const { return schema_; }

 private:
  void fill(const Cells& cells);
  reference::View view(uint32_t field, const Cell& cell);

  const batch::Schema& schema_;
  std::optional<Date> as_of_;
  std::unique_ptr<reference::Prepared> prepared_;
  std::unique_ptr<reference::Evaluator> evaluator_;
  std::vector<Rational> numbers_;
};

}  // namespace huice::samples
