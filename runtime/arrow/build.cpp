#include "runtime/arrow/build.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "runtime/arrow/block.h"

namespace huice::arrow {
namespace {

struct OwnedSchema {
  std::string format, name;
  std::vector<std::unique_ptr<ArrowSchema>> children;
  std::vector<ArrowSchema*> child_pointers;
  std::unique_ptr<ArrowSchema> dictionary;
};

struct OwnedArray {
  std::shared_ptr<Block> block;  // children may be moved away and outlive their parent
  std::vector<const void*> buffers;
  std::vector<std::unique_ptr<ArrowArray>> children;
  std::vector<ArrowArray*> child_pointers;
  std::unique_ptr<ArrowArray> dictionary;
};

/// Children that somebody moved away are released already.
template <class Owned, class Released>
void release(Released* released) {
  auto* owned = static_cast<Owned*>(released->private_data);
  for (const auto& child : owned->children) {
    if (child->release != nullptr) child->release(child.get());
  }
  if (owned->dictionary && owned->dictionary->release != nullptr) owned->dictionary->release(owned->dictionary.get());
  released->release = nullptr;
  delete owned;
}

}  // namespace

std::vector<unsigned char> Scratch::empty(size_t bytes) {
  const auto found = idle_.lower_bound(bytes);
  if (found != idle_.end()) return std::move(idle_.extract(found).mapped());
  std::vector<unsigned char> buffer;
  buffer.reserve(bytes + bytes / 8);  // the next batch may have a little more
  return buffer;
}

void Scratch::give_back(std::vector<unsigned char> buffer) {
  const size_t bytes = buffer.capacity();
  if (bytes < (size_t{4} << 10)) return;  // from the heap it is as quick
  buffer.clear();
  idle_.emplace(bytes, std::move(buffer));
}

void Bits::add_word(uint64_t word, size_t count) {
  zeros_ += static_cast<int64_t>(count) - __builtin_popcountll(word);
  const size_t shift = size_ % 8;
  size_t at = size_ / 8;
  size_ += count;
  bytes_.resize((size_ + 7) / 8);
  for (; at < bytes_.size() && word != 0; ++at) {
    const bool begun = shift != 0 && at * 8 < size_ - count;
    const auto byte = static_cast<unsigned char>(begun ? word << shift : word);
    bytes_[at] = static_cast<unsigned char>(bytes_[at] | byte);
    word >>= begun ? 8 - shift : 8;
  }
}

void Bits::append(const Bits& from, size_t begin, size_t count) {
  if (from.zeros_ == 0) return add(true, count);
  while (count > 0) {
    const size_t taken = std::min<size_t>(count, 64 - begin % 8), first = begin / 8, bytes = (begin % 8 + taken + 7) / 8;
    uint64_t word = 0;
    std::memcpy(&word, from.bytes_.data() + first, bytes);
    word >>= begin % 8;
    if (taken < 64) word &= (uint64_t{1} << taken) - 1;
    add_word(word, taken);
    begin += taken;
    count -= taken;
  }
}

void make_schema(const Shape& shape, ArrowSchema* out) {
  auto owned = std::make_unique<OwnedSchema>();
  owned->format = shape.format;
  owned->name = shape.name;
  *out = {};
  for (const Shape& child : shape.children) {
    owned->children.push_back(std::make_unique<ArrowSchema>());
    make_schema(child, owned->children.back().get());
    owned->child_pointers.push_back(owned->children.back().get());
  }
  if (!shape.dictionary.empty()) {
    owned->dictionary = std::make_unique<ArrowSchema>();
    make_schema(shape.dictionary.front(), owned->dictionary.get());
  }
  out->format = owned->format.c_str();
  out->name = owned->name.c_str();
  out->flags = ARROW_FLAG_NULLABLE;
  out->n_children = static_cast<int64_t>(owned->children.size());
  out->children = owned->child_pointers.data();
  out->dictionary = owned->dictionary.get();
  out->release = release<OwnedSchema, ArrowSchema>;
  out->private_data = owned.release();
}

namespace {

/// What the buffers take in a block. Of validity that holds everywhere nothing is kept.
size_t bytes_of(const Items& items) {
  size_t bytes = items.valid.zeros() == 0 ? 0 : Block::aligned(items.valid.bytes());
  for (const auto& buffer : items.buffers) bytes += Block::aligned(buffer.size());
  for (const Items& child : items.children) bytes += bytes_of(child);
  for (const Items& words : items.dictionary) bytes += bytes_of(words);
  return bytes;
}

void make_array_in(const std::shared_ptr<Block>& block, Items items, ArrowArray* out, Scratch* scratch) {
  auto owned = std::make_unique<OwnedArray>();
  owned->block = block;
  *out = {};
  out->length = items.length;
  out->null_count = items.valid.zeros();
  const auto put = [&](const std::vector<unsigned char>& buffer) {
    static const uint64_t nothing[8] = {};  // an empty buffer still has an address
    unsigned char* const to = block->take<unsigned char>(buffer.size()).data();
    if (!buffer.empty()) std::memcpy(to, buffer.data(), buffer.size());
    owned->buffers.push_back(buffer.empty() ? static_cast<const void*>(nothing) : to);
  };
  if (out->null_count == 0) {
    owned->buffers.push_back(nullptr);
  } else {
    put(items.valid.take());
  }
  for (auto& buffer : items.buffers) {
    put(buffer);
    if (scratch != nullptr) scratch->give_back(std::move(buffer));
  }
  for (Items& child : items.children) {
    owned->children.push_back(std::make_unique<ArrowArray>());
    make_array_in(block, std::move(child), owned->children.back().get(), scratch);
    owned->child_pointers.push_back(owned->children.back().get());
  }
  if (!items.dictionary.empty()) {
    owned->dictionary = std::make_unique<ArrowArray>();
    make_array_in(block, std::move(items.dictionary.front()), owned->dictionary.get(), scratch);
  }
  out->n_buffers = static_cast<int64_t>(owned->buffers.size());
  out->buffers = owned->buffers.data();
  out->n_children = static_cast<int64_t>(owned->children.size());
  out->children = owned->child_pointers.data();
  out->dictionary = owned->dictionary.get();
  out->release = release<OwnedArray, ArrowArray>;
  out->private_data = owned.release();
}

}  // namespace

void make_array(Items items, ArrowArray* out, Scratch* scratch) {
  const auto block = std::make_shared<Block>(bytes_of(items));
  make_array_in(block, std::move(items), out, scratch);
}

namespace {

struct OwnedStream {
  Shape shape;
  std::vector<Items> batches;
  size_t next = 0;
};

OwnedStream& owned(ArrowArrayStream* stream) { return *static_cast<OwnedStream*>(stream->private_data); }

/// Nothing may be thrown at whoever reads.
template <class Work>
int guarded(const Work& work) noexcept {
  try {
    work();
    return 0;
  } catch (...) {
    return ENOMEM;
  }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  return guarded([&] { make_schema(owned(stream).shape, out); });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  return guarded([&] {
    OwnedStream& from = owned(stream);
    *out = {};
    if (from.next < from.batches.size()) make_array(std::move(from.batches[from.next++]), out);
  });
}

const char* get_last_error(ArrowArrayStream*) { return "out of memory"; }

void release_stream(ArrowArrayStream* stream) {
  delete static_cast<OwnedStream*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace

void make_stream(Shape shape, std::vector<Items> batches, ArrowArrayStream* out) {
  *out = {get_schema, get_next, get_last_error, release_stream, new OwnedStream{std::move(shape), std::move(batches), 0}};
}

}  // namespace huice::arrow
