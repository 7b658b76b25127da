#include "runtime/arrow/types.h"

#include <cstdlib>
#include <string_view>

namespace huice::arrow {
namespace {

Type integer(int bytes, bool is_signed) {
  Type type;
  type.kind = Kind::integer;
  type.bytes = bytes;
  type.is_signed = is_signed;
  type.shown = std::string(is_signed ? "int" : "uint") + std::to_string(bytes * 8);
  return type;
}

Type plain(Kind kind, std::string shown) {
  Type type;
  type.kind = kind;
  type.shown = std::move(shown);
  return type;
}

/// `d:18,2` or `d:18,2,256`
Type decimal(std::string_view format) {
  const std::string text(format.substr(2));
  char* end = nullptr;
  const long precision = std::strtol(text.c_str(), &end, 10);
  long scale = 0, bits = 128;
  if (*end == ',') scale = std::strtol(end + 1, &end, 10);
  if (*end == ',') bits = std::strtol(end + 1, &end, 10);
  const std::string shown = "decimal" + std::to_string(bits) + "(" + std::to_string(precision) + ", " + std::to_string(scale) + ")";
  if (*end != '\0' || (bits != 32 && bits != 64 && bits != 128 && bits != 256) || scale < -76 || scale > 76) return plain(Kind::other, shown);
  Type type = plain(Kind::decimal, shown);
  type.bytes = static_cast<int>(bits / 8);
  type.scale = static_cast<int>(scale);
  return type;
}

/// `tsu:` with the time zone behind it
Type timestamp(std::string_view format) {
  Type type = plain(Kind::timestamp, "timestamp");
  switch (format[2]) {
    case 's': type.per_second = 1; break;
    case 'm': type.per_second = 1'000; break;
    case 'u': type.per_second = 1'000'000; break;
    default: type.per_second = 1'000'000'000; break;
  }
  type.zoned = format.size() > 4;
  if (type.zoned) type.shown += " with time zone";
  return type;
}

Type plain_type(std::string_view format) {
  if (format.size() == 1) {
    switch (format[0]) {
      case 'n': return plain(Kind::null, "null");
      case 'b': return plain(Kind::boolean, "bool");
      case 'c': return integer(1, true);
      case 'C': return integer(1, false);
      case 's': return integer(2, true);
      case 'S': return integer(2, false);
      case 'i': return integer(4, true);
      case 'I': return integer(4, false);
      case 'l': return integer(8, true);
      case 'L': return integer(8, false);
      case 'e': return plain(Kind::floating, "float16");
      case 'f': return plain(Kind::floating, "float32");
      case 'g': return plain(Kind::floating, "float64");
      case 'u': return plain(Kind::text, "utf8");
      case 'U': return plain(Kind::large_text, "large_utf8");
      case 'z': return plain(Kind::binary, "binary");
      default: break;
    }
  }
  if (format == "vu") return plain(Kind::text_view, "utf8_view");
  if (format == "tdD") return plain(Kind::date, "date32");
  if (format == "tdm") return plain(Kind::date_ms, "date64");
  if (format.starts_with("d:")) return decimal(format);
  if (format.size() >= 4 && format.starts_with("ts") && format[3] == ':') return timestamp(format);
  return plain(Kind::other, "Arrow format " + std::string(format));
}

bool is_text(Kind kind) { return kind == Kind::text || kind == Kind::large_text || kind == Kind::text_view; }

std::string kind_en(batch::Kind kind) {
  switch (kind) {
    case batch::Kind::number: return "a number";
    case batch::Kind::boolean: return "yes or no";
    case batch::Kind::choice: return "a choice";
    case batch::Kind::set: return "a set";
    case batch::Kind::date: return "a date";
    case batch::Kind::datetime: return "a date and time";
    case batch::Kind::text: return "text";
  }
  return {};
}

std::string kind_zh(batch::Kind kind) {
  switch (kind) {
    case batch::Kind::number: return "数值";
    case batch::Kind::boolean: return "是否";
    case batch::Kind::choice: return "选项";
    case batch::Kind::set: return "选项集";
    case batch::Kind::date: return "日期";
    case batch::Kind::datetime: return "日期时间";
    case batch::Kind::text: return "文本";
  }
  return {};
}

std::string wanted(batch::Kind kind) {
  switch (kind) {
    case batch::Kind::number: return "integers, decimal128 or text";
    case batch::Kind::boolean: return "bool or text (true, 是)";
    case batch::Kind::choice:
    case batch::Kind::set: return "text or dictionary-encoded text";
    case batch::Kind::date: return "date32, timestamp at midnight or text (2024-03-05)";
    case batch::Kind::datetime: return "timestamp or text (2024-03-05 09:00:00)";
    case batch::Kind::text: return "text";
  }
  return {};
}

}  // namespace

Type type_of(const ArrowSchema& schema) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (schema.dictionary == nullptr) return plain_type(format);
  const Type index = plain_type(format);
  Type type = plain_type(schema.dictionary->format == nullptr ? "" : schema.dictionary->format);
  type.shown = "dictionary of " + type.shown;
  type.is_dictionary = true;
  type.index_bytes = index.bytes;
  type.index_signed = index.is_signed;
  if (index.kind != Kind::integer || schema.dictionary->dictionary != nullptr || !is_text(type.kind)) type.kind = Kind::other;
  return type;
}

std::optional<Bilingual> misfit(const batch::Field& field, const Type& type) {
  if (type.kind == Kind::null || (is_text(type.kind) && !(type.is_dictionary && type.index_bytes == 0))) return std::nullopt;
  const std::string en = field.name + " is " + kind_en(field.kind) + ", the column is " + type.shown;
  const std::string zh = field.name + " 是" + kind_zh(field.kind) + "，该列是 " + type.shown;
  if (type.kind == Kind::floating && field.kind == batch::Kind::number)
    return Bilingual{en + ": binary fractions are not exact, so they are refused; convert the column where it is still known how it was rounded, "
                          "as in cast(column, decimal128(18, 2)), or CAST(x AS DECIMAL(18, 2)) in SQL",
                     zh + "：二进制浮点数不精确，因此不予接受；请在仍清楚如何取整之处转换，如 cast(列, decimal128(18, 2))，SQL 中用 CAST(x AS DECIMAL(18, 2))"};
  if (type.zoned && (field.kind == batch::Kind::date || field.kind == batch::Kind::datetime))
    return Bilingual{en + ": the day depends on the place; convert it to local time without a time zone first",
                     zh + "：日期取决于时区；请先转换为不带时区的当地时间"};
  const bool fits = (field.kind == batch::Kind::number && (type.kind == Kind::integer || type.kind == Kind::decimal)) ||
                    (field.kind == batch::Kind::boolean && type.kind == Kind::boolean) ||
                    (field.kind == batch::Kind::date && (type.kind == Kind::date || type.kind == Kind::date_ms || type.kind == Kind::timestamp)) ||
                    (field.kind == batch::Kind::datetime && type.kind == Kind::timestamp);
  if (fits) return std::nullopt;
  return Bilingual{en + ": give " + wanted(field.kind), zh + "：可用的类型：" + wanted(field.kind)};
}

}  // namespace huice::arrow
