/* Any number of threads may call these at once. No memory is kept, no file is read, nothing but libc is needed. */

typedef struct PREFIX_text {
  const char* bytes; /* UTF-8, not terminated */
  uint64_t size;     /* 0: missing */
} PREFIX_text;

/* One field of the applicants, an item for each row:
 *   number    int64_t n, meaning n * 10^-scale in the field's unit, which stands beside it above
 *   boolean   uint8_t, 0 or 1
 *   choice    uint16_t, the member's number, which stands above
 *   set       uint64_t, bit n: the member of number n belongs to it
 *   date      int32_t, days since 1970-01-01
 *   datetime  int64_t, seconds since 1970-01-01 00:00:00
 *   text      PREFIX_text */
typedef struct PREFIX_column {
  const void* data;     /* null: missing in every row */
  const uint8_t* valid; /* bit r % 8 of byte r / 8: row r has a value; null: every row has */
  int32_t scale;        /* of numbers, 0 to 18 */
} PREFIX_column;

#define PREFIX_NO_DATE INT32_MIN

/* 0 eligible, 1 ineligible, 2 error, 3 undetermined, 4 referred, 5 not in force; or the row was rejected. */
enum { PREFIX_REJECTED = 255 };

/* One row on one measure. Amounts count 10^-digits yuan (PREFIX_digits; fen, unless a measure rounds finer). Where something
 * settles the measure (PREFIX_settled), the amount is the one before settlement. */
typedef struct PREFIX_decision {
  uint8_t status;
  uint8_t has_amount;  /* eligible, and the measure pays */
  uint8_t has_ceiling; /* referred, and bounded */
  uint8_t capped;      /* eligible, and an `at most` over a decided value took its bound */
  uint16_t error;      /* of status 2 */
  int64_t amount, ceiling;
  uint64_t bits;       /* of status 1 the conditions that failed, of 3 and 4 the inputs that are missing */
} PREFIX_decision;

/* Why a row was rejected. `code` is 0 where it was not; PREFIX_reject_name says it as the command line does. */
typedef struct PREFIX_reject {
  int32_t code;
  int32_t field;
} PREFIX_reject;

/* Decides `rows` rows of an entity on all its measures. `columns`: one for each field, in their order. `as_of`: the date of
 * measures without one of their own, in days since 1970-01-01, or PREFIX_NO_DATE. `decisions`: room for rows * measures, row by
 * row, measures in the order above. `rejects`: one for each row, or null. Gives 0; -1 where an argument is null or out of range;
 * -2 without memory; -3 where a measure needs `as_of`. */
int PREFIX_decide(int entity, const PREFIX_column* columns, int64_t rows, int32_t as_of, PREFIX_decision* decisions, PREFIX_reject* rejects);

/* The number of measures of an entity, and the name of one; null where there is none. */
int PREFIX_measures(int entity);
const char* PREFIX_measure_name(int entity, int measure);
/* Fraction digits of a measure's amounts; whether something settles them. */
int PREFIX_digits(int entity, int measure);
int PREFIX_settled(int entity, int measure);
/* `eligible`, …; null where there is none. */
const char* PREFIX_status_name(int status);
const char* PREFIX_reject_name(int code);
/* The reasons, `;` between them, as `huice run` writes them, ended with a zero byte: at most `size` bytes of them. Gives the bytes
 * that all of them take with that zero, -1 where an argument is wrong. */
int64_t PREFIX_reasons(int entity, int measure, const PREFIX_decision* decision, char* out, size_t size);
/* An amount as `80000.00`, ended with a zero byte; `out` has room for 48. */
void PREFIX_amount_text(int entity, int measure, int64_t amount, char* out);
