#include "compiler/reference/columns.h"

#include "base/decimal.h"

#include <numeric>

#include "compiler/reference/record.h"

namespace huice::reference {
namespace {

bool bit(const uint64_t* words, int row) { return (words[row / 64] >> (row % 64) & 1) != 0; }

template <class T>
T item(const huice_column& column, int row) {
  return static_cast<const T*>(column.data)[row];
}

void set_wide(Integer& out, __int128 value) {
  unsigned __int128 magnitude = value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  mpz_set_ui(out.get_mpz_t(), static_cast<uint64_t>(magnitude >> 64));
  mpz_mul_2exp(out.get_mpz_t(), out.get_mpz_t(), 64);
  mpz_add_ui(out.get_mpz_t(), out.get_mpz_t(), static_cast<uint64_t>(magnitude));
  if (value < 0) mpz_neg(out.get_mpz_t(), out.get_mpz_t());
}

/// n steps of step_num/step_den base units, in lowest terms: the step is, so only n and step_den can share a factor.
void set_number(const batch::Layout& layout, const huice_column& column, int row, Rational& out) {
  Integer& numerator = out.get_num();
  if (layout.wide) {
    set_wide(numerator, item<__int128>(column, row));
    numerator *= static_cast<long>(layout.step_num);
    mpz_set_si(out.get_den_mpz_t(), layout.step_den);
    out.canonicalize();
    return;
  }
  int64_t n = item<int64_t>(column, row);
  uint64_t magnitude = n < 0 ? -static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
  int64_t common = static_cast<int64_t>(std::gcd(magnitude, static_cast<uint64_t>(layout.step_den)));
  mpz_set_si(numerator.get_mpz_t(), n / common);
  if (layout.step_num != 1) numerator *= static_cast<long>(layout.step_num);
  mpz_set_si(out.get_den_mpz_t(), layout.step_den / common);
}

View known_cell(const batch::Field& field, const huice_column& column, int row, Rational& number) {
  switch (field.kind) {
    case batch::Kind::number:
      set_number(field.layout, column, row, number);
      return &number;
    case batch::Kind::boolean:
      return bit(static_cast<const uint64_t*>(column.data), row);
    case batch::Kind::set:
      return MemberSet{item<uint64_t>(column, row)};
    case batch::Kind::choice:
      return item<uint16_t>(column, row);
    case batch::Kind::date:
      return Date{item<int32_t>(column, row)};
    case batch::Kind::datetime:
      return DateTime{item<int64_t>(column, row)};
    case batch::Kind::text:
      break;
  }
  huice_text text = item<huice_text>(column, row);
  return std::string_view(text.bytes, text.size);
}

}  // namespace

std::optional<View> cell(const batch::Field& field, const huice_column& column, int row, Rational& number) {
  if (!bit(column.known, row)) return std::nullopt;
  return known_cell(field, column, row, number);
}

Row row_of(const batch::Schema& schema, const huice_batch& batch, int row) {
  Row out;
  if (batch.as_of != HUICE_NO_DATE) out.as_of = Date{batch.as_of};
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    Rational number;
    std::optional<View> view = cell(schema.fields[i], batch.columns[i], row, number);
    out.fields.push_back(view ? std::optional(owned(*view)) : std::nullopt);
  }
  return out;
}

namespace {

Rational steps_of(const batch::Layout& layout, const Rational& number) {
  Rational step(static_cast<long>(layout.step_num), static_cast<unsigned long>(layout.step_den));
  step.canonicalize();
  return number / step;
}

}  // namespace

bool fits(const batch::Field& field, const Value& value) {
  const auto* number = std::get_if<Rational>(&value);
  return number == nullptr || steps_of(field.layout, *number).get_den() == 1;
}

void put(batch::Batch& batch, uint32_t field, int row, const Value& value) {
  struct Put {
    batch::Batch& batch;
    uint32_t field;
    int row;
    void operator()(const Rational& number) const {
      const Rational steps = steps_of(batch.schema().fields[field].layout, number);
      batch.set_number(field, row, *parse_integer(Integer(steps.get_num()).get_str()));
    }
    void operator()(bool truth) const { batch.set_boolean(field, row, truth); }
    void operator()(const std::string& text) const { batch.set_text(field, row, text); }
    void operator()(Date day) const { batch.set_date(field, row, day); }
    void operator()(DateTime instant) const { batch.set_datetime(field, row, instant); }
    void operator()(Period) const {}  // no column holds one
    void operator()(uint16_t code) const { batch.set_choice(field, row, code); }
    void operator()(MemberSet set) const { batch.set_members(field, row, set); }
  };
  std::visit(Put{batch, field, row}, value);
}

}  // namespace huice::reference
