#include "runtime/spill/order.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <thread>

#include "runtime/spill/bytes.h"

namespace huice::spill {
namespace {

constexpr size_t few = 24, prefix_size = 8, most_parts = size_t{1} << 12, worth_threads = size_t{1} << 16;

std::string_view behind(const char* bytes, const Entry& entry, size_t depth) {
  const std::string_view record = record_at(bytes, entry);
  return record.substr(std::min(depth, record.size()));
}

/// By prefix, which stands for the bytes from `depth` on; where those are equal, by what follows.
void sort_from(Entry* begin, Entry* end, const char* bytes, size_t depth) {
  std::sort(begin, end, [](const Entry& a, const Entry& b) { return a.prefix < b.prefix; });
  for (Entry* same = begin; same != end;) {
    Entry* next = same + 1;
    while (next != end && next->prefix == same->prefix) ++next;
    const auto count = static_cast<size_t>(next - same);
    if (count > 1 && count <= few) {
      std::sort(same, next, [&](const Entry& a, const Entry& b) { return behind(bytes, a, depth) < behind(bytes, b, depth); });
    } else if (count > few) {
      bool all_end = true;
      for (Entry* each = same; each != next; ++each) {
        const std::string_view rest = behind(bytes, *each, depth + prefix_size);
        each->prefix = ordered(rest);
        all_end = all_end && rest.empty();
      }
      // A record that ends compares as if zeros followed: what has none left comes first.
      if (all_end) {
        std::sort(same, next, [&](const Entry& a, const Entry& b) { return record_at(bytes, a).size() < record_at(bytes, b).size(); });
      } else {
        Entry* const ended = std::stable_partition(same, next, [&](const Entry& each) { return behind(bytes, each, depth + prefix_size).empty(); });
        std::sort(same, ended, [&](const Entry& a, const Entry& b) { return record_at(bytes, a).size() < record_at(bytes, b).size(); });
        sort_from(ended, next, bytes, depth + prefix_size);
      }
    }
    same = next;
  }
}

}  // namespace

void put_in_order(std::vector<Entry>& entries, const char* bytes, int threads) {
  if (entries.size() <= most_parts) return sort_from(entries.data(), entries.data() + entries.size(), bytes, 0);
  size_t depth = 0;
  uint64_t least = 0, greatest = 0;
  for (;; depth += prefix_size) {
    const auto [low, high] = std::minmax_element(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.prefix < b.prefix; });
    least = low->prefix;
    greatest = high->prefix;
    if (least != greatest) break;
    // All alike so far: look further, unless some end here.
    bool longer = true;
    for (const Entry& entry : entries) longer = longer && record_at(bytes, entry).size() > depth + prefix_size;
    if (!longer) return sort_from(entries.data(), entries.data() + entries.size(), bytes, depth);
    for (Entry& entry : entries) entry.prefix = ordered(behind(bytes, entry, depth + prefix_size));
  }
  const int bits = static_cast<int>(std::bit_width(greatest - least)), part_bits = static_cast<int>(std::bit_width(most_parts - 1));
  const int shift = std::max(0, bits - part_bits);
  const auto part_of = [&](const Entry& entry) { return static_cast<size_t>((entry.prefix - least) >> shift); };
  std::vector<size_t> begins(most_parts + 1);
  for (const Entry& entry : entries) ++begins[part_of(entry) + 1];
  for (size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<Entry> parted(entries.size());
  std::vector<size_t> at(begins.begin(), begins.end() - 1);
  for (const Entry& entry : entries) parted[at[part_of(entry)]++] = entry;
  entries.swap(parted);
  std::vector<Entry>().swap(parted);
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t part = next++; part < most_parts; part = next++) sort_from(entries.data() + begins[part], entries.data() + begins[part + 1], bytes, depth);
  };
  std::vector<std::thread> helpers;
  for (int i = 1; i < threads && entries.size() >= worth_threads; ++i) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
}

}  // namespace huice::spill
