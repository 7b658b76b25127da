#include <string.h>

#include "runtime/kernel_support/kernel_support.h"

/* Missing cells are empty texts whose pointer may be null; memcmp must not see it. */
static uint32_t same_bytes(const char* left, const char* right, uint64_t size) {
  return size == 0 || memcmp(left, right, size) == 0;
}

uint32_t huice_text_equal(const huice_text* left, const huice_text* right) {
  return left->size == right->size && same_bytes(left->bytes, right->bytes, left->size);
}

uint32_t huice_text_starts_with(const huice_text* text, const huice_text* prefix) {
  return text->size >= prefix->size && same_bytes(text->bytes, prefix->bytes, prefix->size);
}

uint32_t huice_text_equal_8(const huice_text* const* left, const huice_text* const* right) {
  uint32_t bits = 0;
  for (int i = 0; i < 8; ++i) bits |= huice_text_equal(left[i], right[i]) << i;
  return bits;
}

uint32_t huice_text_starts_with_8(const huice_text* const* text, const huice_text* const* prefix) {
  uint32_t bits = 0;
  for (int i = 0; i < 8; ++i) bits |= huice_text_starts_with(text[i], prefix[i]) << i;
  return bits;
}
