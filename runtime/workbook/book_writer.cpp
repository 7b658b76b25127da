#include "runtime/workbook/book_writer.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>

#include "base/late_library.h"
#include "base/unicode/utf8.h"
#include "runtime/spill/temp_file.h"
#include "runtime/workbook/package.h"

namespace huice::workbook {
namespace {

constinit LateLibrary libxlsxwriter(HUICE_XLSXWRITER);
HUICE_LATE(libxlsxwriter, format_set_bg_color);
HUICE_LATE(libxlsxwriter, format_set_bold);
HUICE_LATE(libxlsxwriter, format_set_bottom);
HUICE_LATE(libxlsxwriter, format_set_num_format);
HUICE_LATE(libxlsxwriter, lxw_strerror);
HUICE_LATE(libxlsxwriter, lxw_workbook_free);
HUICE_LATE(libxlsxwriter, workbook_add_format);
HUICE_LATE(libxlsxwriter, workbook_add_worksheet);
HUICE_LATE(libxlsxwriter, workbook_close);
HUICE_LATE(libxlsxwriter, workbook_new_opt);
HUICE_LATE(libxlsxwriter, workbook_set_properties);
HUICE_LATE(libxlsxwriter, workbook_validate_sheet_name);
HUICE_LATE(libxlsxwriter, worksheet_autofilter);
HUICE_LATE(libxlsxwriter, worksheet_data_validation_range);
HUICE_LATE(libxlsxwriter, worksheet_freeze_panes);
HUICE_LATE(libxlsxwriter, worksheet_ignore_errors);
HUICE_LATE(libxlsxwriter, worksheet_set_column);
HUICE_LATE(libxlsxwriter, worksheet_write_blank);
HUICE_LATE(libxlsxwriter, worksheet_write_comment);
HUICE_LATE(libxlsxwriter, worksheet_write_number);
HUICE_LATE(libxlsxwriter, worksheet_write_string);

constexpr uint32_t last_entry_row = 10'000;  // rows of an empty table that are made ready

/// `_x0041_` in a text is no escape of XML; what would read as one gets its own.
std::string escaped(std::string_view text) {
  std::string result;
  for (size_t at = 0; at < text.size(); ++at) {
    const auto hex = [&](size_t i) { return std::isxdigit(static_cast<unsigned char>(text[i])) != 0; };
    const bool reads_as_escape = text[at] == '_' && at + 6 < text.size() && text[at + 1] == 'x' && hex(at + 2) && hex(at + 3) && hex(at + 4) && hex(at + 5) && text[at + 6] == '_';
    result += reads_as_escape ? "_x005F_" : std::string_view(&text[at], 1);
  }
  return result;
}

size_t significant_digits(std::string_view decimal) {
  size_t digits = 0;
  for (char c : decimal) digits += c >= '0' && c <= '9' && (digits > 0 || c != '0') ? 1 : 0;
  return digits;
}

/// As much of `name` as a sheet may be called, with `suffix` behind it.
std::string sheet_name(std::string_view name, const std::string& suffix) {
  constexpr size_t most = 31;  // characters
  std::string called;
  size_t count = suffix.size();
  for (size_t at = 0; at < name.size();) {
    const unicode::CodePoint point = unicode::code_point_at(name, at);
    const std::string_view piece = name.substr(at, point.length);
    at += point.length;
    if (piece.find_first_of("[]:*?/\\'") != std::string_view::npos) continue;
    count += point.value > 0xFFFF ? 2 : 1;
    if (count > most) break;
    called += piece;
  }
  return called + suffix;
}

}  // namespace

struct BookWriter::Book {
  std::string shown;
  std::unique_ptr<spill::TempFile> file;
  std::string path, folder;
  lxw_workbook* workbook = nullptr;
  std::vector<lxw_worksheet*> sheets;
  lxw_format* header = nullptr;
  lxw_format* as_text = nullptr;
  std::map<std::pair<Look, size_t>, lxw_format*> numbers;  // by fraction digits

