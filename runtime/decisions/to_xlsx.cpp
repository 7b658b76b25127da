#include "runtime/decisions/to_xlsx.h"

#include "runtime/batch/source.h"
#include "runtime/workbook/sheet_table.h"

namespace huice::decisions {
namespace {

using workbook::BookWriter;
using workbook::Look;

Failure too_many_rows(const std::string& path) {
  const std::string most = std::to_string(workbook::most_written_rows);
  return {Exit::environment,
          {path + ": there are more decisions than the " + most + " rows that a sheet holds: write a .csv, or only some with --only, --layout wide or --measures",
           path + "：结果超过一张工作表可容纳的 " + most + " 行：请改写 .csv，或用 --only、--layout wide、--measures 减少输出"}};
}

/// A table of the spreadsheet dialect, whose text does not run in a sheet: there it needs no apostrophe.
class Table : public workbook::SheetTable {
 public:
  Table(BookWriter& writer, const std::string& name, batch::Dialect dialect) : SheetTable(writer, name), dialect_(dialect) {}

 protected:
  void adapt(std::string& cell) const override {
    constexpr std::string_view runs = "=+-@\t\r";
    if (dialect_ == batch::Dialect::spreadsheet && cell.size() > 1 && cell[0] == '\'' && runs.find(cell[1]) != runs.npos) cell.erase(0, 1);
  }

 private:
  batch::Dialect dialect_;
};

class DecisionsTable final : public Table {
 public:
  DecisionsTable(BookWriter& writer, const std::string& path, batch::Dialect dialect) : Table(writer, "结果", dialect), path_(path) {}
  void set_amounts(std::vector<bool> columns) { amounts_ = std::move(columns); }

 private:
  bool is_number(uint16_t column) const override { return column < amounts_.size() && amounts_[column]; }
  Outcome full() override { return too_many_rows(path_); }
  const std::string& path_;
  std::vector<bool> amounts_;
};

/// What does not fit is in the rejects file.
class RejectsTable final : public Table {
 public:
  RejectsTable(BookWriter& writer, batch::Dialect dialect) : Table(writer, "退回", dialect) {}

 private:
  bool is_number(uint16_t column) const override { return column == 1; }  // the line
  Outcome full() override { return Nothing{}; }
  void adapt(std::string& cell) const override {
    constexpr size_t most = 4000;
    Table::adapt(cell);
    if (cell.size() <= most) return;
    cell.resize(most);
    while (!cell.empty() && (static_cast<unsigned char>(cell.back()) & 0xC0) == 0x80) cell.pop_back();
    if (!cell.empty() && static_cast<unsigned char>(cell.back()) >= 0xC0) cell.pop_back();
    cell += "…";
  }
};

/// The summary: rows, then measures, then reasons of rejects.
class SummarySheet {
 public:
  SummarySheet(BookWriter& writer, bool zh) : writer_(writer), sheet_(writer.add_sheet("汇总")), zh_(zh) {}

  Outcome write(const Catalogue& catalogue, const engine::EntityReport& report) {
    for (uint16_t column = 0; column < 11; ++column) writer_.set_width(sheet_, column, column < 2 ? 24 : 14);
    line({say("rows in", "行数"), say("decided", "已判定"), say("rejected", "退回")}, Look::header);
    line({std::to_string(report.rows_in), std::to_string(report.decided), std::to_string(report.rejected)}, Look::count, 0);
    ++row_;
    std::vector<std::string> header{say("measure", "措施"), say("name", "名称")};
    for (int s = 0; s < status_count; ++s) header.emplace_back(zh_ ? label_zh(static_cast<Status>(s)) : name(static_cast<Status>(s)));
    header.push_back(say("computed", "核算金额"));
    header.push_back(say("granted", "核定金额"));
    line(header, Look::header);
    for (const engine::MeasureTotals& totals : report.measures) {
      const catalogue::Measure& measure = catalogue.measures[totals.measure];
      std::vector<std::string> cells{measure.name, measure.label};
      for (const uint64_t count : totals.count) cells.push_back(std::to_string(count));
      for (const __int128 sum : {totals.computed, totals.granted}) {
        cells.emplace_back();
        if (measure.pays) catalogue::append_amount(cells.back(), measure, sum);
      }
      line(cells, Look::count, 2);
    }
    ++row_;
    if (!report.rejects.empty()) line({say("rejected because", "退回原因"), say("column", "列"), say("rows", "行数"), say("first line", "首见行")}, Look::header);
    for (const engine::RejectTotals& totals : report.rejects) {
      line({std::string(batch::name(totals.code)), totals.column, std::to_string(totals.count), std::to_string(totals.line)}, Look::count, 2);
    }
    return std::move(outcome_);
  }

