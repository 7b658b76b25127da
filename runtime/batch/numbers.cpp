#include "runtime/batch/numbers.h"

#include <algorithm>
#include <numeric>

#include "base/decimal.h"
#include "runtime/batch/fold.h"

namespace huice::batch {
namespace {

/// No mantissa but 0 is a multiple of it.
constexpr __int128 largest = static_cast<__int128>(~static_cast<unsigned __int128>(0) >> 1);

__int128 gcd(__int128 a, __int128 b) {
  while (b != 0) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

/// What a cell says before units: mantissa · 10^-fraction.
struct Written {
  bool negative = false;
  __int128 mantissa = 0;
  int fraction = 0;
  bool too_long = false;  // more digits before the point than anything allowed
  char suffix = 0;        // '%', 'm' for ‰, 0
};

bool digit(char c) { return c >= '0' && c <= '9'; }

/// `1,234,567`: groups of three after the first comma. Gives the digits alone; empty when it is none.
std::string ungrouped(std::string_view text) {
  std::string digits;
  size_t group = 0;
  bool grouped = false;
  for (char c : text) {
    if (c == ',') {
      if (grouped ? group != 3 : group < 1 || group > 3) return {};
      grouped = true;
      group = 0;
    } else if (digit(c)) {
      digits += c;
      ++group;
    } else {
      return {};
    }
  }
  return grouped && group != 3 ? std::string() : digits;
}

/// Takes `words` off the front of `text`, if one is there.
bool take(std::string_view& text, std::initializer_list<std::string_view> words) {
  for (std::string_view word : words) {
    if (!text.starts_with(word)) continue;
    text.remove_prefix(word.size());
    return true;
  }
  return false;
}

bool take_suffix(std::string_view& text, std::string_view word) {
  if (!text.ends_with(word)) return false;
  text.remove_suffix(word.size());
  return true;
}

std::optional<Written> read(std::string_view text, bool yuan, bool dollar) {
  Written written;
  const auto sign = [&] {
    if (take(text, {"-", "\u2212"})) written.negative = true;
    else take(text, {"+"});
  };
  sign();
  if ((yuan && take(text, {"\uFFE5", "\u00A5"})) || (dollar && take(text, {"$"}))) {
    if (!written.negative) sign();
  }
  if (take_suffix(text, "%")) written.suffix = '%';
  else if (take_suffix(text, "\u2030")) written.suffix = 'm';

  const size_t point = std::min(text.find('.'), text.size());
  std::string whole = point == 0 ? "0" : ungrouped(text.substr(0, point));
  std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() || (point == 0 && fraction.empty()) || !std::all_of(fraction.begin(), fraction.end(), digit)) return std::nullopt;
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  written.fraction = static_cast<int>(std::min<size_t>(fraction.size(), 1000));
  written.too_long = whole.size() > 20;
  if (written.too_long || written.fraction > 18) return written;
  for (char c : whole.append(fraction)) written.mantissa = written.mantissa * 10 + (c - '0');
  return written;
}

std::string fraction_text(__int128 num, __int128 den) {
  std::string text;
  if (!append_fraction(text, num, den)) text = to_decimal(num) + "/" + to_decimal(den);
  return text;
}

}  // namespace

NumberFormat::Scales NumberFormat::scales_of(const Layout& layout, __int128 num, __int128 den) {
  // value = mantissa · 10^-f · num/den base units = n · step_num/step_den
  Scales scales;
  __int128 factor = num * layout.step_den, divisor = den * layout.step_num;
  bool finer_than_any_step = false;
  for (Scale& scale : scales) {
    const __int128 common = gcd(factor, divisor);
    factor /= common;
    divisor /= common;
    scale = finer_than_any_step ? Scale{1, largest} : Scale{factor, divisor};
    finer_than_any_step = finer_than_any_step || divisor > largest / 10;
    if (!finer_than_any_step) divisor *= 10;
  }
  return scales;
}

NumberFormat::Plains NumberFormat::plains_of(const Scales& scales) const {
  Plains plains{};
  for (size_t f = 0; f < plains.size() && lo_ <= 0 && hi_ > 0; ++f) {
    const Scale& scale = scales[f];
    if (scale.divisor != 1 || scale.factor > INT64_MAX || (digits_ >= 0 && static_cast<int>(f) > digits_)) continue;
    const auto most = [&](__int128 bound) { return static_cast<uint64_t>(std::min<__int128>(bound, INT64_MAX) / scale.factor); };
    plains[f] = {static_cast<int64_t>(scale.factor), most(hi_), most(-lo_)};
  }
  return plains;
}

NumberFormat::NumberFormat(const Field& field, const std::optional<CellUnit>& header)
    : share_(field.percent),
      bare_allowed_(header || field.own_unit_declared || !field.percent),
      digits_(field.whole ? 0 : field.digits),
      lo_(field.lo),
      hi_(field.hi),
      layout_(field.layout) {
  const CellUnit own = field.units.empty() ? CellUnit{} : field.units.front();
  unit_ = header.value_or(own);
  bare_ = scales_of(layout_, unit_.num, unit_.den);
  percent_ = scales_of(layout_, 1, 100);
  permille_ = scales_of(layout_, 1, 1000);
  const std::string_view name = own.name;
  dollar_ = name.ends_with("美元") || name.ends_with("USD");
  yuan_ = !dollar_ && (name.ends_with("元") || name.ends_with("yuan") || name.ends_with("CNY") || name.ends_with("人民币"));

  if (bare_allowed_) plain_ = plains_of(bare_);
  if (share_) plain_percent_ = plains_of(percent_);

  const auto bound = [&](__int128 n) { return fraction_text(n * layout_.step_num * own.den, static_cast<__int128>(layout_.step_den) * own.num); };
  range_ = bound(lo_) + own.name + " … " + bound(hi_) + own.name;
}

std::optional<RejectCode> NumberFormat::parse(std::string_view cell, __int128& n) const {
  std::string folded_cell;
  if (has_wide(cell)) cell = folded_cell = narrowed(cell);
  const std::optional<Written> written = read(cell, yuan_, dollar_);
  if (!written || (written->suffix != 0 && !share_)) return RejectCode::bad_number;
  if (written->suffix == 0 && !bare_allowed_) return RejectCode::bare_percent;
  const Scales& scales = written->suffix == '%' ? percent_ : written->suffix == 'm' ? permille_ : bare_;
  return scaled(scales, written->too_long ? largest : written->mantissa, written->fraction, written->negative, n);
}

std::optional<RejectCode> NumberFormat::take(__int128 value, int scale, __int128& n) const {
  if (!bare_allowed_) return RejectCode::bare_percent;
  __int128 mantissa = value < 0 ? -value : value;
  for (; scale > 0 && mantissa % 10 == 0 && mantissa != 0; --scale) mantissa /= 10;
  if (mantissa == 0) scale = 0;
  for (; scale < 0 && mantissa != 0; ++scale) mantissa = mantissa > largest / 10 ? largest : mantissa * 10;
  return scaled(bare_, mantissa, scale, value < 0, n);
}

std::optional<RejectCode> NumberFormat::scaled(const Scales& scales, __int128 mantissa, int fraction, bool negative, __int128& n) const {
  if (fraction > most_digits || (digits_ >= 0 && fraction > digits_)) return RejectCode::too_many_digits;
  const RejectCode beyond = negative && mantissa != 0 && lo_ >= 0 ? RejectCode::negative : RejectCode::out_of_range;
  if (mantissa == largest) return beyond;
  const Scale& scale = scales[static_cast<size_t>(fraction)];
  if (mantissa % scale.divisor != 0) return RejectCode::too_many_digits;
  if (__builtin_mul_overflow(mantissa / scale.divisor, scale.factor, &n)) return beyond;
  if (negative) n = -n;
  if (n < lo_ || n > hi_) return beyond;
  return std::nullopt;
}

std::string NumberFormat::expected(RejectCode code) const {
  switch (code) {
    case RejectCode::bad_number: return share_ ? "30%" : "1234.56";
    case RejectCode::out_of_range: return range_;
    case RejectCode::too_many_digits: {
      if (digits_ >= 0) return std::to_string(digits_);
      int digits = most_digits;
      while (digits > 0 && bare_[static_cast<size_t>(digits)].divisor != 1) --digits;
      return std::to_string(digits);
    }
    default: return {};
  }
}

}  // namespace huice::batch
