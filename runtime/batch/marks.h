// The structural scan for a walk: where commas, quotes, line ends and NULs stand.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace huice::batch {

/// Appends the offset (from `base`) of each `,`, `"`, LF and NUL in base[from, to).
void find_marks(const char* base, size_t from, size_t to, std::vector<uint32_t>& marks);

}  // namespace huice::batch
