#include "runtime/decisions/to_csv.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/put_decimal.h"
#include "runtime/batch/cell_text.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/settlement/shares.h"

namespace huice::decisions {
namespace {

Hole hole_of(const Decisions& decided, int row, uint32_t column) {
  const Claimed& claimed = *decided.claimed;
  const auto at = static_cast<size_t>(row);
  Hole hole;
  hole.serial = claimed.serial[at];
  hole.column = column;
  hole.body = claimed.body[at];
  hole.amount = decided.amount(row);
  hole.capped = decided.capped(row);
  const auto first = claimed.parts.begin() + static_cast<ptrdiff_t>(at * claimed.width);
  hole.parts.assign(first, first + static_cast<ptrdiff_t>(claimed.width));
  return hole;
}

}  // namespace

CsvFormat::CsvFormat(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, std::vector<std::string> keep,
                     OutputOptions options)
    : catalogue_(catalogue), entity_(catalogue.entities[entity]), outlines_(output_columns(catalogue, entity, measures, keep, options)), keep_(std::move(keep)),
      options_(std::move(options)) {
  for (uint32_t m : measures) {
    const catalogue::Measure& measure = catalogue.measures[m];
    Column column;
    column.measure = m;
    column.amount = measure.pays;
    column.ceiling = measure.pays && measure.refers;
    column.digits = measure.amount_digits;
    const __int128 scaled = static_cast<__int128>(measure.unit_num) * power_of_ten_128(measure.amount_digits);
    if (scaled % measure.unit_den == 0 && scaled / measure.unit_den <= INT64_MAX) column.factor = static_cast<int64_t>(scaled / measure.unit_den);
    const settlement::Terms& terms = catalogue.settlement;
    const __int128 steps = static_cast<__int128>(measure.unit_num) * terms.step_den / measure.unit_den / terms.step_num;
    if (measure.pays) column.steps = static_cast<int64_t>(steps);
    columns_.push_back(std::move(column));
  }
  std::ranges::copy(status_words(options_.labels), status_);
  for (Status status : options_.only) only_[static_cast<size_t>(status)] = true;
  for (Column& column : columns_) {
    const catalogue::Measure& measure = catalogue.measures[column.measure];
    if (options_.shape == Shape::tall) {
      append_csv(column.title, title_of(options_.labels, measure.name, measure.label), options_.dialect);
      column.title += ',';
      continue;
    }
    if (&column != &columns_.back()) column.after = ',';
    const size_t commas = (measure.settled ? 1 : 0) + (column.amount ? 1 : 0) + (column.ceiling ? 1 : 0) + measure.shares.size();
    column.phrases.emplace(measure, entity_, status_, Phrases::Cells{column.amount, std::string(commas, ','), column.after});
  }
}

std::string CsvFormat::header() const {
  std::string line;
  for (const OutputColumn& column : outlines_) {
    if (!line.empty()) line += ',';
    append_csv(line, column.title, options_.dialect);
  }
  return line += '\n';
}

void CsvFormat::append_amount(TextBuffer& out, const Column& column, int64_t amount) const {
  int64_t hundredths = 0;
  if (column.factor != 0 && column.digits == 2 && amount >= 0 && !__builtin_mul_overflow(amount, column.factor, &hundredths)) {
    out.end_at(put_hundredths(out.room(put_decimal_room), static_cast<uint64_t>(hundredths)));
    return;
  }
  std::string text;
  if (column.factor != 0) {
    append_decimal(text, static_cast<__int128>(amount) * column.factor, column.digits);
  } else {
    catalogue::append_amount(text, catalogue_.measures[column.measure], amount);
  }
  out.append(text);
}

void CsvFormat::append_keys(const batch::Chunk& chunk, const batch::Batch& batch, int row) {
  keys_.clear();
  for (uint32_t key : entity_.keys) {
    if (batch.schema().fields[key].kind == batch::Kind::text) {
      append_csv(keys_, batch.text(key, row), options_.dialect);
    } else {
      cell_.clear();
      batch::append_cell(cell_, batch, key, row);
      append_csv(keys_, cell_);
    }
    keys_ += ',';
  }
  for (size_t k = 0; k < keep_.size(); ++k) {
    append_csv(keys_, chunk.kept(k, row), options_.dialect);
    keys_ += ',';
  }
}

template <class Amount>
void CsvFormat::append_shares(TextBuffer& out, const Column& column, const Amount& amount_of) const {
  const catalogue::Measure& measure = catalogue_.measures[column.measure];
  const bool tall = options_.shape == Shape::tall;
  bool first = true;
  for (uint32_t name = 0; name < measure.shares.size(); ++name) {
    if (const std::optional<int64_t> amount = amount_of(name)) {
      if (tall) {
        if (!first) out.append(';');
        out.append(measure.shares[name]);
        out.append('=');
      }
      append_amount(out, column, *amount);
      first = false;
    }
    if (!tall) out.append(',');
  }
  if (tall) out.append(',');
}

/// The cells of an eligible row before its shares.
void CsvFormat::append_amounts(TextBuffer& out, const Column& column, int64_t computed, int64_t granted) const {
  const bool tall = options_.shape == Shape::tall, settled = catalogue_.measures[column.measure].settled;
  out.append(status_[static_cast<size_t>(Status::eligible)]);
  out.append(',');
  if (settled) append_amount(out, column, computed);
  if (settled || tall) out.append(',');
  append_amount(out, column, granted);
  out.append(',');
  if (column.ceiling || tall) out.append(',');
}

void CsvFormat::append_grant(TextBuffer& out, const Hole& hole, int64_t granted, std::string_view reductions) const {
  const Column& column = columns_[hole.column];
  append_amounts(out, column, hole.amount, granted);
  const settlement::Body& body = catalogue_.settlement.bodies[hole.body];
  if (!catalogue_.measures[column.measure].shares.empty() || options_.shape == Shape::tall) {
    // Shares that come to more than the whole were refused before.
    const auto shares = settlement::shares_of(body, granted * column.steps, [&](size_t part) { return hole.parts[part]; });
    append_shares(out, column, [&](uint32_t name) -> std::optional<int64_t> {
      for (size_t i = 0; i < body.shares.size() && shares; ++i) {
        if (body.shares[i].column == name) return (*shares)[i] / column.steps;
      }
      return std::nullopt;
    });
  }
  if (hole.capped) out.append("ceiling");
  if (hole.capped && !reductions.empty()) out.append(';');
  out.append(reductions);
  out.append(column.after);
}

void CsvFormat::append_recorded(TextBuffer& out, const Hole& hole, const ledger::Entry& entry) const {
  const Column& column = columns_[hole.column];
  const catalogue::Measure& measure = catalogue_.measures[column.measure];
  const auto units = [&](int64_t fen) { return catalogue::units_of_fen(measure, fen); };
  append_amounts(out, column, units(entry.computed), units(entry.granted));
  append_shares(out, column, [&](uint32_t name) -> std::optional<int64_t> {
    for (const ledger::Share& share : entry.shares) {
      if (share.name == measure.shares[name]) return units(share.amount);
    }
    return std::nullopt;
  });
  out.append(entry.reasons);
  out.append(column.after);
}

void CsvFormat::append_cells(TextBuffer& out, uint32_t index, const Decisions& d, int row, Marks* marks) {
  const Column& column = columns_[index];
  const catalogue::Measure& measure = catalogue_.measures[column.measure];
  const Status status = d.status(row);
  const bool eligible = status == Status::eligible, tall = options_.shape == Shape::tall;
  if (eligible && d.claimed) {
    const Hole hole = hole_of(d, row, index);
    if (marks != nullptr && hole.serial != 0) marks->append_hole(out, hole);
    else append_grant(out, hole, hole.amount, "");
    return;
  }
  out.append(status_[static_cast<size_t>(status)]);
  out.append(',');
  if (measure.settled || tall) out.append(',');
  if (column.amount || tall) {
    if (column.amount && eligible) append_amount(out, column, d.amount(row));
    out.append(',');
  }
  if (column.ceiling || tall) {
    if (column.ceiling && status == Status::referred && d.has_ceiling(row)) append_amount(out, column, d.ceiling(row));
    out.append(',');
  }
  out.append(tall ? 1 : measure.shares.size(), ',');
  cell_.clear();
  d.append_reasons(cell_, entity_, row);
  out.append(cell_);
  out.append(column.after);
}

uint64_t CsvFormat::append_long(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks) {
  uint64_t lines = 0;
  for (int row = 0; row < chunk.rows().count(); ++row) {
    if (chunk.rows().bad(row)) continue;
    append_keys(chunk, batch, row);
    for (uint32_t m = 0; m < columns_.size(); ++m) {
      if (!wanted(decisions[m].status(row))) continue;
      out.append(keys_);
      out.append(columns_[m].title);
      append_cells(out, m, decisions[m], row, marks);
      ++lines;
    }
  }
  return lines;
}

uint64_t CsvFormat::append(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks) {
  return options_.shape == Shape::wide ? append_wide(out, chunk, batch, decisions, marks) : append_long(out, chunk, batch, decisions, marks);
}

}  // namespace huice::decisions
