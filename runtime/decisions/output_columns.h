// The columns of decisions, wide or long: what they hold, and what they are called.
#pragma once
#include <string>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/decisions/options.h"

namespace huice::decisions {

struct OutputColumn {
  enum class Holds { key, kept, measure, status, computed, amount, ceiling, share, shares, reasons } holds;
  std::string name;        // without the measure: `status`; of a share the word for shares
  std::string measure = {};  // wide cells of a measure: its title
  int digits = 0;          // amounts: of the fraction; long: the most of all measures
  std::string share = {};
  std::string title = {};  // as the header of a CSV file has it: `voucher.share.city`

  bool is_amount() const { return holds == Holds::computed || holds == Holds::amount || holds == Holds::ceiling || holds == Holds::share; }
};

/// `keep`: headers of the input columns that are copied through.
std::vector<OutputColumn> output_columns(const Catalogue& catalogue, uint32_t entity, const std::vector<uint32_t>& measures, const std::vector<std::string>& keep,
                                         const OutputOptions& options);

/// The words for statuses, by status.
std::vector<std::string> status_words(Labels labels);
/// A measure's or a field's: its name, or its label.
const std::string& title_of(Labels labels, const std::string& name, const std::string& label);

}  // namespace huice::decisions
