// What keys and amounts of decisions are in Arrow.
#pragma once
#include <string>

#include "base/decimal.h"
#include "runtime/arrow/build.h"
#include "runtime/batch/schema.h"
#include "runtime/catalogue.h"

namespace huice::arrow {

/// utf8; int64 for whole numbers, date32 for dates.
enum class KeyType { text, whole, day };

inline KeyType key_type(const batch::Field& key) {
  if (key.kind == batch::Kind::date) return KeyType::day;
  const bool plain = key.units.empty() || (key.units.front().num == 1 && key.units.front().den == 1);
  return key.kind == batch::Kind::number && key.whole && plain && !key.layout.wide && key.layout.step_den == 1 ? KeyType::whole : KeyType::text;
}
inline const char* format_of(KeyType key) { return key == KeyType::day ? "tdD" : key == KeyType::whole ? "l" : "u"; }

/// decimal128(38, digits).
inline std::string amount_format(int digits) { return "d:38," + std::to_string(digits); }

inline bool pays_with_ceiling(const catalogue::Measure& measure) { return measure.pays && measure.refers; }

/// Amounts in the measure's rounding unit, counted in 10^-digits yuan.
class Scaled {
 public:
  Scaled(const catalogue::Measure& measure, int digits) : factor_(static_cast<__int128>(measure.unit_num) * power_of_ten_128(digits)), divisor_(measure.unit_den) {
    if (factor_ % divisor_ != 0) return;
    factor_ /= divisor_;
    divisor_ = 1;
  }
  __int128 operator()(int64_t amount) const { return divisor_ == 1 ? amount * factor_ : amount * factor_ / divisor_; }

 private:
  __int128 factor_, divisor_;
};

}  // namespace huice::arrow
