#include "runtime/arrow/table.h"

#include <algorithm>

namespace huice::arrow {
namespace {

Failure broken(const std::string& name, const std::string& what_en, const std::string& what_zh) {
  return {Exit::environment, {name + ": " + what_en, name + "：" + what_zh}};
}

Failure broken_array(const std::string& name, const std::string& column) {
  return broken(name, "the Arrow array of column `" + column + "` is not of the form that its schema says",
                "列“" + column + "”的 Arrow 数组与其 schema 不符");
}

int64_t buffers_of(const Type& type) {
  if (type.is_dictionary) return 2;
  switch (type.kind) {
    case Kind::null: return 0;
    case Kind::text:
    case Kind::large_text:
    case Kind::binary: return 3;
    default: return 2;
  }
}

bool has_buffers(const ArrowArray& array, int64_t count, bool items) {
  if (array.n_buffers < count) return false;
  if (count == 0) return true;
  if (array.buffers == nullptr) return false;
  return !items || array.length == 0 || array.buffers[1] != nullptr;
}

/// Whether the column has `rows` items where its buffers say.
bool sound(const ArrowArray* array, const Type& type, int64_t rows) {
  if (array == nullptr || array->release == nullptr || array->length < rows || array->offset < 0) return false;
  if (type.kind == Kind::other) return true;  // nobody reads it
  if (!has_buffers(*array, type.kind == Kind::text_view && !type.is_dictionary ? 2 : buffers_of(type), type.kind != Kind::null)) return false;
  if (!type.is_dictionary) return true;
  const ArrowArray* words = array->dictionary;
  if (words == nullptr || words->length < 0 || words->offset < 0) return false;
  Type plain = type;
  plain.is_dictionary = false;
  return has_buffers(*words, type.kind == Kind::text_view ? 2 : buffers_of(plain), true);
}

void release(ArrowArrayStream* stream) {
  if (stream->release != nullptr) stream->release(stream);
}

}  // namespace

Table::~Table() {
  for (ArrowArray& array : arrays_) array.release(&array);
  if (schema_.release != nullptr) schema_.release(&schema_);
}

Result<std::shared_ptr<const Table>> Table::take(ArrowArrayStream* stream, std::string name) {
  struct Releasing {
    ArrowArrayStream* stream;
    ~Releasing() { release(stream); }
  } releasing{stream};
  const std::shared_ptr<Table> table(new Table(std::move(name)));
  if (stream->get_schema == nullptr || stream->get_next == nullptr || stream->release == nullptr)
    return broken(table->name_, "the Arrow stream has been released already", "Arrow 流已被释放");
  const auto stopped = [&](int code) {
    const char* why = stream->get_last_error != nullptr ? stream->get_last_error(stream) : nullptr;
    const std::string text = why != nullptr ? why : "error " + std::to_string(code);
    return broken(table->name_, "the Arrow stream fails: " + text, "Arrow 流出错：" + text);
  };
  if (const int code = stream->get_schema(stream, &table->schema_); code != 0) {
    table->schema_.release = nullptr;
    return stopped(code);
  }
  const ArrowSchema& schema = table->schema_;
  if (schema.format == nullptr || std::string_view(schema.format) != "+s" || (schema.n_children > 0 && schema.children == nullptr))
    return broken(table->name_, "the Arrow data are no record batches (a struct of columns)", "Arrow 数据不是记录批（列的 struct）");
  for (int64_t c = 0; c < schema.n_children; ++c) {
    const ArrowSchema& column = *schema.children[c];
    table->headers_.push_back(column.name == nullptr ? "" : column.name);
    table->types_.push_back(type_of(column));
  }
  for (;;) {
    ArrowArray array{};
    if (const int code = stream->get_next(stream, &array); code != 0) return stopped(code);
    if (array.release == nullptr) break;
    table->arrays_.push_back(array);
    if (Outcome outcome = table->add(table->arrays_.back()); !outcome) return outcome.failure();
  }
  return std::shared_ptr<const Table>(table);
}

Outcome Table::add(const ArrowArray& array) {
  if (array.length < 0 || array.offset < 0 || array.n_children != static_cast<int64_t>(headers_.size()) || (array.n_children > 0 && array.children == nullptr))
    return broken_array(name_, "");
  if (array.null_count != 0 && array.n_buffers > 0 && array.buffers != nullptr && array.buffers[0] != nullptr)
    return broken(name_, "rows that are null as a whole cannot be decided; leave them out", "整行为空的记录无法判定，请先去掉");
  for (size_t c = 0; c < headers_.size(); ++c) {
    if (!sound(array.children[c], types_[c], array.length + array.offset)) return broken_array(name_, headers_[c]);
  }
  begins_.push_back(rows_);
  rows_ += static_cast<uint64_t>(array.length);
  return Nothing{};
}

Table::Piece Table::piece(uint64_t row, uint64_t& left) const {
  const auto after = std::upper_bound(begins_.begin(), begins_.end(), row);
  const auto at = static_cast<size_t>(after - begins_.begin()) - 1;
  const ArrowArray& array = arrays_[at];
  const uint64_t in_array = row - begins_[at];
  left = static_cast<uint64_t>(array.length) - in_array;
  return {&array, array.offset + static_cast<int64_t>(in_array)};
}

}  // namespace huice::arrow
