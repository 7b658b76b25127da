/* The boundary between the engine and a measure's kernel: plain C, shared with generated code.
 * A kernel reads one batch of up to HUICE_BATCH_ROWS applicants, column by column, and writes one decision a row.
 * Any change here changes HUICE_ABI_VERSION, which enters the object cache's key. */
#ifndef HUICE_KERNEL_ABI_H
#define HUICE_KERNEL_ABI_H
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HUICE_ABI_VERSION 4
#define HUICE_BATCH_ROWS 2048
/* Bit columns have one bit a row, row r in bit r%64 of word r/64 (Arrow's order). */
#define HUICE_BATCH_WORDS (HUICE_BATCH_ROWS / 64)

/* A text cell: UTF-8 bytes, not terminated. */
typedef struct huice_text {
  const char* bytes;
  uint64_t size;
} huice_text;

/* One field of the entity, at the field's index. `data` has HUICE_BATCH_ROWS items and is aligned to 64 bytes:
 *   number    int64_t n, meaning n / scale (scale: the column's layout), or __int128 where the layout says wide
 *   boolean   a bit column
 *   choice    uint16_t, the member's position
 *   set       uint64_t, bit n: the member at position n belongs to it
 *   date      int32_t, days from 1970-01-01
 *   datetime  int64_t, seconds from 1970-01-01 00:00:00
 *   text      huice_text
 * Items of missing cells are 0 (or an empty text), so that they never fail the guard.
 * A field that the data do not have is all missing: `known` all zero, `data` zeros. */
typedef struct huice_column {
  const void* data;
  const uint64_t* known;  /* HUICE_BATCH_WORDS words; a set bit: the cell has a value */
  uint64_t magnitude;     /* numbers: OR of absolute values, all ones if any is beyond int64; else 0 */
} huice_column;

#define HUICE_NO_DATE INT32_MIN
#define HUICE_HALF_BITS 62

typedef struct huice_batch {
  int32_t rows;    /* 1 to HUICE_BATCH_ROWS; arrays are readable (and zero) up to HUICE_BATCH_ROWS */
  int32_t as_of;   /* the run's date in days, or HUICE_NO_DATE */
  const huice_column* columns;
} huice_batch;

enum {
  HUICE_ELIGIBLE = 0,
  HUICE_INELIGIBLE = 1,
  HUICE_ERROR = 2,
  HUICE_UNDETERMINED = 3,
  HUICE_REFERRED = 4,
  HUICE_NOT_IN_FORCE = 5
};

/* What a kernel writes; every array has room for HUICE_BATCH_ROWS rows, and only the first `rows` count. Arrays come zeroed, and
 * serve one measure: a kernel leaves those alone (but for status and amount) that would be 0 in every row of every batch.
 * Amounts count the measure's rounding unit (0.01 yuan: fen). What a status does not call for is 0:
 *   eligible      amount, capped
 *                 (of an aggregate's member: the number amount + ceiling * 2^HUICE_HALF_BITS, 0 <= amount < 2^HUICE_HALF_BITS)
 *   ineligible    failed
 *   error         error
 *   undetermined  missing (fields that the applicant states)
 *   referred      missing (decided fields), ceiling where known */
typedef struct huice_decisions {
  uint8_t* status;
  int64_t* amount;
  int64_t* ceiling;
  uint64_t* ceiling_known;  /* bit column */
  uint16_t* error;          /* huice_error_kind << 12 | site: see catalogue.h */
  uint64_t* capped;         /* bit column: an `at most` over a decided value took its bound */
  uint64_t* failed;         /* one bit column per condition, HUICE_BATCH_WORDS words each, one after the other */
  uint64_t* missing;        /* one bit column per input of the measure (catalogue.h), likewise */
  uint16_t* version;        /* which version decided, from 0; kernels of one body leave it alone. May be null */
} huice_decisions;

/* Kinds of error; the site says which condition, let or parameter, or the amount. */
enum {
  HUICE_NO_ERROR = 0,
  HUICE_DIVISION_BY_ZERO = 1,
  HUICE_RANGE = 2,
  HUICE_NEGATIVE = 3,
  HUICE_BEFORE_FIRST_DATE = 4,
  HUICE_NO_ROW = 5,
  HUICE_CONFLICT = 6
};

/* 0: decided. 1: the guard failed (a magnitude is too large for 64-bit arithmetic): call the wide variant. */
typedef int32_t huice_measure_kernel(const huice_batch* batch, huice_decisions* decisions);

#ifdef __cplusplus
}
#endif
#endif
