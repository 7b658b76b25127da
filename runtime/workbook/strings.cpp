#include "runtime/workbook/strings.h"

#include <cstring>

namespace huice::workbook {

Outcome Strings::add(std::string_view text) {
  if (count_++ % group == 0) {
    begins_.push_back(size_);
    if (bytes_.size() > memory_) {
      if (!file_) {
        auto file = spill::TempFile::create(folder_);
        if (!file) return file.failure();
        file_ = std::move(*file);
        memory_ = size_t{1} << 20;
      }
      if (Outcome outcome = file_->append(bytes_); !outcome) return outcome;
      bytes_.clear();
    }
  }
  const auto length = static_cast<uint32_t>(text.size());
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_.append(text);
  size_ += sizeof length + text.size();
  return Nothing{};
}

Outcome Strings::finish() {
  if (!file_) return Nothing{};
  Outcome outcome = file_->append(bytes_);
  std::string().swap(bytes_);
  return outcome;
}

Result<std::string_view> Strings::bytes_of(uint64_t which) const {
  const uint64_t from = begins_[which], to = which + 1 < begins_.size() ? begins_[which + 1] : size_;
  if (!file_) return std::string_view(bytes_).substr(from, to - from);
  if (read_group_ != which) {
    read_.resize(to - from);
    if (Outcome outcome = file_->read(from, read_.data(), read_.size()); !outcome) return outcome.failure();
    read_group_ = which;
  }
  return std::string_view(read_);
}

Outcome Strings::append(uint64_t index, std::string& out) const {
  const Result<std::string_view> bytes = bytes_of(index / group);
  if (!bytes) return bytes.failure();
  std::string_view rest = *bytes;
  uint32_t length = 0;
  for (uint64_t skip = index % group;; --skip) {
    std::memcpy(&length, rest.data(), sizeof length);
    rest.remove_prefix(sizeof length);
    if (skip == 0) break;
    rest.remove_prefix(length);
  }
  out.append(rest.substr(0, length));
  return Nothing{};
}

}  // namespace huice::workbook
