#include "runtime/batch/from_csv.h"

#include <algorithm>

#include "runtime/batch/heading.h"
#include "runtime/batch/source.h"

namespace huice::batch {
namespace {

Failure changed(const std::string& file) {
  return {Exit::environment, {file + ": the file changed while it was read", file + "：文件在读取过程中被修改"}};
}

}  // namespace

/// A file whose header has been read.
struct CsvReader::Open {
  PieceReader pieces;
  Heading heading;
};

CsvReader::~CsvReader() = default;

Result<std::unique_ptr<CsvReader::Open>> CsvReader::open_file(const std::string& path) {
  Result<std::unique_ptr<Source>> source = open_source(path, options_.streams.get());
  if (!source) return source.failure();
  auto open = std::make_unique<Open>(Open{PieceReader(TextStream(std::move(*source), options_.encoding), options_.record_limit), {}});
  auto heading = read_heading(open->pieces, HeaderFields(schema_, wanted_), options_.rules.dialect, path);
  if (!heading) return heading.failure();
  open->heading = std::move(*heading);
  return open;
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
    auto binding = bind_header(schema, reader->wanted_, path, (*open)->heading.headers);
    if (!binding) return binding.failure();
    bindings.push_back(*binding);
    const Source& source = (*open)->pieces.stream().source();
    if (reader->total_ && source.file_size()) {
      *reader->total_ += *source.file_size();
    } else {
      reader->total_.reset();
    }
    FileReport report;
    report.path = path;
    report.notes = (*open)->heading.notes;
    report.binding = std::move(*binding);
    reader->files_.push_back(std::move(report));
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
    auto open = open_file(file.path);
    if (!open) return open.failure();
    open_ = std::move(*open);
    if (open_->heading.headers != file.binding.headers) return changed(file.path);
  }
  auto columns = std::make_shared<FileColumns>();
  columns->slots.assign(file.binding.headers.size(), -1);
  const auto slot_of = [&](int column) {
    int& slot = columns->slots[static_cast<size_t>(column)];
    if (slot < 0) slot = static_cast<int>(columns->used++);
    return static_cast<size_t>(slot);
  };
  for (const BoundColumn& bound : file.binding.columns) {
    if (reads(bound.field)) columns->readers.emplace_back(bound.field, make_column_reader(schema_, bound, slot_of(bound.column), options_.rules));
  }
  note_unread(*columns);
  for (int column : file.binding.keep) columns->keep.push_back(slot_of(column));
  if (options_.rules.dialect == Dialect::spreadsheet) {
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
  if (piece.unreadable) {
    records.begin_unreadable(piece.text, piece.line, *piece.unreadable);
  } else {
    records.begin(piece.text, piece.line, true);
  }
  records.set_encoding(unicode::name(chunk.encoding_));
  records.read(rows, piece.lines);
  if (chunk.columns_->asides) chunk.asides_ = chunk.columns_->asides->skip(rows);
  for (uint32_t field : chunk.columns_->unread) {
    if (batch.bound(field)) batch.clear_rows(field, 0);
  }
  for (const auto& [field, reader] : chunk.columns_->readers) reader->read(rows, batch);
}

uint64_t CsvReader::bytes_read() const { return bytes_done_ + (open_ ? open_->pieces.stream().source().file_bytes() : 0); }

}  // namespace huice::batch
