// Rows of payments brought together by line: sorted within some memory, in the order of a ledger's lines.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "runtime/ledger/entry.h"
#include "runtime/spill/sorter.h"

namespace huice::cli {

/// One row; `entry.paid` is its amount. `decision` 0: the row is of an export and says that nothing stands after it.
struct PaymentRow {
  ledger::Entry entry;
  uint32_t file = 0;  // its position
  uint64_t line = 0;
};

/// What the rows of one line come to, at the place of the first.
struct PaymentLine : PaymentRow {
  bool disagree = false;  // the rows name different versions, pools or categories
  bool beyond = false;    // an amount passes 64 bits
};

class PaymentLines {
 public:
  PaymentLines();
  Outcome add(const PaymentRow& row);
  /// No more rows come.
  Outcome finish();

  /// As often as one likes. Amounts add up; `replaces` (an export): the last row says all else, otherwise charges and
  /// computed amounts add up too.
  using Visit = std::function<Outcome(const PaymentLine&)>;
  Outcome each(bool replaces, const Visit& visit) const;

 private:
  spill::Sorter sorter_;
  spill::SortedRecords sorted_;
  std::string record_;
};

}  // namespace huice::cli
