#include "runtime/kernel_support/codes.h"

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* Whether characters [begin, end) are digits; the text is long enough. */
static int digits(const huice_text* text, uint64_t begin, uint64_t end) {
  for (uint64_t i = begin; i < end; ++i) {
    if (!is_digit(text->bytes[i])) return 0;
  }
  return 1;
}

static int32_t number(const char* digits, int count) {
  int32_t value = 0;
  for (int i = 0; i < count; ++i) value = value * 10 + (digits[i] - '0');
  return value;
}

/* 0 to 30, or -1: letters count on from 10 and leave out I, O, S, V, Z. */
static int uscc_value(char c) {
  static const char signs[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (int i = 0; i < 31; ++i) {
    if (signs[i] == c) return i;
  }
  return -1;
}

uint32_t huice_uscc_form(const huice_text* code, const huice_text* other) {
  (void)other;
  if (code->size != 18) return 0;
  for (int i = 0; i < 18; ++i) {
    if (uscc_value(code->bytes[i]) < 0) return 0;
  }
  return (uint32_t)digits(code, 2, 8);
}

uint32_t huice_uscc_checksum(const huice_text* code, const huice_text* other) {
  if (!huice_uscc_form(code, other)) return 0;
  int sum = 0;
  int weight = 1;
  for (int i = 0; i < 17; ++i) {
    sum += uscc_value(code->bytes[i]) * weight;
    weight = weight * 3 % 31;
  }
  return (sum + uscc_value(code->bytes[17])) % 31 == 0;
}

static int is_date(int32_t year, int32_t month, int32_t day) {
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || month < 1 || month > 12 || day < 1) return 0;
  const int leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= lengths[month - 1] + leap;
}

uint32_t huice_citizen_id(const huice_text* code, const huice_text* other) {
  (void)other;
  if (code->size != 18 || !digits(code, 0, 17)) return 0;
  const char* c = code->bytes;
  if (!is_digit(c[17]) && c[17] != 'X') return 0;
  if (!is_date(number(c + 6, 4), number(c + 10, 2), number(c + 12, 2))) return 0;
  /* MOD 11-2: doubling and adding, the check character included, leaves 1. */
  int rest = 0;
  for (int i = 0; i < 18; ++i) rest = (rest * 2 + (c[i] == 'X' ? 10 : c[i] - '0')) % 11;
  return rest == 1;
}

uint32_t huice_gtin13(const huice_text* code, const huice_text* other) {
  (void)other;
  if (code->size != 13 || !digits(code, 0, 13)) return 0;
  int sum = 0;
  for (int i = 0; i < 13; ++i) sum += (code->bytes[i] - '0') * (i % 2 ? 3 : 1);
  return sum % 10 == 0;
}

uint32_t huice_division_form(const huice_text* code, const huice_text* other) {
  (void)other;
  if (code->size != 6 && code->size != 9 && code->size != 12) return 0;
  return digits(code, 0, code->size) && code->bytes[0] != '0';
}

uint32_t huice_division_within(const huice_text* code, const huice_text* area) {
  if (!huice_division_form(code, area) || !huice_division_form(area, area) || area->size != 6) return 0;
  int significant = 6;
  while (significant > 2 && area->bytes[significant - 1] == '0' && area->bytes[significant - 2] == '0') significant -= 2;
  for (int i = 0; i < significant; ++i) {
    if (code->bytes[i] != area->bytes[i]) return 0;
  }
  return 1;
}

#define HUICE_EIGHT(name)                                                           \
  uint32_t name##_8(const huice_text* const* left, const huice_text* const* right) { \
    uint32_t bits = 0;                                                              \
    for (int i = 0; i < 8; ++i) bits |= name(left[i], right[i]) << i;               \
    return bits;                                                                    \
  }
HUICE_EIGHT(huice_uscc_form)
HUICE_EIGHT(huice_uscc_checksum)
HUICE_EIGHT(huice_citizen_id)
HUICE_EIGHT(huice_gtin13)
HUICE_EIGHT(huice_division_form)
HUICE_EIGHT(huice_division_within)
