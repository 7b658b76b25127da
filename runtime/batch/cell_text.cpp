#include "runtime/batch/cell_text.h"

#include "base/date.h"
#include "base/decimal.h"

namespace huice::batch {

void append_number(std::string& out, const Field& field, __int128 n) {
  const CellUnit own = field.units.empty() ? CellUnit{} : field.units.front();
  const __int128 num = n * field.layout.step_num * own.den;
  const __int128 den = static_cast<__int128>(field.layout.step_den) * own.num;
  if (append_fraction(out, num, den)) return;
  append_integer(out, num);  // 1/3: exact, though no decimal
  out += '/';
  append_integer(out, den);
}

namespace {

void append_members(std::string& out, const Field& field, MemberSet set) {
  if (set.bits == 0) out += "{}";
  bool first = true;
  for (unsigned i = 0; i < field.codes.size(); ++i) {
    if (!set.has(i)) continue;
    if (!first) out += ';';
    out += field.codes[i];
    first = false;
  }
}

}  // namespace

void append_cell(std::string& out, const Batch& batch, uint32_t field, int row) {
  if (!batch.known(field, row)) return;
  const Field& words = batch.schema().fields[field];
  switch (words.kind) {
    case Kind::number: append_number(out, words, batch.number(field, row)); break;
    case Kind::boolean: out += batch.boolean(field, row) ? "true" : "false"; break;
    case Kind::choice: out += words.codes[batch.choice(field, row)]; break;
    case Kind::set: append_members(out, words, batch.members(field, row)); break;
    case Kind::date: out += to_string(batch.date(field, row)); break;
    case Kind::datetime: out += to_string(batch.datetime(field, row)); break;
    case Kind::text: out += batch.text(field, row); break;
  }
}

}  // namespace huice::batch
