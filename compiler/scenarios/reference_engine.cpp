#include "compiler/reference/members.h"
#include "compiler/scenarios/engine.h"

namespace huice::scenarios {
namespace {

class ReferenceEngine final : public Engine {
 public:
  explicit ReferenceEngine(const program::Program& program) : program_(program) {}

  reference::Decision decide(rules::MeasureId measure, const reference::Row& row) override {
    return reference::decide(program_.rules, measure, program_.catalogue.measures.at(measure.value), row);
  }
  std::optional<settlement::Claim> claim(const Catalogue& catalogue, const reference::Numbers& numbers, rules::MeasureId measure,
                                         const reference::Row& row, uint64_t position) override {
    return reference::claim_of(program_.rules, catalogue, numbers, measure, row, position);
  }
  void fill(rules::AggregateId aggregate, const std::vector<reference::Row>& members, reference::Row& owner) override {
    reference::fill_aggregate(program_.rules, aggregate, members, owner);
  }
  void fill(rules::TargetId target, size_t reach, const std::vector<reference::Row>& rows, const GroupName& name, reference::Row& group) override {
    for (rules::AggregateId aggregate : program_.rules.targets[target].reaches[reach].aggregates) {
      reference::fill_aggregate(program_.rules, aggregate, rows, group, name);
    }
  }
  const std::optional<Failure>& failure() const override { return none_; }

 private:
  const program::Program& program_;
  const std::optional<Failure> none_;
};

}  // namespace

std::unique_ptr<Engine> reference_engine(const program::Program& program) { return std::make_unique<ReferenceEngine>(program); }

}  // namespace huice::scenarios
