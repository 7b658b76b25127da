// The hash of short texts, inline: calling it through a library would cost more than hashing.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/digest.h"

namespace huice {

Hash128 hash_128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

}  // namespace huice
