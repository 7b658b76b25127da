#include "runtime/spill/order.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <memory>
#include <tuple>

#include "base/threads.h"

namespace huice::spill {
namespace {

constexpr size_t few = 24, prefix_size = 8, most_buckets = size_t{1} << 12, worth_threads = size_t{1} << 15;

std::string_view behind(const Entry& entry, size_t depth) {
  const std::string_view record = record_at(entry.bytes);
  return record.substr(std::min(depth, record.size()));
}

/// By prefix, which stands for the bytes from `depth` on; where those are equal, by what follows.
void sort_few(Entry* begin, Entry* end, size_t depth) {
  for (Entry* next = begin + (begin != end); next != end; ++next) {
    const Entry entry = *next;
    Entry* at = next;
    for (; at != begin; --at) {
      const Entry& before = at[-1];
      if (before.prefix < entry.prefix || (before.prefix == entry.prefix && behind(before, depth) <= behind(entry, depth))) break;
      *at = before;
    }
    *at = entry;
  }
}

/// The buckets of entries whose prefixes differ, in order: by the first bits in which they do.
class Buckets {
 public:
  Buckets(const Entry* begin, const Entry* end, uint64_t least, uint64_t greatest) : least_(least) {
    const auto count = static_cast<size_t>(end - begin);
    const int bits = static_cast<int>(std::bit_width(greatest - least));
    const int wanted = static_cast<int>(std::bit_width(std::min(count / 2, most_buckets - 1)));
    shift_ = std::max(0, bits - wanted);
    begins_.resize(static_cast<size_t>((greatest - least) >> shift_) + 2);
    for (const Entry* each = begin; each != end; ++each) ++begins_[of(*each) + 1];
    for (size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  }
  size_t count() const { return begins_.size() - 1; }
  size_t begin(size_t bucket) const { return begins_[bucket]; }
  void distribute(const Entry* begin, const Entry* end, Entry* into) const {
    std::vector<size_t> at(begins_.begin(), begins_.end() - 1);
    for (const Entry* each = begin; each != end; ++each) into[at[of(*each)]++] = *each;
  }

 private:
  size_t of(const Entry& entry) const { return static_cast<size_t>((entry.prefix - least_) >> shift_); }

  uint64_t least_;
  int shift_;
  std::vector<size_t> begins_;
};

std::pair<uint64_t, uint64_t> range(const Entry* begin, const Entry* end) {
  uint64_t least = begin->prefix, greatest = least;
  for (; begin != end; ++begin) {
    least = std::min(least, begin->prefix);
    greatest = std::max(greatest, begin->prefix);
  }
  return {least, greatest};
}

/// All have one prefix. Puts those in front that end with it, in order (a record that ends compares as if zeros followed), and
/// gives the others the prefix of what follows.
Entry* look_further(Entry* begin, Entry* end, size_t depth) {
  const auto ended = [&](const Entry& entry) { return record_at(entry.bytes).size() <= depth + prefix_size; };
  Entry* longer = begin;
  if (std::any_of(begin, end, ended)) {
    longer = std::stable_partition(begin, end, ended);
    std::sort(begin, longer, [](const Entry& a, const Entry& b) { return record_at(a.bytes).size() < record_at(b.bytes).size(); });
  }
  for (Entry* each = longer; each != end; ++each) each->prefix = ordered(behind(*each, depth + prefix_size));
  return longer;
}

void sort_from(Entry* begin, Entry* end, Entry* scratch, size_t depth) {
  while (static_cast<size_t>(end - begin) > few) {
    const auto [least, greatest] = range(begin, end);
    if (least == greatest) {
      Entry* const longer = look_further(begin, end, depth);
      scratch += longer - begin;
      begin = longer;
      depth += prefix_size;
      continue;
    }
    const Buckets buckets(begin, end, least, greatest);
    buckets.distribute(begin, end, scratch);
    std::copy(scratch, scratch + (end - begin), begin);
    for (size_t i = 0; i < buckets.count(); ++i) {
      sort_from(begin + buckets.begin(i), begin + buckets.begin(i + 1), scratch + buckets.begin(i), depth);
    }
    return;
  }
  sort_few(begin, end, depth);
}

}  // namespace

void put_in_order(std::vector<Entry>& entries, int threads) {
  const auto scratch = std::make_unique_for_overwrite<Entry[]>(entries.size());
  Entry *begin = entries.data(), *const end = begin + entries.size();
  if (threads <= 1 || entries.size() < worth_threads) return sort_from(begin, end, scratch.get(), 0);
  size_t depth = 0;
  auto [least, greatest] = range(begin, end);
  for (; least == greatest && begin != end; depth += prefix_size) {
    begin = look_further(begin, end, depth);
    if (begin != end) std::tie(least, greatest) = range(begin, end);
  }
  if (begin == end) return;
  const Buckets buckets(begin, end, least, greatest);
  Entry* const parted = scratch.get() + (begin - entries.data());
  buckets.distribute(begin, end, parted);
  std::atomic<size_t> next{0};
  const auto work = [&](int) {
    for (size_t i = next++; i < buckets.count(); i = next++) {
      const size_t from = buckets.begin(i), to = buckets.begin(i + 1);
      std::copy(parted + from, parted + to, begin + from);
      sort_from(begin + from, begin + to, parted + from, depth);
    }
  };
  on_threads(threads, work);
}

}  // namespace huice::spill
