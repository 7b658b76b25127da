#include "tests/properties/lists.h"

#include "tests/properties/random.h"

namespace huice::properties {
namespace {

const std::vector<std::string> texts = {"甲", "甲乙", "A", "AB", "a", "91320100", "9132", "AB甲", "乙"};

}  // namespace

bool list_dated(const std::string& file) { return file.ends_with(dated_list_suffix); }

std::vector<ListEntry> list_entries(const std::string& file) {
  Random random(derive(77, static_cast<uint64_t>(file.front())));
  std::vector<ListEntry> entries;
  for (int i = 0; i < 12; ++i) {
    ListEntry entry{random.pick(texts)};
    const Date from{make_date(2023, 6, 1)->days + static_cast<int32_t>(random.below(700))};
    const Date to{from.days + static_cast<int32_t>(random.below(400))};
    if (list_dated(file) && random.chance(80)) entry.held.from = from;
    if (list_dated(file) && random.chance(80)) entry.held.to = to;
    entries.push_back(entry);
  }
  return entries;
}

std::shared_ptr<const TextList> list_of(const std::string& file) {
  auto list = std::make_shared<TextList>(list_dated(file));
  for (const ListEntry& entry : list_entries(file)) list->add(entry.text, entry.held);
  list->finish();
  return list;
}

std::string list_csv(const std::string& file) {
  auto day = [](Date date, Date open) { return date == open ? "" : to_string(date); };
  const bool dated = list_dated(file);
  std::string csv = std::string(list_column) + (dated ? ",from,to\n" : "\n");
  for (const ListEntry& entry : list_entries(file)) {
    csv += entry.text;
    if (dated) csv += "," + day(entry.held.from, TextList::first) + "," + day(entry.held.to, TextList::last);
    csv += "\n";
  }
  return csv;
}

}  // namespace huice::properties
