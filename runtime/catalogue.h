// What decisions mean in words: names, labels and clauses, and which bit, code or column stands for what.
// The compiler fills it; output, summary and explanation read it. Everything here follows from the program alone.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/kernel_abi.h"

namespace huice {

enum class Status : uint8_t {
  eligible = HUICE_ELIGIBLE,
  ineligible = HUICE_INELIGIBLE,
  error = HUICE_ERROR,
  undetermined = HUICE_UNDETERMINED,
  referred = HUICE_REFERRED,
  not_in_force = HUICE_NOT_IN_FORCE,
};
inline constexpr int status_count = 6;
/// `eligible`, `ineligible`, `error`, `undetermined`, `referred`, `not_in_force`; in Chinese 符合 不符合 出错 待补正 待核定 不在有效期.
std::string_view name(Status status);
std::string_view label_zh(Status status);
std::optional<Status> parse_status(std::string_view name_or_label);

namespace catalogue {

/// One version of a measure: where its conditions, sites and inputs stand among the measure's own.
struct Version {
  std::string name;
  uint32_t first_condition = 0, conditions = 0;
  uint32_t first_site = 0;
  std::vector<uint32_t> inputs;         // field indexes that this version reads, ascending
  int64_t unit = 1;                     // its rounding unit, in the measure's units
};

struct Measure {
  std::string name, label;
  uint32_t entity = 0;                  // position in Catalogue::entities
  std::vector<std::string> clauses;     // as people cite them: `nanjing_2024 第10条`, in order
  std::vector<std::string> conditions;  // names; position = bit column of huice_decisions::failed
  std::vector<std::string> condition_labels;
  std::vector<uint32_t> inputs;         // field indexes that the measure reads, ascending; position = bit column of `missing`
  std::vector<std::string> sites;       // where errors happen; position = low 12 bits of the error code: `pay`, conditions, lets, parameters
  bool dated = false;                   // has a `dated` field, else the run's --as-of is its date
  bool needs_as_of = false;             // not dated, and its version, document or parameters depend on a date
  bool pays = false;                    // has a `pay`: the output has an amount column
  bool refers = false;                  // reads decided fields: the output has a ceiling column
  int amount_digits = 2;                // fraction digits in which amounts are printed
  int64_t unit_num = 1, unit_den = 100; // one counted amount is unit_num/unit_den yuan (the rounding unit)
  std::vector<Version> versions;        // empty: one rule for all dates. The first that is in force decides
};

struct Entity {
  std::string name, label;
  std::vector<std::string> field_names, field_labels;
  std::vector<uint32_t> keys;           // field indexes, in order
};

/// `division_by_zero@intensity`; empty for 0.
std::string error_name(const Measure& measure, uint16_t code);
/// `80000.00`: an amount that counts the measure's rounding unit, as plain decimal yuan.
std::string amount_text(const Measure& measure, int64_t amount);
/// The same for sums of amounts, which may pass 64 bits.
void append_amount(std::string& out, const Measure& measure, __int128 amount);

}  // namespace catalogue

struct Catalogue {
  std::vector<catalogue::Entity> entities;
  std::vector<catalogue::Measure> measures;  // in program order
};

}  // namespace huice