  ~Book() {
    if (workbook != nullptr) lxw_workbook_free(workbook);
  }
  Outcome checked(lxw_error error) const {
    if (error == LXW_NO_ERROR) return Nothing{};
    return unusable(shown, std::string("cannot write the workbook: ") + lxw_strerror(error), std::string("无法写工作簿：") + lxw_strerror(error));
  }
  lxw_format* number_format(Look look, size_t digits) {
    lxw_format*& format = numbers[{look, digits}];
    if (format == nullptr) {
      std::string code = "#,##0";
      if (digits > 0) code += "." + std::string(digits, '0');
      format = workbook_add_format(workbook);
      format_set_num_format(format, code.c_str());
    }
    return format;
  }
};

BookWriter::BookWriter() : book_(new Book) {}
BookWriter::~BookWriter() = default;

Result<std::unique_ptr<BookWriter>> BookWriter::create(const std::string& shown, const std::string& folder) {
  if (const Outcome loaded = libxlsxwriter.load(); !loaded) return unusable(shown, loaded.failure().message.en, loaded.failure().message.zh);
  std::unique_ptr<BookWriter> writer(new BookWriter);
  Book& book = *writer->book_;
  book.shown = shown;
  book.folder = folder;
  auto file = spill::TempFile::create(folder);
  if (!file) return file.failure();
  book.file = std::move(*file);
  book.path = "/proc/self/fd/" + std::to_string(book.file->descriptor());  // it has no other name
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = book.folder.data();
  book.workbook = workbook_new_opt(book.path.c_str(), &options);
  if (book.workbook == nullptr) throw std::bad_alloc();
  lxw_doc_properties properties{};
  properties.created = 946684800;  // 2000-01-01, so that equal content gives equal bytes
  workbook_set_properties(book.workbook, &properties);
  book.header = workbook_add_format(book.workbook);
  format_set_bold(book.header);
  format_set_bottom(book.header, LXW_BORDER_THIN);
  format_set_bg_color(book.header, 0xE8EEF4);
  format_set_num_format(book.header, "@");
  book.as_text = workbook_add_format(book.workbook);
  format_set_num_format(book.as_text, "@");
  return writer;
}

size_t BookWriter::add_sheet(const std::string& name) {
  std::string called = sheet_name(name, "");
  for (size_t n = 2; workbook_validate_sheet_name(book_->workbook, called.c_str()) == LXW_ERROR_SHEETNAME_ALREADY_USED; ++n) {
    called = sheet_name(name, "~" + std::to_string(n));
  }
  book_->sheets.push_back(workbook_add_worksheet(book_->workbook, called.c_str()));
  return book_->sheets.size() - 1;
}

Outcome BookWriter::text(size_t sheet, uint32_t row, uint16_t column, std::string_view text, Look look) {
  if (text.empty() && look == Look::text) return Nothing{};
  lxw_format* const format = look == Look::header ? book_->header : book_->as_text;
  if (text.empty()) return book_->checked(worksheet_write_blank(book_->sheets[sheet], row, column, format));
  return book_->checked(worksheet_write_string(book_->sheets[sheet], row, column, escaped(text).c_str(), format));
}

Outcome BookWriter::number(size_t sheet, uint32_t row, uint16_t column, std::string_view decimal, Look look) {
  constexpr size_t exact_digits = 15;
  double value = 0;
  const auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
  if (error != std::errc() || end != decimal.data() + decimal.size() || significant_digits(decimal) > exact_digits) return text(sheet, row, column, decimal);
  const size_t point = decimal.find('.');
  const size_t digits = point == std::string_view::npos ? 0 : decimal.size() - point - 1;
  return book_->checked(worksheet_write_number(book_->sheets[sheet], row, column, value, book_->number_format(look, digits)));
}

void BookWriter::set_width(size_t sheet, uint16_t column, double characters) {
  worksheet_set_column(book_->sheets[sheet], column, column, characters, nullptr);
}

void BookWriter::set_text_column(size_t sheet, uint16_t column, double characters) {
  worksheet_set_column(book_->sheets[sheet], column, column, characters, book_->as_text);
}

void BookWriter::set_entry(size_t sheet, uint16_t column, const Entry& entry) {
  lxw_data_validation rule{};
  rule.ignore_blank = LXW_VALIDATION_ON;
  std::vector<char*> words;  // the library takes them as its own, but copies
  std::vector<std::string> copies = entry.words;
  std::string hint = entry.hint;
  switch (entry.kind) {
    case Entry::Kind::any: return;
    case Entry::Kind::list:
      for (std::string& word : copies) words.push_back(word.data());
      words.push_back(nullptr);
      rule.validate = LXW_VALIDATION_TYPE_LIST;
      rule.value_list = words.data();
      break;
    case Entry::Kind::number:
      rule.validate = LXW_VALIDATION_TYPE_DECIMAL;
      rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      rule.minimum_number = entry.least;
      rule.maximum_number = entry.most;
      break;
    case Entry::Kind::date:
      rule.validate = LXW_VALIDATION_TYPE_DATE;
      rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      rule.minimum_datetime = {1900, 3, 1, 0, 0, 0};
      rule.maximum_datetime = {9999, 12, 31, 0, 0, 0};
      break;
  }
  if (!hint.empty()) rule.error_message = hint.data();
  worksheet_data_validation_range(book_->sheets[sheet], 1, column, last_entry_row, column, &rule);
}

void BookWriter::comment(size_t sheet, uint32_t row, uint16_t column, const std::string& text) {
  worksheet_write_comment(book_->sheets[sheet], row, column, text.c_str());
}

void BookWriter::finish_table(size_t sheet, uint32_t last_row, uint16_t columns) {
  worksheet_ignore_errors(book_->sheets[sheet], LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");  // codes are text on purpose
  worksheet_freeze_panes(book_->sheets[sheet], 1, 0);
  if (columns > 0) worksheet_autofilter(book_->sheets[sheet], 0, 0, last_row, static_cast<lxw_col_t>(columns - 1));
}

Outcome BookWriter::finish() {
  const lxw_error error = workbook_close(book_->workbook);
  book_->workbook = nullptr;  // it is freed
  return book_->checked(error);
}

Result<size_t> BookWriter::read(uint64_t offset, char* into, size_t size) const {
  for (;;) {
    const ssize_t count = pread(book_->file->descriptor(), into, size, static_cast<off_t>(offset));
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return unusable(book_->shown, std::strerror(errno), std::strerror(errno));
  }
}

Result<std::string> bytes_of(BookWriter& writer) {
  if (Outcome outcome = writer.finish(); !outcome) return outcome.failure();
  std::string bytes;
  constexpr size_t block = size_t{64} << 10;
  for (;;) {
    const size_t before = bytes.size();
    bytes.resize(before + block);
    const Result<size_t> count = writer.read(before, bytes.data() + before, block);
    if (!count) return count.failure();
    bytes.resize(before + *count);
    if (*count == 0) return bytes;
  }
}

}  // namespace huice::workbook
