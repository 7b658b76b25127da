#include "compiler/samples/cells.h"

#include <numeric>

#include "base/date.h"
#include "base/decimal.h"

namespace huice::samples {
namespace {

/// The unit cells are written in: percents as `45.5%`, other numbers in the field's own unit.
const batch::CellUnit& written_unit(const batch::Field& field) {
  if (field.percent) {
    for (const auto& unit : field.units) {
      if (unit.name == "%") return unit;
    }
  }
  return field.units.front();
}

void append_number(std::string& out, const batch::Field& field, __int128 n) {
  const batch::CellUnit& unit = written_unit(field);
  int64_t left = std::gcd(field.layout.step_num, unit.num);
  int64_t right = std::gcd(unit.den, field.layout.step_den);
  __int128 num = static_cast<__int128>(field.layout.step_num / left) * (unit.den / right);
  __int128 den = static_cast<__int128>(field.layout.step_den / right) * (unit.num / left);
  append_fraction(out, n * num, den);
  if (field.percent && unit.name == "%") out += '%';
}

/// What stands in brackets behind a Chinese heading: the unit, unless it is plain yuan or nothing.
std::string_view heading_unit(const batch::Field& field) {
  if (field.kind != batch::Kind::number || field.percent || field.label.find("（") != std::string::npos) return {};
  std::string_view name = field.units.front().name;
  return name == "元" ? std::string_view() : name;
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_cell(std::string& out, const batch::Field& field, const Cell& cell, Labels labels) {
  if (!cell.known) return;
  bool zh = labels == Labels::zh;
  switch (field.kind) {
    case batch::Kind::number:
      return append_number(out, field, cell.n);
    case batch::Kind::boolean:
      out += zh ? (cell.n != 0 ? "是" : "否") : (cell.n != 0 ? "true" : "false");
      return;
    case batch::Kind::choice:
      return append_quoted(out, (zh ? field.labels : field.codes)[static_cast<size_t>(cell.n)]);
    case batch::Kind::set: {
      const auto& words = zh ? field.labels : field.codes;
      std::string text;
      for (size_t i = 0; i < words.size(); ++i) {
        if (static_cast<uint64_t>(cell.n) >> i & 1) text += (text.empty() ? "" : ";") + words[i];
      }
      return append_quoted(out, text.empty() ? "{}" : text);
    }
    case batch::Kind::date:
      out += to_string(Date{static_cast<int32_t>(cell.n)});
      return;
    case batch::Kind::datetime:
      out += to_string(DateTime{static_cast<int64_t>(cell.n)});
      return;
    case batch::Kind::text:
      return append_quoted(out, cell.text);
  }
}

void append_heading(std::string& out, const batch::Field& field, Labels labels) {
  if (labels == Labels::names) return append_quoted(out, field.name);
  std::string_view unit = heading_unit(field);
  append_quoted(out, unit.empty() ? field.label : field.label + "（" + std::string(unit) + "）");
}

std::string step_text(const batch::Field& field) {
  std::string text;
  append_number(text, field, 1);
  if (!field.percent) text += field.units.front().name;
  return text;
}

void set_number(Rational& into, const batch::Layout& layout, __int128 n) {
  Integer& numerator = into.get_num();
  unsigned __int128 magnitude = n < 0 ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n);
  mpz_set_ui(numerator.get_mpz_t(), static_cast<uint64_t>(magnitude >> 64));
  mpz_mul_2exp(numerator.get_mpz_t(), numerator.get_mpz_t(), 64);
  mpz_add_ui(numerator.get_mpz_t(), numerator.get_mpz_t(), static_cast<uint64_t>(magnitude));
  if (n < 0) mpz_neg(numerator.get_mpz_t(), numerator.get_mpz_t());
  mpz_mul_si(numerator.get_mpz_t(), numerator.get_mpz_t(), layout.step_num);
  mpz_set_si(into.get_den_mpz_t(), layout.step_den);
  if (layout.step_den != 1) into.canonicalize();
}

Rational steps_per_base_unit(const batch::Layout& layout) {
  Rational result(static_cast<long>(layout.step_den), static_cast<unsigned long>(layout.step_num));
  result.canonicalize();
  return result;
}

std::optional<__int128> to_int128(const Integer& value) {
  if (mpz_sizeinbase(value.get_mpz_t(), 2) > 120) return std::nullopt;
  Integer high, low;
  mpz_fdiv_q_2exp(high.get_mpz_t(), value.get_mpz_t(), 62);
  mpz_fdiv_r_2exp(low.get_mpz_t(), value.get_mpz_t(), 62);
  return static_cast<__int128>(high.get_si()) * (static_cast<__int128>(1) << 62) + low.get_si();
}

}  // namespace huice::samples
