#include "runtime/arrow/ipc.h"

#include <cstdlib>
#include <stdexcept>

#include <ipc_generated.h>

namespace huice::arrow {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;

constexpr char magic[] = "ARROW1";        // begins a file, padded to 8 bytes, and ends it
constexpr size_t magic_size = sizeof magic - 1, alignment = 64, metadata_alignment = 8;
constexpr int64_t no_dictionary = -1;

size_t padded(size_t size, size_t to) { return (size + to - 1) / to * to; }

template <class T>
void append(std::string& bytes, T number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// ---- Schemas ---------------------------------------------------------------------------------------------------------

class Fields {
 public:
  explicit Fields(FlatBufferBuilder& builder) : builder_(builder) {}

  Offset<ipc::Schema> schema(const Shape& shape) {
    const auto fields = all(shape.children);
    return ipc::CreateSchema(builder_, ipc::Endianness::little, fields);
  }

 private:
  struct Typed {
    ipc::Type type;
    Offset<void> offset;
  };

  Offset<flatbuffers::Vector<Offset<ipc::Field>>> all(const std::vector<Shape>& shapes) {
    std::vector<Offset<ipc::Field>> fields;
    for (const Shape& shape : shapes) fields.push_back(field(shape));
    return builder_.CreateVector(fields);
  }

  /// With a dictionary its type is that of the texts; numbers of dictionaries grow as columns follow each other.
  Offset<ipc::Field> field(const Shape& shape) {
    Offset<ipc::DictionaryEncoding> dictionary;
    if (!shape.dictionary.empty()) {
      const int64_t number = dictionaries_++;
      dictionary = ipc::CreateDictionaryEncoding(builder_, number, ipc::CreateInt(builder_, bits(shape.format), true));
    }
    const Typed typed = type(shape.dictionary.empty() ? shape.format : shape.dictionary.front().format);
    const auto children = all(shape.children);
    const auto name = builder_.CreateString(shape.name);
    return ipc::CreateField(builder_, name, true, typed.type, typed.offset, dictionary, children);
  }

  static int bits(const std::string& format) {
    if (format == "c") return 8;
    if (format == "s") return 16;
    if (format == "i") return 32;
    if (format == "l") return 64;
    throw std::logic_error("an Arrow format that is no integer: " + format);
  }

  Typed type(const std::string& format) {
    if (format == "+s") return {ipc::Type::Struct, ipc::CreateStruct(builder_).Union()};
    if (format == "+l") return {ipc::Type::List, ipc::CreateList(builder_).Union()};
    if (format == "u") return {ipc::Type::Utf8, ipc::CreateUtf8(builder_).Union()};
    if (format == "tdD") return {ipc::Type::Date, ipc::CreateDate(builder_, ipc::DateUnit::day).Union()};
    if (format.starts_with("d:")) {
      char* end = nullptr;
      const auto precision = static_cast<int32_t>(std::strtol(format.c_str() + 2, &end, 10));
      return {ipc::Type::Decimal, ipc::CreateDecimal(builder_, precision, static_cast<int32_t>(std::strtol(end + 1, nullptr, 10))).Union()};
    }
    return {ipc::Type::Int, ipc::CreateInt(builder_, bits(format), true).Union()};
  }

  FlatBufferBuilder& builder_;
  int64_t dictionaries_ = 0;
};

// ---- Messages --------------------------------------------------------------------------------------------------------

/// Columns laid out one after the other: validity, then the other buffers, then children. Where each of them lies, and what it holds.
struct Body {
  std::vector<ipc::Node> nodes;
  std::vector<ipc::Buffer> buffers;
  std::vector<std::string_view> parts;
  size_t size = 0;

  void buffer(const std::vector<unsigned char>& bytes) {
    buffers.emplace_back(static_cast<int64_t>(size), static_cast<int64_t>(bytes.size()));
    parts.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    size += padded(bytes.size(), alignment);
  }
  void column(const Items& items) {
    static const std::vector<unsigned char> nothing;
    nodes.emplace_back(items.length, items.valid.zeros());
    buffer(items.valid.zeros() == 0 ? nothing : items.valid.all());
    for (const auto& each : items.buffers) buffer(each);
    for (const Items& child : items.children) column(child);
  }
};

/// What stands before a message's body: a mark, how long the metadata is, the metadata.
std::string framed(FlatBufferBuilder& builder, ipc::Header type, Offset<void> header, size_t body) {
  builder.Finish(ipc::CreateMessage(builder, ipc::Version::V5, type, header, static_cast<int64_t>(body)));
  std::string bytes;
  append(bytes, int32_t{-1});
  append(bytes, int32_t{0});
  bytes.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  bytes.resize(padded(bytes.size(), metadata_alignment));
  const auto size = static_cast<int32_t>(bytes.size() - 8);
  bytes.replace(4, sizeof size, reinterpret_cast<const char*>(&size), sizeof size);
  return bytes;
}

}  // namespace

IpcWriter::IpcWriter(As as, Shape shape, std::vector<Items> dictionaries, Write write)
    : as_(as), shape_(std::move(shape)), dictionaries_(std::move(dictionaries)), write_(std::move(write)) {}

Outcome IpcWriter::put(std::string_view bytes) {
  written_ += static_cast<int64_t>(bytes.size());
  return write_(bytes);
}

Outcome IpcWriter::message(const Items& items, int64_t dictionary, std::vector<Block>& blocks) {
  static constexpr char zeros[alignment] = {};
  Body body;
  if (dictionary == no_dictionary) {
    for (const Items& column : items.children) body.column(column);
  } else {
    body.column(items);
  }
  FlatBufferBuilder builder;
  const auto nodes = builder.CreateVectorOfStructs(body.nodes);
  const auto buffers = builder.CreateVectorOfStructs(body.buffers);
  const auto batch = ipc::CreateRecordBatch(builder, items.length, nodes, buffers);
  const auto header = dictionary == no_dictionary ? batch.Union() : ipc::CreateDictionaryBatch(builder, dictionary, batch).Union();
  const std::string metadata = framed(builder, dictionary == no_dictionary ? ipc::Header::RecordBatch : ipc::Header::DictionaryBatch, header, body.size);
  blocks.push_back({written_, static_cast<int32_t>(metadata.size()), static_cast<int64_t>(body.size)});
  Outcome outcome = put(metadata);
  for (size_t i = 0; i < body.parts.size() && outcome; ++i) {
    outcome = put(body.parts[i]);
    const size_t size = body.parts[i].size();
    if (outcome && size % alignment != 0) outcome = put({zeros, padded(size, alignment) - size});
  }
  return outcome;
}

Outcome IpcWriter::begin() {
  std::string bytes;
  if (as_ == As::file) {
    bytes = magic;
    bytes.resize(metadata_alignment);
  }
  FlatBufferBuilder builder;
  bytes += framed(builder, ipc::Header::Schema, Fields(builder).schema(shape_).Union(), 0);
  Outcome outcome = put(bytes);
  for (size_t i = 0; i < dictionaries_.size() && outcome; ++i) outcome = message(dictionaries_[i], static_cast<int64_t>(i), dictionary_blocks_);
  return outcome;
}

Outcome IpcWriter::batch(const Items& items) { return message(items, no_dictionary, batch_blocks_); }

Outcome IpcWriter::end() {
  std::string bytes;
  append(bytes, int32_t{-1});
  append(bytes, int32_t{0});
  if (as_ == As::stream) return put(bytes);
  FlatBufferBuilder builder;
  const auto blocks_of = [&](const std::vector<Block>& blocks) {
    std::vector<ipc::Block> all;
    for (const Block& block : blocks) all.emplace_back(block.offset, block.metadata, block.body);
    return builder.CreateVectorOfStructs(all);
  };
  const auto schema = Fields(builder).schema(shape_);
  const auto dictionaries = blocks_of(dictionary_blocks_);
  const auto batches = blocks_of(batch_blocks_);
  builder.Finish(ipc::CreateFooter(builder, ipc::Version::V5, schema, dictionaries, batches));
  bytes.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  append(bytes, static_cast<int32_t>(builder.GetSize()));
  bytes.append(magic, magic_size);
  return put(bytes);
}

}  // namespace huice::arrow
