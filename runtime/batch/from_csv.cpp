#include "runtime/batch/from_csv.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "runtime/batch/heading.h"
#include "runtime/batch/source.h"

namespace huice::batch {
namespace {

/// Whose text and cells stay in the nearest cache while one column after the other is read.
constexpr int rows_at_once = 256;

Failure changed(const std::string& file) {
  return {Exit::environment, {file + ": the file changed while it was read", file + "：文件在读取过程中被修改"}};
}

/// Perhaps another sheet was meant.
Failure other_sheets(Failure failure, const workbook::Book& book, const std::string& path) {
  if (book.sheets.size() < 2) return failure;
  const std::string example = file_of(path) + "[" + book.sheets.back().name + "]";
  failure.message.en += "; the workbook has the sheets " + book.listed() + ": name another one as '" + example + "'";
  failure.message.zh += "；工作簿有工作表：" + book.listed() + "，可写作 '" + example + "' 指定其一";
  return failure;
}

}  // namespace

/// A file whose header has been read.
struct CsvReader::Open {
  PieceReader pieces;
  Heading heading;
  std::string path;  // of a sheet with its name
  std::shared_ptr<const workbook::Book> book;  // of a sheet
  std::shared_ptr<workbook::Findings> findings;
};

CsvReader::~CsvReader() = default;

Result<std::unique_ptr<CsvReader::Open>> CsvReader::open_text(const std::string& path) {
  Result<std::unique_ptr<Source>> source = open_source(path, options_.streams.get());
  if (!source) return source.failure();
  return std::make_unique<Open>(Open{PieceReader(TextStream(std::move(*source), options_.encoding, options_.rules.dialect == Dialect::spreadsheet), options_.record_limit, options_.beside), {}, path, nullptr, nullptr});
}

Result<std::unique_ptr<CsvReader::Open>> CsvReader::open_book(const SheetPath& path, std::shared_ptr<const workbook::Book> book, std::optional<workbook::Shape> shape) {
  if (!book) {
    const std::string folder = options_.streams ? options_.streams->folder() : std::filesystem::temp_directory_path().string();
    auto opened = workbook::Book::open(path.file, folder);
    if (!opened) return opened.failure();
    book = std::move(*opened);
  }
  const auto sheet = book->sheet(path.sheet);
  if (!sheet) return sheet.failure();
  auto findings = std::make_shared<workbook::Findings>();
  auto source = workbook::open_sheet(book, **sheet, std::move(shape), findings);
  if (!source) return source.failure();
  auto open = std::make_unique<Open>(Open{PieceReader(TextStream(std::move(*source), EncodingChoice::utf_8), options_.record_limit, options_.beside), {},
                                          path.file + "[" + (*sheet)->name + "]", std::move(book), std::move(findings)});
  open->pieces.set_one_line(true);
  return open;
}

Result<std::unique_ptr<CsvReader::Open>> CsvReader::open_file(const std::string& path) {
  const auto sheet = sheet_path(path);
  auto open = sheet ? open_book(*sheet, nullptr, std::nullopt) : open_text(path);
  if (!open) return open;
  const Dialect dialect = sheet ? Dialect::spreadsheet : options_.rules.dialect;
  auto heading = read_heading((*open)->pieces, HeaderFields(schema_, wanted_), dialect, (*open)->path);
  if (!heading) return heading.failure();
  if ((*open)->pieces.stream().tabbed()) heading->notes.insert(heading->notes.begin(), {1, {"cells are separated by TABs", "各列以制表符分隔"}});
  (*open)->heading = std::move(*heading);
  return open;
}

/// Once more, with what is known now, behind the header.
Result<std::unique_ptr<CsvReader::Open>> CsvReader::open_again(const FileReport& file) {
  const auto sheet = sheet_path(file.path);
  if (!sheet) return open_file(file.path);
  Known& known = known_[current_];
  workbook::Shape shape{std::vector<workbook::Use>(file.binding.headers.size(), workbook::Use::other), known.heading.last_line};
  for (const BoundColumn& bound : file.binding.columns) {
    const Field& field = schema_.fields[bound.field];
    auto& use = shape.columns[static_cast<size_t>(bound.column)];
    use = field.kind == Kind::text ? workbook::Use::text : field.kind != Kind::number ? workbook::Use::value : field.percent ? workbook::Use::percent : workbook::Use::number;
  }
  auto open = open_book(*sheet, std::move(known.book), std::move(shape));
  if (!open) return open;
  (*open)->heading = known.heading;
  Rows rows(0);
  for (PieceReader::Position before = (*open)->pieces.position();; before = (*open)->pieces.position()) {
    const Result<bool> more = (*open)->pieces.read_one(rows);
    if (!more) return more.failure();
    if (*more && rows.place(0).line <= known.heading.last_line) continue;
    (*open)->pieces.return_to(before);
    return open;
  }
}

CellRules CsvReader::rules_of(const Open& open) const {
  CellRules rules = options_.rules;
  if (!open.book) return rules;
  rules.dialect = Dialect::spreadsheet;
  rules.workbook = true;
  if (rules.serial_dates) rules.serial_dates = open.book->from_1904 ? DateSystem::from_1904 : DateSystem::from_1900;  // it says so itself
  return rules;
}

Result<std::unique_ptr<CsvReader>> CsvReader::open(const Schema& schema, Wanted wanted, std::vector<std::string> files, InputOptions options) {
  std::unique_ptr<CsvReader> reader(new CsvReader);
  reader->schema_ = schema;
  reader->wanted_ = std::move(wanted);
  reader->options_ = options;
  reader->total_ = 0;
  std::vector<Binding> bindings;
  for (const std::string& path : files) {
    auto open = reader->open_file(path);
    if (!open) return open.failure();
    auto binding = bind_header(schema, reader->wanted_, (*open)->path, (*open)->heading.headers);
    if (!binding) return (*open)->book ? other_sheets(binding.failure(), *(*open)->book, path) : binding.failure();
    bindings.push_back(*binding);
    const Source& source = (*open)->pieces.stream().source();
    if (reader->total_ && source.file_size()) {
      *reader->total_ += *source.file_size();
    } else {
      reader->total_.reset();
    }
    FileReport report;
    report.path = (*open)->path;
    report.notes = (*open)->heading.notes;
    report.binding = std::move(*binding);
    reader->files_.push_back(std::move(report));
    reader->known_.push_back({(*open)->heading, (*open)->book});
    reader->waiting_.push_back(source.reopenable() ? nullptr : std::move(*open));
  }
  reader->set_bound(schema, bindings, reader->wanted_.derived);
  if (options.check_keys) reader->check_keys();
  return reader;
}

Outcome CsvReader::start_file() {
  FileReport& file = files_[current_];
  open_ = std::move(waiting_[current_]);
  if (!open_) {
    auto open = open_again(file);
    if (!open) return open.failure();
    open_ = std::move(*open);
    if (open_->heading.headers != file.binding.headers) return changed(file.path);
  }
  const CellRules rules = rules_of(*open_);
  auto columns = std::make_shared<FileColumns>();
  columns->one_line = open_->book != nullptr;
  columns->slots.assign(file.binding.headers.size(), -1);
  const auto slot_of = [&](int column) {
    int& slot = columns->slots[static_cast<size_t>(column)];
    if (slot < 0) slot = static_cast<int>(columns->used++);
    return static_cast<size_t>(slot);
  };
  for (const BoundColumn& bound : file.binding.columns) {
    if (!reads(bound.field)) continue;
    columns->readings.push_back({bound.field, slot_of(bound.column), make_column_reader(schema_, bound, rules)});
  }
  note_unread(*columns);
  for (int column : file.binding.keep) columns->keep.push_back(slot_of(column));
  if (rules.dialect == Dialect::spreadsheet) {
    std::vector<size_t> keys;
    for (const BoundColumn& bound : file.binding.columns) {
      if (schema_.fields[bound.field].key) keys.push_back(slot_of(bound.column));
    }
    columns->asides.emplace(open_->heading.records, std::move(keys));
  }
  columns_ = std::move(columns);
  return Nothing{};
}

void CsvReader::finish_file() {
  FileReport& file = files_[current_];
  const TextStream& stream = open_->pieces.stream();
  file.bytes = stream.source().file_bytes();
  file.digest = stream.source().file_digest();
  if (stream.encoding()) file.encoding = unicode::name(*stream.encoding());
  if (open_->book) file.encoding = "xlsx";
  if (open_->findings) file.findings = *open_->findings;
  file.encoding_guessed = stream.guessed();
  file.encoding_doubtful = stream.doubtful();
  bytes_done_ += file.bytes;
  open_.reset();
  ++current_;
}

Result<bool> CsvReader::read(Chunk& chunk) {
  for (;;) {
    if (current_ == files_.size()) return false;
    if (!open_) {
      if (Outcome outcome = start_file(); !outcome) return outcome.failure();
    }
    Result<bool> more = open_->pieces.next(chunk.piece_);
    if (!more) return more.failure();
    if (*more) break;
    finish_file();
  }
  if (chunk.columns_ != columns_) {
    chunk.columns_ = columns_;
    chunk.rows_ = Rows(columns_->used);
    chunk.records_.set_columns(columns_->slots);
    chunk.records_.set_one_line(columns_->one_line);
  }
  chunk.files_ = &files_;
  chunk.file_ = current_;
  chunk.encoding_ = open_->pieces.stream().encoding().value_or(unicode::Encoding::utf_8);
  chunk.bytes_read_ = bytes_read();
  return true;
}

void CsvReader::parse(Chunk& chunk, Batch& batch) const {
  Rows& rows = chunk.rows_;
  rows.clear();
  rows.set_padded();
  batch.begin();
  Records& records = chunk.records_;
  const Piece& piece = chunk.piece_;
  records.begin(piece.text, piece.line, true, piece.unreadable);
  records.set_encoding(unicode::name(chunk.encoding_));
  records.read(rows, piece.separated ? &piece.separators : nullptr);
  const FileColumns& columns = *chunk.columns_;
  if (columns.asides) {
    for (size_t slot = 0; slot < columns.used; ++slot) records.cells(rows, slot, 0, rows.count());
    chunk.asides_ = columns.asides->skip(rows);
  }
  for (uint32_t field : columns.unread) {
    if (batch.bound(field)) batch.clear_rows(field, 0);
  }
  for (size_t slot : columns.keep) records.cells(rows, slot, 0, rows.count());
  std::array<Cell, rows_at_once> few;
  int from = 0;
  do {
    const int to = std::min(from + rows_at_once, rows.count());
    for (const FileColumns::Reading& reading : columns.readings) {
      const bool asked_again = schema_.fields[reading.field].kind == Kind::text;  // Chunk::text
      const Cell* const cells = records.cells(rows, reading.slot, from, to, asked_again ? nullptr : few.data());
      reading.reader->read(rows, cells, batch, from, to);
    }
    from = to;
  } while (from < rows.count());
}

uint64_t CsvReader::bytes_read() const { return bytes_done_ + (open_ ? open_->pieces.stream().source().file_bytes() : 0); }

}  // namespace huice::batch
