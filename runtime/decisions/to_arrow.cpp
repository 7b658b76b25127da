#include "runtime/decisions/to_arrow.h"

#include <algorithm>

#include "runtime/arrow/decided_types.h"
#include "runtime/arrow/growing.h"

namespace huice::decisions {
namespace {

using arrow::Items;
using Arrow = arrow::Shape;
using Holds = OutputColumn::Holds;

// Of a batch, about: little enough to stay in a processor's cache, but never so few rows that what is said of a batch counts.
constexpr size_t batch_bytes = size_t{4} << 20, fewest_rows = size_t{1} << 10, most_rows = size_t{16} << 10;
constexpr size_t text_bytes = size_t{8} << 20;  // of keys and kept columns: a row has more than these at most once

Arrow words_shape(const char* numbers, std::string name) { return {numbers, std::move(name), {}, {{"u", ""}}}; }

Arrow column_shape(const OutputColumn& column, const std::vector<batch::Field>& keys, size_t position) {
  const std::string amount = arrow::amount_format(column.digits);
  switch (column.holds) {
    case Holds::key: return {arrow::format_of(arrow::key_type(keys[position])), column.name};
    case Holds::kept: return {"u", column.name};
    case Holds::measure: return words_shape("i", column.name);
    case Holds::status: return words_shape("c", column.name);
    case Holds::computed:
    case Holds::amount:
    case Holds::ceiling: return {amount, column.name};
    case Holds::share: return {amount, column.share};
    case Holds::shares: return {"+l", column.name, {{"+s", "item", {{"u", "name"}, {amount, "amount"}}}}};
    case Holds::reasons: return {"+l", column.name, {{"u", "item"}}};
  }
  return {};
}

Items words(const std::vector<std::string>& all) {
  arrow::TextItems texts(all.size());
  for (const std::string& word : all) texts.add(word);
  return texts.take();
}

/// The words of each column that has a dictionary.
void add_dictionaries(const Arrow& shape, const std::vector<std::string>& measures, Labels labels, std::vector<Items>& all) {
  if (!shape.dictionary.empty()) all.push_back(shape.format == "i" ? words(measures) : words(status_words(labels)));
  for (const Arrow& child : shape.children) add_dictionaries(child, measures, labels, all);
}

size_t row_bytes(const Arrow& shape) {
  size_t bytes = shape.children.empty() ? 8 : 4;
  if (shape.format.starts_with("d:")) bytes = 16;
  for (const Arrow& child : shape.children) bytes += row_bytes(child);
  return bytes;
}

}  // namespace

bool is_arrow(std::string_view path) { return path.ends_with(".arrow") || path.ends_with(".arrows"); }

Arrow arrow_shape(const std::vector<OutputColumn>& columns, const std::vector<batch::Field>& keys) {
  Arrow table{"+s", ""};
  for (size_t c = 0; c < columns.size(); ++c) {
    const OutputColumn& column = columns[c];
    Arrow* in = &table;
    if (!column.measure.empty()) {
      if (column.holds == Holds::status) table.children.push_back({"+s", column.measure});
      in = &table.children.back();
      if (column.holds == Holds::share) {
        if (columns[c - 1].holds != Holds::share) in->children.push_back({"+s", column.name});
        in = &in->children.back();
      }
    }
    in->children.push_back(column_shape(column, keys, c));
  }
  return table;
}

ArrowTarget::ArrowTarget(std::unique_ptr<Target> file, Arrow shape, const std::vector<std::string>& measures, Labels labels)
    : WrappedTarget(std::move(file)), shape_(std::move(shape)),
      writer_(written_directly(path()) || path().ends_with(".arrows") ? arrow::IpcWriter::As::stream : arrow::IpcWriter::As::file, shape_,
              [&] {
                std::vector<Items> all;
                add_dictionaries(shape_, measures, labels, all);
                return all;
              }(),
              [to = &this->file()](std::string_view bytes) { return to->write(bytes); }),
      most_rows_(std::clamp(batch_bytes / row_bytes(shape_), fewest_rows, most_rows)), batch_(arrow::no_items(shape_)) {}

/// How many of the rows from `begin` on belong to the batch: they are told by rows and texts alone.
size_t ArrowTarget::fitting(const Items& rows, size_t begin) const {
  const size_t most = std::min(most_rows_ - static_cast<size_t>(batch_.length), static_cast<size_t>(rows.length) - begin);
  const auto each_text = [&](const auto& each) {
    for (size_t c = 0; c < rows.children.size(); ++c) {
      if (shape_.children[c].format == "u") each(batch_.children[c].buffers[1].size(), reinterpret_cast<const int32_t*>(rows.children[c].buffers[0].data()) + begin);
    }
  };
  const auto bytes_with = [&](size_t count) {
    size_t bytes = 0;
    each_text([&](size_t before, const int32_t* ends) { bytes += before + static_cast<size_t>(ends[count] - ends[0]); });
    return bytes;
  };
  if (bytes_with(most) < text_bytes) return most;
  size_t count = 1;
  while (count < most && bytes_with(count) < text_bytes) ++count;
  return count;
}

Outcome ArrowTarget::add(const Items& rows) {
  for (size_t begin = 0; begin < static_cast<size_t>(rows.length);) {
    const size_t count = fitting(rows, begin);
    arrow::append_items(batch_, rows, begin, count);
    begin += count;
    size_t text = 0;
    for (size_t c = 0; c < shape_.children.size(); ++c) text += shape_.children[c].format == "u" ? batch_.children[c].buffers[1].size() : 0;
    if (static_cast<size_t>(batch_.length) < most_rows_ && text < text_bytes) continue;
    if (Outcome outcome = flush(); !outcome) return outcome;
  }
  return Nothing{};
}

Outcome ArrowTarget::flush() {
  Outcome outcome = batch_.length > 0 ? writer_.batch(batch_) : Outcome(Nothing{});
  arrow::clear_items(batch_);
  return outcome;
}

Outcome ArrowTarget::finish() {
  if (Outcome outcome = flush(); !outcome) return outcome;
  if (Outcome outcome = writer_.end(); !outcome) return outcome;
  return WrappedTarget::finish();
}

}  // namespace huice::decisions