 private:
  std::string say(const char* en, const char* zh) const { return zh_ ? zh : en; }
  /// Columns from `first_number` on hold numbers.
  void line(const std::vector<std::string>& cells, Look look, size_t first_number = 0) {
    for (uint16_t column = 0; column < cells.size() && outcome_; ++column) {
      const bool number = look == Look::count && column >= first_number && !cells[column].empty();
      outcome_ = number ? writer_.number(sheet_, row_, column, cells[column], look) : writer_.text(sheet_, row_, column, cells[column], look == Look::header ? look : Look::text);
    }
    ++row_;
  }

  BookWriter& writer_;
  size_t sheet_;
  bool zh_;
  uint32_t row_ = 0;
  Outcome outcome_ = Nothing{};
};

class Book final : public ResultBook, public std::enable_shared_from_this<Book> {
 public:
  Book(std::string path, std::unique_ptr<Target> file, std::unique_ptr<BookWriter> writer, const OutputOptions& options)
      : path_(std::move(path)), file_(std::move(file)), writer_(std::move(writer)), zh_(options.labels == Labels::zh),
        decided_(*writer_, path_, options.dialect), rejected_(*writer_, options.dialect) {}

  std::unique_ptr<Target> decisions() override;
  std::unique_ptr<Target> rejects(std::unique_ptr<Target> file) override;
  void set_amounts(std::vector<bool> columns) override { decided_.set_amounts(std::move(columns)); }

  Outcome complete(const Catalogue& catalogue, const engine::EntityReport& report) override {
    if (Outcome outcome = SummarySheet(*writer_, zh_).write(catalogue, report); !outcome) return outcome;
    decided_.finish();
    rejected_.finish();
    if (Outcome outcome = writer_->finish(); !outcome) return outcome;
    std::string bytes(size_t{256} << 10, '\0');
    for (uint64_t offset = 0;;) {
      const Result<size_t> count = writer_->read(offset, bytes.data(), bytes.size());
      if (!count) return count.failure();
      if (*count == 0) break;
      if (Outcome outcome = file_->write(std::string_view(bytes).substr(0, *count)); !outcome) return outcome;
      offset += *count;
    }
    return file_->finish();
  }

  Target& file() { return *file_; }
  DecisionsTable& decided() { return decided_; }
  RejectsTable& rejected() { return rejected_; }

 private:
  std::string path_;
  std::unique_ptr<Target> file_;
  std::unique_ptr<BookWriter> writer_;
  bool zh_;
  DecisionsTable decided_;
  RejectsTable rejected_;
};

class DecisionsTarget final : public Target {
 public:
  explicit DecisionsTarget(std::shared_ptr<Book> book) : book_(std::move(book)) {}
  Outcome write(std::string_view text) override { return book_->decided().add(text); }
  Outcome finish() override { return Nothing{}; }
  Outcome remove_former() override { return book_->file().remove_former(); }
  Outcome commit() override { return book_->file().commit(); }
  std::string digest() const override { return book_->file().digest(); }
  uint64_t bytes() const override { return book_->file().bytes(); }
  const std::string& path() const override { return book_->file().path(); }

 private:
  std::shared_ptr<Book> book_;
};

class RejectsTarget final : public WrappedTarget {
 public:
  RejectsTarget(std::shared_ptr<Book> book, std::unique_ptr<Target> file) : WrappedTarget(std::move(file)), book_(std::move(book)) {}
  Outcome write(std::string_view text) override {
    if (Outcome outcome = book_->rejected().add(text); !outcome) return outcome;
    return WrappedTarget::write(text);
  }

 private:
  std::shared_ptr<Book> book_;
};

std::unique_ptr<Target> Book::decisions() { return std::make_unique<DecisionsTarget>(shared_from_this()); }
std::unique_ptr<Target> Book::rejects(std::unique_ptr<Target> file) { return std::make_unique<RejectsTarget>(shared_from_this(), std::move(file)); }

}  // namespace

bool is_workbook(const std::string& path) { return batch::sheet_path(path).has_value(); }

Result<std::shared_ptr<ResultBook>> open_result_book(const std::string& path, const OutputOptions& options, bool sync, const std::string& folder) {
  auto file = open_target(path, OutEncoding::utf_8, sync);
  if (!file) return file.failure();
  auto writer = BookWriter::create(path, folder);
  if (!writer) return writer.failure();
  return std::shared_ptr<ResultBook>(std::make_shared<Book>(path, std::move(*file), std::move(*writer), options));
}

}  // namespace huice::decisions
