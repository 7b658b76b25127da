// Rows of a run that are to be explained: what was decided of them, and how their claims were settled.
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "api/c/compiled.h"
#include "compiler/explanation/explanation.h"
#include "runtime/engine/tracing.h"

namespace huice::c {

/// Of whom, on which day, and in which language.
struct Telling {
  uint32_t entity = 0;
  std::optional<Date> as_of;
  explanation::Language language = explanation::Language::en;
};

/// A row of a batch, on these measures; nothing of settlement.
explanation::Explanation explanation_of(const Compiled& compiled, const Telling& telling, const std::vector<uint32_t>& measures, const batch::Batch& batch, int row);

class Explaining {
 public:
  /// `rows`, from 0, of the table of that name. `alone`: there is no other row of the entity, and settlement says so.
  Explaining(const Compiled& compiled, Telling telling, const std::string& table, std::vector<uint64_t> rows, bool alone);

  uint32_t entity() const { return telling_.entity; }
  engine::Tracing& tracing() { return tracing_; }
  /// A chunk of the entity's rows on its way to the results; from any thread.
  void see(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<uint32_t>& measures);
  /// After the run; null: the row was rejected.
  const explanation::Explanation* of(uint64_t row);

 private:
  const Compiled& compiled_;
  Telling telling_;
  std::vector<uint64_t> rows_;  // one for one with the traced
  bool alone_;
  engine::Tracing tracing_;
  struct Seen {
    explanation::Explanation explanation;
    std::vector<uint32_t> measures;
    bool settled = false;
  };
  std::mutex seeing_;
  std::map<uint64_t, Seen> seen_;
};

}  // namespace huice::c
