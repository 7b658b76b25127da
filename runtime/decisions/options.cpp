#include "runtime/decisions/options.h"

namespace huice::decisions {

std::optional<Shape> parse_shape(std::string_view text) {
  if (text == "wide") return Shape::wide;
  if (text == "long") return Shape::tall;
  return std::nullopt;
}

std::optional<Labels> parse_labels(std::string_view text) {
  if (text == "names") return Labels::names;
  if (text == "en") return Labels::en;
  if (text == "zh") return Labels::zh;
  return std::nullopt;
}

std::optional<OutEncoding> parse_out_encoding(std::string_view text) {
  if (text == "utf-8") return OutEncoding::utf_8;
  if (text == "utf-8-bom") return OutEncoding::utf_8_bom;
  if (text == "gb18030") return OutEncoding::gb18030;
  return std::nullopt;
}

}  // namespace huice::decisions
