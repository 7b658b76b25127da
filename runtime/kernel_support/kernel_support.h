/* What generated code calls: freestanding C, no allocation, no libc but memcmp. Compiled ahead of time, bound to kernels
 * by name, and total: any argument gives some result (rows whose cell is missing or in error pass rubbish, which the
 * kernel then masks away). */
#ifndef HUICE_KERNEL_SUPPORT_H
#define HUICE_KERNEL_SUPPORT_H
#include <stdint.h>

#include "runtime/kernel_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HUICE_FIRST_DAY (-719162) /* 0001-01-01 */
#define HUICE_LAST_DAY 2932896    /* 9999-12-31 */

/* `day` plus `months`, the day of the month clamped to the month's last. Beyond the years 1 to 9999 the result is
 * HUICE_FIRST_DAY - 1 or HUICE_LAST_DAY + 1. */
int64_t huice_add_months(int64_t day, int64_t months);

/* 1 or 0, for one pair of texts. */
uint32_t huice_text_equal(const huice_text* left, const huice_text* right);
uint32_t huice_text_starts_with(const huice_text* text, const huice_text* prefix);

/* The same for eight pairs; bit i answers for pair i. */
uint32_t huice_text_equal_8(const huice_text* const* left, const huice_text* const* right);
uint32_t huice_text_starts_with_8(const huice_text* const* text, const huice_text* const* prefix);

#ifdef __cplusplus
}
#endif
#endif
