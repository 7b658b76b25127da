#include "runtime/catalogue.h"

#include "base/decimal.h"
#include "base/words.h"

namespace huice {
namespace {

static_assert(status_words.size() == status_count);

std::string_view error_kind(int kind) {
  const auto index = static_cast<size_t>(kind) - HUICE_DIVISION_BY_ZERO;
  return index < error_kinds.size() ? error_kinds[index] : "unknown_error";
}

}  // namespace

std::string_view name(Status status) { return status_words[static_cast<size_t>(status)].en; }
std::string_view label_zh(Status status) { return status_words[static_cast<size_t>(status)].zh; }

std::optional<Status> parse_status(std::string_view name_or_label) {
  const auto index = find_word(status_words, name_or_label);
  return index ? std::optional(static_cast<Status>(*index)) : std::nullopt;
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
