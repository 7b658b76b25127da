// Numeric expressions. What `+ - * /` give is language.md section 4: a quotient of equal units is a percent, the difference of
// two percents counts percentage points, and so on.
#include "tests/properties/writer.h"

namespace huice::properties {

Piece Writer::number(Family family, int fuel) {
  if (fuel <= 0) return leaf({family, -1});
  switch (random_.below(20)) {
    case 0:
    case 1:
    case 2:
    case 3: return sum(family, fuel - 1);
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9: return product(family, fuel - 1);
    case 10:
    case 11: return bounded(family, fuel - 1);
    case 12: return rounded(family, fuel - 1);
    case 13:
    case 14: return match({family, -1}, fuel - 1);
    case 15: return random_.chance(30) ? negative(family, fuel - 1) : leaf({family, -1});
    case 16: return contents_.asks_for_missing ? defaulted({family, -1}) : leaf({family, -1});
    default: return leaf({family, -1});
  }
}

Piece Writer::firm(Family family, int fuel) {
  for (int tries = 0; tries < 8; ++tries) {
    Piece piece = number(family, fuel);
    if (!piece.literal) return piece;
  }
  Piece piece({family, -1}, level_bound);
  return piece.add(number_literal(family), level_bound).add(words_.word("at most", "最高")).add(number_literal(family), level_sum);
}

Piece Writer::sum(Family family, int fuel) {
  Piece piece({family, -1}, level_sum);
  std::string plus = " + ", minus = words_.sign(" - ", {" − "});
  auto both = [&](Piece left, const std::string& op, Piece right) {
    return piece.add(std::move(left), level_sum).add(op).add(std::move(right), level_product);
  };
  if (family == Family::percent) {
    switch (random_.below(4)) {
      case 0: return both(number(Family::percent, fuel), plus, number(Family::percent, fuel));
      case 1: return both(firm(Family::percent, fuel), random_.chance(50) ? plus : minus, number(Family::point, fuel));
      case 2: return piece.add(random_.pick({"100%", "1"})).add(minus).add(firm(Family::percent, fuel), level_product);
      default: return piece.add(firm(Family::percent, fuel), level_sum).add(minus).add(random_.pick({"100%", "1"}));
    }
  }
  if (family == Family::point && random_.chance(60)) return both(firm(Family::percent, fuel), minus, firm(Family::percent, fuel));
  Piece left = number(family, fuel);
  if (random_.chance(70)) return both(std::move(left), random_.chance(55) ? plus : minus, number(family, fuel));
  piece.add(std::move(left), level_sum);  // a longer chain
  for (int terms = static_cast<int>(random_.between(2, 4)); terms > 0; --terms) {
    piece.add(random_.chance(60) ? plus : minus).add(number(family, 0), level_product);
  }
  return piece;
}

Piece Writer::multiply(Family result, Piece left, Piece right) {
  if (random_.chance(50)) std::swap(left, right);
  Piece piece({result, -1}, level_product);
  return piece.add(std::move(left), level_product).add(words_.sign(" * ", {" × "})).add(std::move(right), level_minus);
}

Piece Writer::divide(Family result, Piece left, Piece right) {
  Piece piece({result, -1}, level_product);
  return piece.add(std::move(left), level_product).add(words_.sign(" / ", {" ÷ ", " ／ "})).add(std::move(right), level_minus);
}

Piece Writer::part_of(Family result, Piece share, Piece whole) {
  Piece piece({result, -1}, level_product);
  return piece.add(std::move(share), level_product).add(words_.word("of", "的")).add(std::move(whole), level_minus);
}

Piece Writer::product(Family family, int fuel) {
  auto n = [&](Family of) { return number(of, fuel); };
  int form = static_cast<int>(random_.below(12));
  switch (family) {
    case Family::percent: {
      if (form < 7) {
        Family of = random_.pick({Family::money, Family::money, Family::plain, Family::area, Family::energy, Family::price, Family::point, Family::foreign, Family::exchange});
        return divide(family, of == Family::plain ? firm(of, fuel) : n(of), of == Family::plain ? firm(of, fuel) : n(of));
      }
      if (form < 9) return multiply(family, n(Family::percent), n(random_.pick({Family::percent, Family::plain})));
      if (form < 10) return part_of(family, n(Family::percent), n(Family::percent));
      return divide(family, n(Family::percent), n(random_.pick({Family::plain, Family::percent})));
    }
    case Family::point:
      return form < 8 ? multiply(family, n(Family::point), n(random_.pick({Family::plain, Family::percent})))
                      : divide(family, n(Family::point), n(Family::plain));
    case Family::plain:
      if (form < 3) return days_between(fuel);
      if (form < 5) return rounded(family, fuel);
      if (form < 6) return divide(family, n(Family::plain), n(Family::percent));
      if (form < 8) {
        Piece bare = number_literal(Family::plain);
        while (!bare.unitless || bare.text.find_first_of("123456789") == std::string::npos) bare = number_literal(Family::plain);
        return divide(family, n(Family::plain), bare);
      }
      return multiply(family, n(Family::plain), n(Family::plain));
    default: break;
  }
  if (auto converted = convert(family, form, fuel)) return *converted;
  if (form == 0 && family == Family::money) return multiply(family, n(Family::area), n(Family::price));
  if (form == 1 && family == Family::money) return multiply(family, match({Family::price, -1}, fuel), n(Family::area));
  if (form == 2 && family == Family::money) return divide(family, multiply(Family::words, n(Family::money), n(Family::money)), n(Family::money));
  if (form < 3 && family == Family::area) return divide(family, n(Family::money), n(Family::price));
  if (form < 3 && family == Family::price) return divide(family, n(Family::money), n(Family::area));
  if (form < 6) return part_of(family, n(Family::percent), n(family));
  if (form < 7) return part_of(family, n(random_.pick({Family::point, Family::plain})), n(family));
  if (form < 10) return multiply(family, n(family), n(random_.pick({Family::plain, Family::percent})));
  return divide(family, n(family), n(random_.pick({Family::plain, Family::percent, Family::plain})));
}

Piece Writer::bounded(Family family, int fuel) {
  Piece piece({family, -1}, level_bound);
  piece.add(number(family, fuel), level_bound);
  for (int bounds = random_.chance(20) ? 2 : 1; bounds > 0; --bounds) {
    bool most = random_.chance(70);
    piece.add(words_.word(most ? "at most" : "at least", most ? "最高" : "最低")).add(number(family, fuel - 1), level_sum);
  }
  return piece;
}

Piece Writer::rounded(Family family, int fuel) {
  Piece piece({family, -1}, level_bound);
  Family from = family == Family::plain && random_.chance(60) ? Family::percent : family;
  piece.add(number(from, fuel), level_bound).add(words_.word("rounded", "取整"));
  switch (random_.below(3)) {
    case 0: piece.add(words_.word("half up", "四舍五入")); break;
    case 1: piece.add(words_.word("down", "舍去")); break;
    default: piece.add(words_.word("up", "进位")); break;
  }
  piece.add(words_.word("to", "到"));
  switch (family) {
    case Family::money: return piece.add(random_.pick({"1元", "0.01元", "100元", "1万元", "0.3元", "10元"}));
    case Family::percent: return piece.add(random_.pick({"1%", "0.01%", "1‰", "0.1%", "7%"}));
    case Family::point: return piece.add(random_.pick({"1pp", "0.1pp"}));
    case Family::area: return piece.add(random_.pick({"1亩", "0.1亩", "1平方米"}));
    case Family::price: return piece.add(random_.pick({"1元/亩", "0.01元/亩"}));
    case Family::energy: return piece.add(random_.pick({"1千瓦时", "0.1吨标准煤"}));
    case Family::foreign: return piece.add(random_.pick({"1", "0.01", "1万"}) + currency_);
    case Family::exchange: return piece.add(random_.pick({"0.0001元/", "0.1元/"}) + currency_);
    default: return piece.add(random_.pick({"1", "10", "0.1", "3", "1万"}));
  }
}

Piece Writer::negative(Family family, int fuel) {
  Piece piece({family, -1}, level_minus);
  return piece.add(words_.sign("-", {"−"})).add(number(family, fuel), level_minus);
}

Piece Writer::days_between(int fuel) {
  Piece piece({Family::plain, -1}, level_sum);
  auto day = [&] { return value({random_.chance(80) ? Family::date : Family::datetime, -1}, fuel - 1); };
  if (random_.chance(40)) {
    Piece call({Family::plain, -1}, level_operand);
    const bool zh = random_.chance(50);
    if (random_.chance(50)) {
      const char* const names[] = {"year", "年份", "quarter", "季度", "month", "月份", "day", "日数"};
      return call.add(std::string(names[2 * random_.below(4) + zh]) + "(").add(day(), level_bound).add(")");
    }
    const char* const names[] = {"months_between", "相隔月数", "age_from_birthday", "生日起周岁", "age_from_day_after", "次日起周岁"};
    call.add(std::string(names[2 * random_.below(3) + zh]) + "(").add(day(), level_bound).add(words_.comma());
    return call.add(day(), level_bound).add(")");
  }
  return piece.add(day(), level_sum).add(" - ").add(day(), level_product);
}

}  // namespace huice::properties
