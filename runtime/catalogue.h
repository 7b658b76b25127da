// What decisions mean in words: names, labels and clauses, and which bit, code or column stands for what.
// The compiler fills it; output, summary and explanation read it. Everything here follows from the program alone.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_list.h"
#include "runtime/kernel_abi.h"
#include "runtime/settlement/terms.h"

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
  std::vector<std::string> conditions;  // names; position = bit column of huice_decisions::failed. Hidden ones never fail
  std::vector<std::string> condition_labels;
  std::vector<uint32_t> inputs;         // field indexes that the measure reads, ascending; position = bit column of `missing`
  std::vector<std::string> sites;       // where errors happen; position = low 12 bits of the error code: `pay`, conditions, lets, parameters
  bool dated = false;                   // has a `dated` field, else the run's --as-of is its date
  bool needs_as_of = false;             // not dated, and its version, document or parameters depend on a date
  bool pays = false;                    // has a `pay`: the output has an amount column
  bool refers = false;                  // reads decided fields: the output has a ceiling column
  bool settled = false;                 // a limit, choice or pool covers it: the output has a column of computed amounts
  std::vector<std::string> shares;      // who bears parts of it: a column each
  int amount_digits = 2;                // fraction digits in which amounts are printed
  int64_t unit_num = 1, unit_den = 100; // one counted amount is unit_num/unit_den yuan (the rounding unit)
  std::vector<Version> versions;        // empty: one rule for all dates. The first that is in force decides
};

/// A column that holds field `target` of the row of `entity` that field `reference` names.
struct Referred {
  uint32_t column = 0, reference = 0, entity = 0, target = 0;
};
/// A column about the text of `field` in a list: whether it stands there, or from and to when its nth entry holds.
enum class ListPart : uint8_t { member, from, to };
struct Listed {
  uint32_t column = 0, list = 0, field = 0;
  ListPart part = ListPart::member;
  uint32_t span = 0;
};

struct Entity {
  std::string name, label;
  std::vector<std::string> field_names, field_labels;
  std::vector<uint32_t> keys;           // field indexes, in order
  uint32_t in_data = UINT32_MAX;        // so many fields stand in the data; the others are filled from other rows
  std::vector<std::pair<uint32_t, uint32_t>> references = {};  // field, entity
  // Columns that are not in the data, behind those that are; each after those it reads.
  std::vector<Referred> referred = {};
  std::vector<Listed> listed = {};
  bool of_target = false;               // hidden: its rows are groups
};

/// What sorts a target's rows into groups: the member of a choice, the text of a list, the year of a date.
struct Bucket {
  enum class By : uint8_t { choice, list, year } by = By::choice;
  uint32_t field = 0, list = 0;
  uint32_t cause = 0;                   // bit of `causes` where the field is missing
};

/// Over the rows of `member` whose field `reference` names a row of `owner`, or, of a target, that are in its group; the
/// others are columns of the owner.
enum class AggregateKind : uint8_t { sum, count, min, max, average, all, any };
struct Aggregate {
  AggregateKind kind = AggregateKind::sum;
  uint32_t owner = 0, member = 0;
  std::optional<uint32_t> reference;    // empty: of a target
  std::vector<Bucket> buckets;
  Measure rows;                         // what one member gives
  uint32_t value = 0, count = 0, error = 0, causes = 0;
  std::vector<int> cause_of;            // by input of `rows`: the bit of `causes`; -1: none
};

/// One goal of a target. Its groups are rows of a hidden entity, whose columns are its aggregates.
struct Reach {
  uint32_t target = 0, entity = 0, groups = 0;
  std::vector<Bucket> buckets;
  std::vector<uint32_t> aggregates;
  Measure test;
  bool needs_as_of = false;
};
struct Target {
  std::string name, label;
  uint32_t entity = 0;
  std::vector<std::string> clauses;
  std::vector<uint32_t> reaches;        // positions in Catalogue::reaches
};

/// A file that a list of the program was read from. `names`: its texts, where they are few.
struct List {
  std::string name, path, digest;
  std::shared_ptr<const TextList> entries;
  std::vector<std::string> names = {};
};

/// `division_by_zero@intensity`; empty for 0.
std::string error_name(const Measure& measure, uint16_t code);
/// `80000.00`: an amount that counts the measure's rounding unit, as plain decimal yuan.
std::string amount_text(const Measure& measure, int64_t amount);
/// The same for sums of amounts, which may pass 64 bits.
void append_amount(std::string& out, const Measure& measure, __int128 amount);
/// How many of the measure's units so many fen are: an amount that a ledger keeps is whole in both.
inline int64_t units_of_fen(const Measure& measure, int64_t fen) {
  return static_cast<int64_t>(static_cast<__int128>(fen) * measure.unit_den / (100 * static_cast<__int128>(measure.unit_num)));
}

}  // namespace catalogue

struct Catalogue {
  std::vector<catalogue::Entity> entities;
  std::vector<catalogue::Measure> measures;  // in program order
  std::vector<catalogue::Aggregate> aggregates;
  std::vector<catalogue::List> lists;
  std::vector<catalogue::Target> targets;    // in program order
  std::vector<catalogue::Reach> reaches;     // in program order
  settlement::Terms settlement;
};

}  // namespace huice
