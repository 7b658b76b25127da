#include "runtime/workbook/sheet.h"

#include <algorithm>
#include <cstring>

#include "base/digest.h"
#include "runtime/workbook/cells.h"

namespace huice::workbook {
namespace {

class Sheet final : public batch::Source {
 public:
  Sheet(std::shared_ptr<const Book> book, const SheetName& sheet, std::optional<Shape> shape, std::shared_ptr<Findings> findings, std::unique_ptr<Part> part)
      : book_(std::move(book)),
        findings_(std::move(findings)),
        cells_(*book_, sheet, std::move(shape), *findings_, text_),
        reader_(book_->package->file(), sheet.part, std::move(part), cells_) {}

  Result<size_t> read(char* into, size_t size) override {
    while (taken_ == text_.size()) {
      text_.clear();
      taken_ = 0;
      if (ended_) return size_t{0};
      const Result<bool> more = reader_.step();
      if (!more) return more.failure();
      ended_ = !*more;
      if (!ended_) continue;
      if (Outcome outcome = digest_file(); !outcome) return outcome.failure();
    }
    const size_t count = std::min(size, text_.size() - taken_);
    std::memcpy(into, text_.data() + taken_, count);
    taken_ += count;
    return count;
  }
  uint64_t file_bytes() const override {
    if (ended_) return book_->package->file_size();
    const double share = reader_.part().total() == 0 ? 0 : static_cast<double>(reader_.part().done()) / static_cast<double>(reader_.part().total());
    return static_cast<uint64_t>(std::min(share, 1.0) * static_cast<double>(book_->package->file_size()));
  }
  std::string file_digest() const override { return digest_; }
  std::optional<uint64_t> file_size() const override { return book_->package->file_size(); }
  bool reopenable() const override { return true; }

 private:
  Outcome digest_file() {
    auto file = batch::open_source(book_->package->file());
    if (!file) return file.failure();
    std::vector<char> bytes(size_t{256} << 10);
    for (;;) {
      const Result<size_t> count = (*file)->read(bytes.data(), bytes.size());
      if (!count) return count.failure();
      if (*count == 0) break;
    }
    digest_ = (*file)->file_digest();
    return Nothing{};
  }

  std::shared_ptr<const Book> book_;
  std::shared_ptr<Findings> findings_;
  std::string text_;      // CSV that was not handed on
  size_t taken_ = 0;
  Cells cells_;
  XmlReader reader_;
  bool ended_ = false;
  std::string digest_;
};

}  // namespace

Result<std::unique_ptr<batch::Source>> open_sheet(std::shared_ptr<const Book> book, const SheetName& sheet, std::optional<Shape> shape,
                                                  std::shared_ptr<Findings> findings) {
  auto part = book->package->part(sheet.part);
  if (!part) return part.failure();
  return std::unique_ptr<batch::Source>(std::make_unique<Sheet>(std::move(book), sheet, std::move(shape), std::move(findings), std::move(*part)));
}

}  // namespace huice::workbook
