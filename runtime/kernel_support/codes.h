/* Tests of codes that standards define, for generated code; freestanding like kernel_support.h. Each takes a second text,
 * which only huice_division_within reads, and gives 1 or 0; `_8` answers for eight pairs, bit i for pair i.
 * compiler/reference/codes.cpp says the same in other words. */
#ifndef HUICE_CODES_H
#define HUICE_CODES_H
#include "runtime/kernel_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* GB 32100-2015: 18 characters of 0-9 and A-Z without I, O, S, V, Z; characters 3 to 8 are digits. */
uint32_t huice_uscc_form(const huice_text* code, const huice_text*);
/* The same, and the last character is the check character (weights 3^i mod 31). */
uint32_t huice_uscc_checksum(const huice_text* code, const huice_text*);
/* GB 11643-1999: 17 digits and a check character 0-9 or X (ISO 7064 MOD 11-2), with a date of birth that exists. */
uint32_t huice_citizen_id(const huice_text* code, const huice_text*);
/* GB 12904, GS1 General Specifications: 13 digits, the last a check digit (weights 1 and 3). */
uint32_t huice_gtin13(const huice_text* code, const huice_text*);
/* GB/T 2260: 6 digits that do not begin with 0; 9 or 12 with the township and the village behind them. */
uint32_t huice_division_form(const huice_text* code, const huice_text*);
/* Whether the division lies in `area`, a code of 6 digits: 32 0000 holds 32 xxxx, 3201 00 holds 3201 xx. */
uint32_t huice_division_within(const huice_text* code, const huice_text* area);

uint32_t huice_uscc_form_8(const huice_text* const* codes, const huice_text* const*);
uint32_t huice_uscc_checksum_8(const huice_text* const* codes, const huice_text* const*);
uint32_t huice_citizen_id_8(const huice_text* const* codes, const huice_text* const*);
uint32_t huice_gtin13_8(const huice_text* const* codes, const huice_text* const*);
uint32_t huice_division_form_8(const huice_text* const* codes, const huice_text* const*);
uint32_t huice_division_within_8(const huice_text* const* codes, const huice_text* const* areas);

#ifdef __cplusplus
}
#endif
#endif
