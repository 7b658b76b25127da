#include "compiler/program/csv_rows.h"

namespace huice::program {
namespace {

class Reader {
 public:
  Reader(const std::string& bytes, text::SourceId id) : bytes_(bytes), id_(id) {}

  std::vector<DataRow> rows() {
    std::vector<DataRow> all;
    for (uint32_t line = 1; at_ < bytes_.size(); ++line) {
      DataRow row = this->row();
      row.line = line;
      const bool empty = row.cells.size() == 1 && row.cells[0].span.begin == row.cells[0].span.end;
      if (!empty) all.push_back(std::move(row));
    }
    return all;
  }

 private:
  DataRow row() {
    DataRow row;
    const size_t begin = at_;
    do row.cells.push_back(cell());
    while (take(','));
    row.span = span(begin, at_);
    take('\r');
    take('\n');
    return row;
  }

  DataCell cell() {
    const size_t begin = at_;
    std::string text;
    if (take('"')) {
      while (at_ < bytes_.size() && (!take('"') || (at_ < bytes_.size() && bytes_[at_] == '"'))) text += bytes_[at_++];
    }
    while (at_ < bytes_.size() && bytes_[at_] != ',' && bytes_[at_] != '\n' && bytes_[at_] != '\r') text += bytes_[at_++];
    return {trimmed(text), span(begin, at_)};
  }

  static std::string trimmed(const std::string& text) {
    const size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
    return first == std::string::npos ? "" : text.substr(first, last + 1 - first);
  }

  bool take(char c) {
    if (at_ >= bytes_.size() || bytes_[at_] != c) return false;
    ++at_;
    return true;
  }

  text::Span span(size_t begin, size_t end) const {
    return {id_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  const std::string& bytes_;
  text::SourceId id_;
  size_t at_ = 0;
};

}  // namespace

std::vector<DataRow> read_csv(const std::string& bytes, text::SourceId id) { return Reader(bytes, id).rows(); }

}  // namespace huice::program
