// Applicants found for each goal of one measure, and how often each goal has its turn.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/samples/hunter.h"

namespace huice::samples {

/// An applicant as far as one measure sees it.
struct Found {
  Cells cells;                     // by field; only the measure's inputs matter
  std::vector<std::string> texts;  // by field: as CSV
};

/// Gives out goals in random order, each as often as its share says, so that no goal waits long.
class Deck {
 public:
  Deck(const std::vector<uint32_t>& shares, uint64_t seed);
  size_t deal();

 private:
  Random random_;
  std::vector<uint32_t> cards_;
  size_t next_ = 0;
};

class Pools {
 public:
  Pools(Probe probe, const std::vector<FieldDraw>& draws, Labels labels, uint64_t seed);

  /// An applicant of the next goal; `leading`: its cells will all be used. Good until the next `renew`.
  const Found& deal(bool leading);
  /// Replaces one found applicant by a new one.
  void renew();

  Hunter& hunter() { return hunter_; }
  const Hunter& hunter() const { return hunter_; }
  /// False where the search shows that the pivot's range ends before that side.
  bool in_range(size_t threshold, Side side, const std::vector<FieldDraw>& draws) const;

 private:
  struct Pool {
    Goal goal;
    std::vector<Found> found;
    size_t next = 0;  // dealt last
    size_t used = 0;  // dealt since they were found
  };
  void fill(const Goal& goal);
  std::vector<uint32_t> shares() const;
  Found finish(Cells cells) const;

  Hunter hunter_;
  Labels labels_;
  std::vector<Pool> pools_;
  std::unique_ptr<Deck> leading_, following_, renewing_;
};

}  // namespace huice::samples
