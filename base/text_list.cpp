#include "base/text_list.h"

#include <algorithm>

#include "base/digest.h"

namespace huice {
namespace {

template <class Entry>
const auto& key_of(const Entry& entry) {
  if constexpr (requires { entry.hash; }) {
    return entry.hash;
  } else {
    return entry;
  }
}

}  // namespace

TextList::Hash TextList::hash_of(std::string_view text) {
  const Hash128 hash = hash_128(text);
  return {hash.high, hash.low};
}

void TextList::add(std::string_view text, Span span) {
  if (dated_) {
    spans_.push_back({hash_of(text), span});
  } else {
    plain_.push_back(hash_of(text));
  }
}

template <class Entries>
void TextList::index(const Entries& entries) {
  unsigned bits = 1;
  while (bits < 30 && (size_t{4} << bits) < entries.size()) ++bits;  // about four entries for each beginning
  shift_ = 64 - bits;
  starts_.assign((size_t{1} << bits) + 1, 0);
  for (const auto& entry : entries) ++starts_[(key_of(entry).high >> shift_) + 1];
  for (size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
}

void TextList::finish() {
  if (!dated_) {
    std::sort(plain_.begin(), plain_.end());
    plain_.erase(std::unique(plain_.begin(), plain_.end()), plain_.end());
    plain_.shrink_to_fit();
    return index(plain_);
  }
  const auto before = [](const Held& a, const Held& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    return a.span.from != b.span.from ? a.span.from < b.span.from : a.span.to < b.span.to;
  };
  const auto same = [](const Held& a, const Held& b) { return a.hash == b.hash && a.span.from == b.span.from && a.span.to == b.span.to; };
  std::sort(spans_.begin(), spans_.end(), before);
  spans_.erase(std::unique(spans_.begin(), spans_.end(), same), spans_.end());
  spans_.shrink_to_fit();
  size_t run = 0;
  for (size_t i = 0; i < spans_.size(); ++i) {
    run = i > 0 && spans_[i].hash == spans_[i - 1].hash ? run + 1 : 1;
    most_ = std::max(most_, run);
  }
  index(spans_);
}

template <class Entries>
size_t TextList::lower_bound(const Entries& entries, const Hash& hash) const {
  if (entries.empty()) return 0;
  const size_t bucket = hash.high >> shift_;
  const auto from = entries.begin() + starts_[bucket], to = entries.begin() + starts_[bucket + 1];
  return static_cast<size_t>(std::lower_bound(from, to, hash, [](const auto& entry, const Hash& h) { return key_of(entry) < h; }) - entries.begin());
}

bool TextList::contains(std::string_view text) const {
  if (dated_) return span(text, 0) != nullptr;
  const Hash hash = hash_of(text);
  const size_t at = lower_bound(plain_, hash);
  return at < plain_.size() && plain_[at] == hash;
}

const TextList::Span* TextList::span(std::string_view text, size_t nth) const {
  const Hash hash = hash_of(text);
  const size_t at = lower_bound(spans_, hash) + nth;
  return at < spans_.size() && spans_[at].hash == hash ? &spans_[at].span : nullptr;
}

bool TextList::contains(std::string_view text, Date day) const {
  if (!dated_) return contains(text);
  for (size_t n = 0; const Span* held = span(text, n); ++n) {
    if (held->from <= day && day <= held->to) return true;
  }
  return false;
}

}  // namespace huice
