#include "runtime/decisions/to_csv.h"

#include "base/decimal.h"
#include "runtime/batch/cell_text.h"
#include "runtime/decisions/csv_text.h"

namespace huice::decisions {
namespace {

/// The words of the header that are not the program's.
struct HeaderWords {
  std::string_view measure, status, computed, amount, ceiling, shares, reasons;
};
constexpr HeaderWords english{"measure", "status", "computed", "amount", "ceiling", "shares", "reasons"};
constexpr HeaderWords chinese{"措施", "状态", "核算金额", "金额", "上限", "分担", "原因"};

const HeaderWords& words(Labels labels) { return labels == Labels::zh ? chinese : english; }

const std::string& title(Labels labels, const std::string& name, const std::string& label) {
  return labels == Labels::names || label.empty() ? name : label;
}

}  // namespace

CsvFormat::CsvFormat(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, std::vector<std::string> keep,
                     OutputOptions options)
    : catalogue_(catalogue), entity_(catalogue.entities[entity]), keep_(std::move(keep)), options_(std::move(options)) {
  for (uint32_t m : measures) {
    const catalogue::Measure& measure = catalogue.measures[m];
    Column column{m, measure.pays, measure.pays && measure.refers, 0, measure.amount_digits};
    const __int128 scaled = static_cast<__int128>(measure.unit_num) * power_of_ten_128(measure.amount_digits);
    if (scaled % measure.unit_den == 0 && scaled / measure.unit_den <= INT64_MAX) column.factor = static_cast<int64_t>(scaled / measure.unit_den);
    columns_.push_back(column);
  }
  for (Status status : options_.only) only_[static_cast<size_t>(status)] = true;
}

std::string CsvFormat::header() const {
  const HeaderWords& w = words(options_.labels);
  std::string line;
  const auto add = [&](std::string_view cell) {
    if (!line.empty()) line += ',';
    append_csv(line, cell, options_.dialect);
  };
  for (uint32_t key : entity_.keys) add(title(options_.labels, entity_.field_names[key], entity_.field_labels[key]));
  for (const std::string& header : keep_) add(header);
  if (options_.shape == Shape::tall) {
    for (std::string_view word : {w.measure, w.status, w.computed, w.amount, w.ceiling, w.shares, w.reasons}) add(word);
  } else {
    for (const Column& column : columns_) {
      const catalogue::Measure& measure = catalogue_.measures[column.measure];
      const std::string prefix = title(options_.labels, measure.name, measure.label) + ".";
      add(prefix + std::string(w.status));
      if (column.amount) add(prefix + std::string(w.amount));
      if (column.ceiling) add(prefix + std::string(w.ceiling));
      add(prefix + std::string(w.reasons));
    }
  }
  return line += '\n';
}

void CsvFormat::append_amount(std::string& out, const Column& column, int64_t amount) const {
  if (column.factor != 0) {
    append_decimal(out, static_cast<__int128>(amount) * column.factor, column.digits);
  } else {
    catalogue::append_amount(out, catalogue_.measures[column.measure], amount);
  }
}

void CsvFormat::append_status(std::string& out, Status status) const { out += options_.labels == Labels::zh ? label_zh(status) : name(status); }

void CsvFormat::append_keys(const batch::Batch& batch, const batch::CsvReader& reader, int row) {
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
    append_csv(keys_, reader.kept(k, row), options_.dialect);
    keys_ += ',';
  }
}

uint64_t CsvFormat::append(std::string& out, const batch::Batch& batch, const batch::CsvReader& reader, const batch::Rows& rows,
                           const std::vector<Decisions>& decisions) {
  uint64_t lines = 0;
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    if (options_.shape == Shape::wide && !options_.only.empty()) {
      bool any = false;
      for (const Decisions& d : decisions) any = any || wanted(d.status(row));
      if (!any) continue;
    }
    append_keys(batch, reader, row);
    if (options_.shape == Shape::wide) out += keys_;
    for (size_t m = 0; m < columns_.size(); ++m) {
      const Column& column = columns_[m];
      const Decisions& d = decisions[m];
      const Status status = d.status(row);
      const bool tall = options_.shape == Shape::tall;
      if (tall) {
        if (!wanted(status)) continue;
        const catalogue::Measure& measure = catalogue_.measures[column.measure];
        out += keys_;
        append_csv(out, title(options_.labels, measure.name, measure.label), options_.dialect);
        out += ',';
        ++lines;
      }
      append_status(out, status);
      out += tall ? ",," : ",";
      if (column.amount || tall) {
        if (column.amount && status == Status::eligible) append_amount(out, column, d.amount(row));
        out += ',';
      }
      if (column.ceiling || tall) {
        if (column.ceiling && status == Status::referred && d.has_ceiling(row)) append_amount(out, column, d.ceiling(row));
        out += tall ? ",," : ",";
      }
      d.append_reasons(out, entity_, row);
      out += tall || m + 1 == columns_.size() ? '\n' : ',';
    }
    if (options_.shape == Shape::wide) ++lines;
  }
  return lines;
}

}  // namespace huice::decisions
