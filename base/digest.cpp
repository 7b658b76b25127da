#include "base/digest.h"

#include <xxhash.h>
#if defined(__x86_64__)
#include <xxh_x86dispatch.h>  // the widest instructions of the machine
#endif

#include <algorithm>
#include <new>
#include <utility>

namespace huice {
namespace {

constexpr size_t block = size_t{1} << 20;

XXH3_state_t* state(void* pointer) { return static_cast<XXH3_state_t*>(pointer); }

void append(std::string& out, XXH128_hash_t hash) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  out.append(reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest);
}

}  // namespace

Digest::Digest() : state_(XXH3_createState()) {
  if (state_ == nullptr) throw std::bad_alloc();
  XXH3_128bits_reset(state(state_));
}
Digest::~Digest() { XXH3_freeState(state(state_)); }
Digest::Digest(Digest&& other) noexcept
    : state_(std::exchange(other.state_, nullptr)), in_block_(other.in_block_), bytes_(other.bytes_), blocks_(std::move(other.blocks_)) {}
Digest& Digest::operator=(Digest&& other) noexcept {
  std::swap(state_, other.state_);
  in_block_ = other.in_block_;
  bytes_ = other.bytes_;
  blocks_ = std::move(other.blocks_);
  return *this;
}

void Digest::update(std::string_view bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const size_t part = std::min(bytes.size(), block - in_block_);
    XXH3_128bits_update(state(state_), bytes.data(), part);
    bytes.remove_prefix(part);
    in_block_ += part;
    if (in_block_ < block) continue;
    append(blocks_, XXH3_128bits_digest(state(state_)));
    XXH3_128bits_reset(state(state_));
    in_block_ = 0;
  }
}

std::string Digest::text() const {
  std::string blocks = blocks_;
  if (in_block_ > 0) append(blocks, XXH3_128bits_digest(state(state_)));
  std::string digest;
  append(digest, XXH3_128bits(blocks.data(), blocks.size()));
  constexpr char hex[] = "0123456789abcdef";
  std::string text = "xxh3:";
  for (unsigned char byte : digest) (text += hex[byte >> 4]) += hex[byte & 15];
  return text;
}

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.update(bytes);
  return digest.text();
}

}  // namespace huice
