// What a pass does with its rows, piece by piece: decide every measure, claim what settlement is to be given, and write.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/decisions/decisions.h"
#include "runtime/decisions/referred.h"
#include "runtime/decisions/row_writer.h"
#include "runtime/engine/decided.h"
#include "runtime/engine/field_stats.h"
#include "runtime/engine/pass.h"
#include "runtime/engine/scanning.h"

namespace huice::engine {

/// What the workers of a pass share. Its report and outputs are for whose turn it is to write.
struct Shared {
  const Catalogue& catalogue;
  batch::Reader& reader;
  const Steps& pass;
  const Options& options;
  Members& members;
  Tallies* tallies;
  Outputs& outputs;
  ProgressMeter& meter;
  Waiting* waiting;
  std::vector<uint32_t> measures;
  std::vector<std::shared_ptr<const Kernel>> kernels;  // one for one
  const decisions::RowWriter* output;  // of decisions; null: they are not written
  const decisions::ReferredFormat& referred;
  DecidedValues* values;  // null: none
  FieldStats* stats;
  EntityReport& report;

  /// Whether admitting a row depends on rows before it: then pieces wait for their turn, or, where nothing is decided
  /// afterwards, are admitted when it is theirs to be written, for which no thread waits.
  bool in_order() const;
  bool admits_late() const { return in_order() && pass.decide == nullptr; }
};

class Deciding final : public Worker {
 public:
  /// `claims`: null where no measure has any.
  Deciding(Shared& shared, std::vector<decisions::Decisions> decided, std::unique_ptr<Claims> claims);

  batch::Chunk& chunk() override { return chunk_; }
  void parse() override;
  Outcome admit() override { return shared_.admits_late() ? Outcome(Nothing{}) : take(); }
  Outcome decide(uint64_t item) override { return shared_.admits_late() ? Outcome(Nothing{}) : judge(item); }
  Outcome write(uint64_t item) override;
  /// When all is written: one worker after the other.
  void finish();

 private:
  Outcome take();
  Outcome judge(uint64_t item);
  void count();
  Outcome format(uint64_t item);
  void count_rejects();
  Outcome claim(uint64_t item);
  Draft* draft() const { return shared_.waiting != nullptr ? shared_.waiting->draft.get() : nullptr; }

  Shared& shared_;
  batch::Chunk chunk_;
  batch::Batch batch_;
  std::vector<decisions::Decisions> decided_;  // one for one with the measures
  std::vector<MeasureTotals> totals_;          // of the chunk
  Gathered gathered_;
  std::unique_ptr<Claims> claims_;
  std::unique_ptr<decisions::RowWriter> output_;  // null: decisions are not written
  std::string rejects_, referred_;
  uint64_t lines_ = 0;
};

/// Appends `text` to a file, if there is one, and empties it.
template <class Text>
Outcome write_out(decisions::Target* target, Text& text) {
  Outcome outcome = target == nullptr ? Outcome(Nothing{}) : target->write(std::string_view(text));
  text.clear();
  return outcome;
}

}  // namespace huice::engine
