// Money in another currency than yuan, and rates of exchange.
#include "tests/properties/writer.h"

namespace huice::properties {

std::string Writer::foreign_type() {
  if (random_.chance(40)) return " " + currency_ + " ";
  return words_.word("money in", "金额 单位") + random_.pick({"", "万", "亿"}) + currency_ + " ";
}

std::string Writer::foreign_literal() {
  const bool code = currency_ == "美元" && random_.chance(20);
  return digits(2) + random_.pick({"", "", "万", "亿"}) + (code ? "USD" : currency_);
}

std::string Writer::exchange_literal() {
  return (random_.chance(60) ? random_.pick({"7.0770", "7.1265", "0.0482", "7"}) : digits(4)) + "元/" + currency_;
}

std::optional<Piece> Writer::convert(Family family, int form, int fuel) {
  const auto n = [&](Family of) { return number(of, fuel); };
  if (family == Family::money && form < 3 && random_.chance(40)) return multiply(family, n(Family::foreign), n(Family::exchange));
  if (family == Family::foreign && form < 3) return divide(family, n(Family::money), n(Family::exchange));
  if (family == Family::exchange && form < 2) return divide(family, n(Family::money), n(Family::foreign));
  return std::nullopt;
}

}  // namespace huice::properties
