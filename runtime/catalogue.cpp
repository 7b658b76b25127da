#include "runtime/catalogue.h"

#include "base/decimal.h"

namespace huice {
namespace {

struct StatusWords {
  std::string_view name, zh;
};
constexpr StatusWords status_words[status_count] = {
    {"eligible", "符合"},       {"ineligible", "不符合"}, {"error", "出错"},
    {"undetermined", "待补正"}, {"referred", "待核定"},   {"not_in_force", "不在有效期"},
};

std::string_view error_kind(int kind) {
  switch (kind) {
    case HUICE_DIVISION_BY_ZERO: return "division_by_zero";
    case HUICE_RANGE: return "range";
    case HUICE_NEGATIVE: return "negative";
    case HUICE_BEFORE_FIRST_DATE: return "before_first_date";
    case HUICE_NO_ROW: return "no_row";
    case HUICE_CONFLICT: return "conflict";
  }
  return "unknown_error";
}

}  // namespace

std::string_view name(Status status) { return status_words[static_cast<int>(status)].name; }
std::string_view label_zh(Status status) { return status_words[static_cast<int>(status)].zh; }

std::optional<Status> parse_status(std::string_view name_or_label) {
  for (int i = 0; i < status_count; ++i) {
    if (status_words[i].name == name_or_label || status_words[i].zh == name_or_label) return static_cast<Status>(i);
  }
  return std::nullopt;
}

namespace catalogue {

std::string error_name(const Measure& measure, uint16_t code) {
  if (code == 0) return {};
  const size_t site = code & 0xFFF;
  std::string text(error_kind(code >> 12));
  text += '@';
  text += site < measure.sites.size() ? measure.sites[site] : "?";
  return text;
}

void append_amount(std::string& out, const Measure& measure, __int128 amount) {
  const __int128 scaled = amount * measure.unit_num * power_of_ten_128(measure.amount_digits);
  if (scaled % measure.unit_den == 0) {
    append_decimal(out, scaled / measure.unit_den, measure.amount_digits);
  } else if (!append_fraction(out, amount * measure.unit_num, measure.unit_den, measure.amount_digits)) {
    // A rounding unit is a decimal literal, so this is out of reach; a fraction is exact at least.
    append_integer(out, amount * measure.unit_num);
    out += '/';
    append_integer(out, measure.unit_den);
  }
}

std::string amount_text(const Measure& measure, int64_t amount) {
  std::string text;
  append_amount(text, measure, amount);
  return text;
}

}  // namespace catalogue
}  // namespace huice
