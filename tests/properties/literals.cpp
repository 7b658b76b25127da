// Literals of every sort, in the many ways they can be written.
#include "tests/properties/writer.h"

namespace huice::properties {

std::string Writer::digits(int fraction_digits) {
  std::string text;
  int size = static_cast<int>(random_.below(100));
  if (contents_.huge && size < 3) {
    text = std::to_string(random_.between(1, 9)) + std::string(random_.between(12, 24), '0');
  } else if (size < 20) {
    text = std::to_string(random_.between(0, 3));
  } else if (size < 75) {
    text = std::to_string(random_.between(1, 50) * random_.pick({1, 1, 5, 10}));
  } else {
    text = std::to_string(random_.between(1, 9999));
    if (text.size() == 4 && random_.chance(20)) text.insert(1, "_");
  }
  if (fraction_digits > 0 && random_.chance(30)) {
    text += ".";
    for (int i = static_cast<int>(random_.between(1, fraction_digits)); i > 0; --i) text += static_cast<char>('0' + random_.below(10));
  }
  return text;
}

Piece Writer::number_literal(Family family) {
  Piece piece({family, -1}, level_operand);
  piece.literal = true;
  switch (family) {
    case Family::money:
      piece.text = digits(2) + random_.pick({"元", "元", "万元", "万元", "亿元", "yuan", "千元", "百万元", "CNY"});
      break;
    case Family::percent:
      piece.text = digits(2) + random_.pick({"%", "%", "%", "‰"});
      break;
    case Family::point:
      piece.text = digits(1) + random_.pick({"pp", "个百分点"});
      break;
    case Family::area:
      piece.text = digits(4) + random_.pick({"亩", "亩", "公顷", "平方米", "mu", "万亩"});
      break;
    case Family::price:
      piece.text = digits(2) + random_.pick({"元/亩", "元/亩", "万元/公顷", "元/平方米", "元/万亩"});
      break;
    case Family::energy:
      piece.text = digits(3) + random_.pick({"千瓦时", "吨标准煤", "万千瓦时", "kWh"});
      break;
    case Family::foreign:
      piece.text = foreign_literal();
      break;
    case Family::exchange:
      piece.text = exchange_literal();
      break;
    default:
      piece.unitless = true;
      if (random_.chance(25)) {
        piece.text = digits(0) + random_.pick({"个", "家", "人", "万人", "台"});
        piece.unitless = false;
      } else {
        piece.text = digits(3);
      }
      break;
  }
  return piece;
}

Piece Writer::date_literal() {
  Piece piece({Family::date, -1}, level_operand);
  piece.text = random_.pick({"2024-01-01", "2024-02-29", "2024-10-01", "2024-12-31", "2025-01-01", "2024年3月5日", "2024-01-31", "2023-12-31",
                             "2025年12月31日", "2024-11-30", "2000-02-29", "1970-01-01", "1969-12-31"});
  if (random_.chance(3)) piece.text = random_.pick({"0001-01-01", "9999-12-31", "1900-02-28"});
  return piece;
}

Piece Writer::literal(Sort sort) {
  Piece piece(sort, level_operand);
  switch (sort.family) {
    case Family::date:
      return date_literal();
    case Family::datetime:
      piece.text = random_.pick({"2024-10-01 00:00:00", "2024-12-31 23:59:59", "2024-02-29 09:00:00", "1970-01-01 00:00:01"});
      return piece;
    case Family::period:
      piece.text = random_.pick({"90日", "6个月", "1年", "3年", "1个月", "0日", "2周", "30 days", "12 months", "2月", "1 year", "11个月"});
      if (size_t space = piece.text.find(' '); space != std::string::npos) piece.text.erase(space, 1);
      if (random_.chance(4)) piece.text = random_.pick({"9000年", "3000000日"});
      return piece;
    case Family::boolean:
      piece.text = words_.word(random_.chance(50) ? "true" : "false", random_.chance(50) ? "是" : "否");
      return piece;
    case Family::text:
      if (random_.chance(15)) piece.text = code_literal();
      else piece.text = random_.pick({"\"\"", "\"甲\"", "\"甲乙\"", "\"A\"", "\"AB\"", "“AB甲”", "\"a\"", "“带\"引号”", "\"91320100\"", "\"9132\""});
      return piece;
    case Family::choice:
      piece.text = random_.pick(choices_[sort.choice].members);
      return piece;
    default:
      return number_literal(sort.family);
  }
}

Piece Writer::member_text(Sort sort) {
  Piece piece = literal(sort);
  const bool named = sort.family == Family::choice && piece.text.find("「") == std::string::npos;
  if (named && random_.chance(15)) piece.text = "\"" + piece.text + "\"";
  return piece;
}

}  // namespace huice::properties
