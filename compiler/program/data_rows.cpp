#include "compiler/program/data_rows.h"

#include <algorithm>

#include "compiler/program/beside.h"
#include "compiler/program/csv_rows.h"
#include "compiler/text/from_bytes.h"
#include "runtime/batch/text_stream.h"

namespace huice::program {
namespace {

namespace fs = std::filesystem;
using diagnostics::Kind;

/// Of a text that is read to its end, or a little beyond what a source may hold.
Result<std::string> all_of(batch::TextStream stream) {
  constexpr size_t step = size_t{64} << 10;
  TextBuffer text;
  while (!stream.at_end() && text.size() <= text::largest_file) {
    if (Outcome outcome = stream.read(step, text); !outcome) return outcome.failure();
  }
  return std::string(text.view());
}

/// One pass over a sheet.
Result<std::vector<DataRow>> rows_of(const std::shared_ptr<const workbook::Book>& book, const workbook::SheetName& sheet,
                                     const std::optional<workbook::Shape>& shape, workbook::Findings& findings) {
  auto found = std::make_shared<workbook::Findings>();
  auto source = workbook::open_sheet(book, sheet, shape, found);
  if (!source) return source.failure();
  auto text = all_of(batch::TextStream(std::move(*source), batch::EncodingChoice::utf_8));
  if (!text) return text.failure();
  if (text->size() > text::largest_file) return workbook::unusable(book->package->file(), "sheet " + sheet.name + " holds more than 16 MiB of text", "工作表“" + sheet.name + "”的文本超过 16 MiB");
  findings = *found;
  return read_csv(*text, {});
}

/// The sheet as a text for people: line n is its row n, with ` | ` between cells.
class Page {
 public:
  void add(DataRow& row) {
    for (; line_ < row.line; ++line_) text_ += '\n';
    row.span.begin = end();
    for (DataCell& cell : row.cells) {
      if (&cell != &row.cells.front()) text_ += " | ";
      exact_ += std::to_string(cell.text.size()) + ":";
      exact_ += cell.text;
      cells_.push_back(end());
      cell.span.begin = end();
      for (char c : cell.text) text_ += c == '\n' ? "␊" : c == '\r' ? "␍" : std::string(1, c);
      cell.span.end = end();
    }
    row.span.end = end();
    exact_ += '\n';
  }
  text::SourceId add_to(text::Sources& sources, const std::string& path) && {
    if (text_.starts_with("\uFEFF")) text_.replace(0, 3, "   ");  // no byte order mark, but a character of the first cell
    const text::SourceId id = text::add_source(sources, path, std::move(text_));
    sources[id].data = true;
    sources[id].cell_starts = std::move(cells_);
    sources[id].cells = std::move(exact_);
    return id;
  }

 private:
  uint32_t end() const { return static_cast<uint32_t>(text_.size()); }
  std::string text_, exact_;
  std::vector<uint32_t> cells_;  // where each begins
  uint32_t line_ = 1;
};

struct Reading {
  Program& program;
  const syntax::Label& from;
  const UsesOf& uses;

  std::nullopt_t fails(const Failure& failure) {
    program.sink.report(Kind::data_file_unusable, from.span, {{"why", failure.message.en}, {"why_zh", failure.message.zh}});
    return std::nullopt;
  }

  std::optional<std::vector<DataRow>> text(const fs::path& file) {
    auto source = batch::open_source(file.string());
    if (!source) return fails(source.failure());
    auto bytes = all_of(batch::TextStream(std::move(*source), batch::EncodingChoice::automatic, true));
    if (!bytes) return fails(bytes.failure());
    const text::Reading read = text::from_bytes(program.sources, file.string(), std::move(*bytes));
    program.sources[read.source].data = true;
    if (!read.fault) return read_csv(program.sources[read.source].bytes, read.source);
    if (read.fault->kind == text::Fault::Kind::empty_file) return std::vector<DataRow>();
    program.sink.report(Kind::table_file_unreadable, from.span, {{"file", file.string()}})
        .hint("save it as UTF-8 or GB18030, at most 16 MiB", "请另存为 UTF-8 或 GB18030 编码，不超过 16 MiB");
    return std::nullopt;
  }

  /// In two passes: what the columns hold is known once the header is.
  std::optional<std::vector<DataRow>> sheet(const batch::SheetPath& path) {
    const auto book = workbook::Book::open(path.file, fs::temp_directory_path().string());
    if (!book) return fails(book.failure());
    const auto sheet = (*book)->sheet(path.sheet);
    if (!sheet) return fails(sheet.failure());
    workbook::Findings findings;
    auto rows = rows_of(*book, **sheet, std::nullopt, findings);
    if (rows && !rows->empty()) rows = rows_of(*book, **sheet, workbook::Shape{uses(rows->front()), rows->front().line}, findings);
    if (!rows) return fails(rows.failure());
    place(*rows, path.file + "[" + (*sheet)->name + "]");
    if (findings.merged.empty()) return std::move(*rows);
    program.sink.report(Kind::merged_cells, from.span, {{"file", path.file + "[" + (*sheet)->name + "]"}, {"cells", findings.merged}})
        .hint("take the merging apart and write the value into each row", "请取消合并，并在每一行填写");
    return std::nullopt;
  }

  void place(std::vector<DataRow>& rows, const std::string& path) {
    Page page;
    for (DataRow& row : rows) {
      row.cells.resize(rows.front().cells.size());
      page.add(row);
    }
    const text::SourceId id = std::move(page).add_to(program.sources, path);
    for (DataRow& row : rows) {
      row.span.source = id;
      for (DataCell& cell : row.cells) cell.span.source = id;
    }
  }
};

}  // namespace

std::optional<std::vector<DataRow>> read_data_rows(Program& program, const syntax::Label& from, const UsesOf& uses) {
  const auto named = batch::sheet_path(from.text);
  const auto found = find_beside(program, named ? named->file : from.text, from.span);
  if (!found) return std::nullopt;
  Reading reading{program, from, uses};
  auto rows = named ? reading.sheet({found->file.string(), named->sheet}) : reading.text(found->file);
  if (rows && rows->empty()) {
    program.sink.report(Kind::table_without_rows, from.span);
    return std::nullopt;
  }
  return rows;
}

void report_width(Program& program, const DataRow& row, size_t expected) {
  program.sink.report(Kind::row_width, row.span, {{"found", std::to_string(row.cells.size())}, {"expected", std::to_string(expected)}});
}

}  // namespace huice::program
