// The stream of Results: columns of decisions to Arrow arrays.
#include <malloc.h>

#include <algorithm>

#include "runtime/arrow/results.h"

namespace huice::arrow {
namespace {

constexpr size_t rows_a_batch = size_t{64} << 10;  // of the stream, about
constexpr size_t most_key_bytes = size_t{1} << 30;  // of a batch: offsets have 32 bits

Shape decimal_shape(std::string name, const catalogue::Measure& measure) { return {amount_format(measure.amount_digits), std::move(name)}; }

/// How many reasons rows with that text have.
size_t count_reasons(const std::string& text) { return text.empty() ? 0 : 1 + static_cast<size_t>(std::count(text.begin(), text.end(), ';')); }

Items status_words() {
  TextItems words(status_count);
  for (int status = 0; status < status_count; ++status) words.add(name(static_cast<Status>(status)));
  return words.take();
}

}  // namespace

size_t Results::rows_of(const Parts& parts) {
  size_t rows = 0;
  for (const Part* part : parts) rows += part->rows;
  return rows;
}

Shape Results::shape() const {
  Shape shape{"+s", ""};
  for (const batch::Field& key : keys_) shape.children.push_back({format_of(key_type(key)), key.name});
  for (const uint32_t m : measures_) {
    const catalogue::Measure& measure = catalogue_.measures[m];
    Shape one{"+s", measure.name, {{"c", "status", {}, {{"u", ""}}}}};
    if (measure.settled) one.children.push_back(decimal_shape("computed", measure));
    if (measure.pays) one.children.push_back(decimal_shape("amount", measure));
    if (pays_with_ceiling(measure)) one.children.push_back(decimal_shape("ceiling", measure));
    if (!measure.shares.empty()) {
      Shape shares{"+s", "shares"};
      for (const std::string& share : measure.shares) shares.children.push_back(decimal_shape(share, measure));
      one.children.push_back(std::move(shares));
    }
    one.children.push_back({"+l", "reasons", {{"u", "item"}}});
    shape.children.push_back(std::move(one));
  }
  Shape rejected{"+s", "rejected"};
  for (const char* name : {"code", "column", "value", "message_en", "message_zh"}) rejected.children.push_back({"u", name});
  shape.children.push_back(std::move(rejected));
  return shape;
}

Items Results::key_items(const Parts& parts, size_t key) const {
  const batch::Field& field = keys_[key];
  const size_t rows = rows_of(parts);
  const bool text = !counts_days(field) && !counts_whole(field);
  size_t bytes = 0;
  for (const Part* part : parts) bytes += part->keys[key].bytes.size();
  FixedItems<int32_t> days(counts_days(field) ? rows : 0, scratch_);
  FixedItems<int64_t> numbers(counts_whole(field) ? rows : 0, scratch_);
  TextItems texts(text ? rows : 0, bytes, scratch_);
  for (const Part* part : parts) {
    const Key& its = part->keys[key];
    for (size_t row = 0; row < part->rows; ++row) {
      const bool known = its.known[row] != 0;
      if (counts_days(field)) {
        days.add(static_cast<int32_t>(its.numbers[row]), known);
      } else if (counts_whole(field)) {
        numbers.add(its.numbers[row], known);
      } else if (known) {
        const size_t from = row == 0 ? 0 : its.ends[row - 1];
        texts.add({its.bytes.data() + from, its.ends[row] - from});
      } else {
        texts.add_nulls(1);
      }
    }
  }
  return counts_days(field) ? days.take() : counts_whole(field) ? numbers.take() : texts.take();
}

Items Results::amount_items(const Parts& parts, size_t m, std::span<int64_t> Column::*amounts,
                            std::span<unsigned char> Column::*known) const {
  const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
  const Scaled scaled(measure, measure.amount_digits);
  FixedItems<__int128> items(rows_of(parts), scratch_);
  for (const Part* part : parts) {
    const Column& column = part->columns[m];
    for (size_t row = 0; row < part->rows; ++row) {
      const bool is = (column.*known)[row] != 0;
      items.add(is ? scaled((column.*amounts)[row]) : 0, is);
    }
  }
  return items.take();
}

Items Results::share_items(const Parts& parts, size_t m) const {
  const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
  const Scaled scaled(measure, measure.amount_digits);
  Items items;
  for (const Part* part : parts) {
    for (size_t row = 0; row < part->rows; ++row) items.valid.add(part->columns[m].eligible[row] != 0);
    items.length += static_cast<int64_t>(part->rows);
  }
  for (size_t share = 0; share < measure.shares.size(); ++share) {
    FixedItems<__int128> amounts(rows_of(parts), scratch_);
    for (const Part* part : parts) {
      for (const int64_t amount : part->columns[m].shares[share]) amounts.add(amount == no_share ? 0 : scaled(amount), amount != no_share);
    }
    items.children.push_back(amounts.take());
  }
  return items;
}

Items Results::measure_items(const Parts& parts, size_t m) const {
  const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
  Items items;
  size_t reason_count = 0, reason_bytes = 0;
  for (const Part* part : parts) {
    const Column& column = part->columns[m];
    std::vector<size_t> counts;
    for (const std::string& text : column.texts) counts.push_back(count_reasons(text));
    for (const uint32_t text : column.reasons) {
      reason_count += counts[text];
      reason_bytes += column.texts[text].size();
    }
  }
  FixedItems<int8_t> status(rows_of(parts), scratch_);
  FixedItems<int32_t> begins(rows_of(parts) + 1, scratch_);
  TextItems reasons(reason_count, reason_bytes, scratch_);
  begins.add(0);
  for (const Part* part : parts) {
    const Column& column = part->columns[m];
    for (size_t row = 0; row < part->rows; ++row) {
      const bool decided = column.decided[row] != 0;
      items.valid.add(decided);
      status.add(static_cast<int8_t>(column.status[row]), decided);
      for (std::string_view rest = column.texts[column.reasons[row]]; !rest.empty();) {
        const size_t end = std::min(rest.find(';'), rest.size());
        reasons.add(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      begins.add(static_cast<int32_t>(reasons.length()));
    }
    items.length += static_cast<int64_t>(part->rows);
  }
  Items statuses = status.take();
  statuses.dictionary.push_back(status_words());
  items.children.push_back(std::move(statuses));
  if (measure.settled) items.children.push_back(amount_items(parts, m, &Column::computed, &Column::eligible));
  if (measure.pays) items.children.push_back(amount_items(parts, m, &Column::amount, &Column::eligible));
  if (pays_with_ceiling(measure)) items.children.push_back(amount_items(parts, m, &Column::ceiling, &Column::has_ceiling));
  if (!measure.shares.empty()) items.children.push_back(share_items(parts, m));
  Items list{items.length, items.valid, std::move(begins.take().buffers)};
  list.children.push_back(reasons.take());
  items.children.push_back(std::move(list));
  return items;
}

Items Results::rejected_items(const Parts& parts) const {
  Items items;
  const size_t rows = rows_of(parts);
  TextItems code(rows, 0, scratch_), column(rows, 0, scratch_), value(rows, 0, scratch_), en(rows, 0, scratch_), zh(rows, 0, scratch_);
  for (const Part* part : parts) {
    size_t row = 0;
    const auto skip_to = [&](size_t end) {
      for (TextItems* each : {&code, &column, &value, &en, &zh}) each->add_nulls(end - row);
      items.valid.add(false, end - row);
      row = end;
    };
    for (const Rejected& rejected : part->rejected) {
      skip_to(static_cast<size_t>(rejected.row));
      code.add(rejected.code);
      column.add(rejected.column);
      value.add(rejected.value);
      en.add(rejected.message.en);
      zh.add(rejected.message.zh);
      items.valid.add(true);
      ++row;
    }
    skip_to(part->rows);
    items.length += static_cast<int64_t>(part->rows);
  }
  for (TextItems* each : {&code, &column, &value, &en, &zh}) items.children.push_back(each->take());
  return items;
}

bool Results::next(ArrowArray* out) {
  Parts parts;
  size_t rows = 0, key_bytes = 0;
  auto end = parts_.begin();
  for (; end != parts_.end() && rows < rows_a_batch; ++end) {
    for (const Key& key : end->second.keys) key_bytes += key.bytes.size();
    if (key_bytes > most_key_bytes && !parts.empty()) break;
    parts.push_back(&end->second);
    rows += end->second.rows;
  }
  if (parts.empty()) return false;
  Items items;
  items.length = static_cast<int64_t>(rows);
  items.valid.add(true, rows);
  for (size_t key = 0; key < keys_.size(); ++key) items.children.push_back(key_items(parts, key));
  for (size_t m = 0; m < measures_.size(); ++m) items.children.push_back(measure_items(parts, m));
  items.children.push_back(rejected_items(parts));
  make_array(std::move(items), out, &scratch_);
  parts_.erase(parts_.begin(), end);
  if (parts_.empty()) scratch_ = Scratch();
  malloc_trim(0);  // what the run needed is free by now, but not the system's
  return true;
}

}  // namespace huice::arrow
