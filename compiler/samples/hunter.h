// Finds applicants of one measure that meet a goal: a status, a failing condition, a missing field, a side of a threshold.
#pragma once
#include <optional>
#include <vector>

#include "compiler/samples/thresholds.h"

namespace huice::samples {

struct Goal {
  enum class Kind {
    eligible,
    fails,         // any conditions
    fails_only,    // condition `index`, alone
    error,         // error code `index`
    undetermined,  // field `index` missing
    undetermined_several,
    referred,  // field `index` missing
    referred_several,
    without_members,  // of kind `index`
    not_in_force,
    threshold,  // `side` of threshold `index`
  };
  Kind kind = Kind::eligible;
  size_t index = 0;
  Side side = Side::at;
};

class Hunter {
 public:
  Hunter(Probe probe, const std::vector<FieldDraw>& draws, uint64_t seed);

  /// Every goal that is worth a search, `eligible` first; errors apart.
  std::vector<Goal> list_goals();
  /// The errors that `attempts` disturbed applicants ran into; better once eligible ones are known.
  std::vector<Goal> list_errors(int attempts);
  /// One applicant that meets the goal (cells of inputs only), or none within `attempts`.
  std::optional<Cells> find(const Goal& goal, int attempts);

  const std::vector<Threshold>& thresholds() const { return thresholds_; }
  Probe& probe() { return probe_; }
  const batch::Schema& schema() const { return probe_.schema(); }

 private:
  Cells draw_all();
  void redraw(Cells& cells, rules::FieldIndex field);
  void redraw_one_of(Cells& cells, const std::vector<rules::FieldIndex>& fields);
  bool climb(Cells& cells, int budget);
  void change_for(Cells& cells, const reference::Verdict& verdict);
  void change_condition(Cells& cells, size_t condition);
  void cross(Cells& cells, const Threshold& threshold);
  Cells base();
  void keep(const Cells& cells);
  void disturb(Cells& cells);

  bool attempt(const Goal& goal, bool last_resort, Cells& cells);
  bool eligible(Cells& cells);
  bool fails_only(size_t condition, Cells& cells);
  bool lacks(const Goal& goal, Cells& cells);
  bool lacks_several(bool decided, Cells& cells);
  bool outside(Cells& cells);
  bool beside(const Goal& goal, bool last_resort, Cells& cells);
  bool decisive(const Threshold& threshold, const reference::Verdict& verdict) const;

  Probe probe_;
  const std::vector<FieldDraw>& draws_;
  Random random_;
  std::vector<Threshold> thresholds_, divisors_;
  std::vector<std::vector<rules::FieldIndex>> condition_fields_;
  std::vector<std::vector<size_t>> condition_thresholds_;
  std::vector<rules::FieldIndex> stated_, decided_, numbers_;  // inputs that may be missing, by who gives them; numbers
  std::vector<std::vector<uint32_t>> members_;                 // by kind: the cells that say whether they are there
  std::vector<Cells> eligible_;                                // some that were found, to start from
  size_t next_kept_ = 0;
};

}  // namespace huice::samples
