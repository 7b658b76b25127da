#include "runtime/arrow/plain_columns.h"

#include <algorithm>
#include <cstring>

namespace huice::arrow {
namespace {

template <class T>
T item(const void* buffer, int64_t at) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + static_cast<size_t>(at) * sizeof(T), sizeof(T));
  return value;
}

bool null_at(const ArrowArray& array, int64_t at) {
  if (array.null_count == 0 || array.buffers[0] == nullptr) return false;
  return (static_cast<const unsigned char*>(array.buffers[0])[at / 8] >> (at % 8) & 1) == 0;
}

Failure wrong(const Table& table, std::string_view column, const std::string& type) {
  const std::string name(column);
  return {Exit::environment, {table.name() + ": it needs a column `" + name + "` of " + type + " without nulls", table.name() + "：需要类型为 " + type + " 且无空值的列 " + name}};
}

/// `visit(row, array, at)` for every row of the column.
template <class Visit>
Outcome each(const Table& table, std::string_view column, Kind kind, const std::string& type, const Visit& visit) {
  const auto& headers = table.headers();
  const auto found = std::find(headers.begin(), headers.end(), column);
  const auto index = static_cast<size_t>(found - headers.begin());
  if (found == headers.end() || table.type(index).kind != kind || table.type(index).is_dictionary) return wrong(table, column, type);
  if (kind == Kind::integer && (table.type(index).bytes != 8 || !table.type(index).is_signed)) return wrong(table, column, type);
  for (uint64_t row = 0; row < table.rows();) {
    uint64_t left = 0;
    const Table::Piece piece = table.piece(row, left);
    const ArrowArray& array = *piece.array->children[index];
    for (int64_t at = array.offset + piece.first; left > 0; --left, ++at, ++row) {
      if (null_at(array, at)) return wrong(table, column, type);
      if (Outcome outcome = visit(row, array, at); !outcome) return outcome;
    }
  }
  return Nothing{};
}

}  // namespace

Result<std::vector<int64_t>> whole_numbers(const Table& table, std::string_view column) {
  std::vector<int64_t> numbers;
  numbers.reserve(table.rows());
  const Outcome outcome = each(table, column, Kind::integer, "int64", [&](uint64_t, const ArrowArray& array, int64_t at) -> Outcome {
    numbers.push_back(item<int64_t>(array.buffers[1], at));
    return Nothing{};
  });
  if (!outcome) return outcome.failure();
  return numbers;
}

Outcome each_bytes(const Table& table, std::string_view column, const std::function<Outcome(uint64_t row, std::string_view bytes)>& visit) {
  return each(table, column, Kind::binary, "binary", [&](uint64_t row, const ArrowArray& array, int64_t at) -> Outcome {
    const auto begin = item<int32_t>(array.buffers[1], at), end = item<int32_t>(array.buffers[1], at + 1);
    if (begin < 0 || end < begin || (end > begin && array.buffers[2] == nullptr)) return wrong(table, column, "binary");
    return visit(row, {static_cast<const char*>(array.buffers[2]) + begin, static_cast<size_t>(end - begin)});
  });
}

}  // namespace huice::arrow
