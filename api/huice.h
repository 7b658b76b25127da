/* Huice in C: compile a city's subsidy measures, decide applicants, with reasons.
 *
 *   huice_program program;
 *   huice_error error;
 *   if (huice_compile_path("policies/ningbo/2024", NULL, &program, &error) != HUICE_OK) {
 *     fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
 *     huice_error_close(error);
 *     return 1;
 *   }
 *
 * Handles are numbers in the form of a pointer; nobody but Huice looks behind them. A null handle, and one that was closed,
 * are errors (HUICE_USAGE), never a crash. A program is immutable: any number of threads may use it at once. An applicant
 * handle is for one thread at a time. There is no state beside handles.
 *
 * Every function but those that say otherwise gives a code. Where it is not HUICE_OK and `error` is not null, *error holds
 * why: a handle of the caller, to be closed. With HUICE_OK *error is null. Outputs are written on HUICE_OK only. Pointers that
 * may be null say so; any other null pointer is HUICE_USAGE.
 *
 * Nothing is thrown through this boundary. Texts are UTF-8 and end with a zero byte unless a size stands beside them. Money is
 * exact decimal yuan, never a binary fraction; a missing value is null, never zero.
 *
 * Since: the version of the API (HUICE_API_VERSION) in which a function came; none is ever taken away or changed within a
 * major version of Huice. */
#ifndef HUICE_H
#define HUICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HUICE_VERSION_MAJOR 0
#define HUICE_VERSION_MINOR 1
#define HUICE_VERSION_PATCH 0
/* Grows by one with every addition. Compare with huice_api_version(), which says what the library has. */
#define HUICE_API_VERSION 3

#if defined(__GNUC__)
#define HUICE_API __attribute__((visibility("default")))
#else
#define HUICE_API
#endif

/* ---- Arrow: the C Data Interface and C Stream Interface, as their specification gives them ------------------------------ */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif

/* ---- Codes and errors --------------------------------------------------------------------------------------------------- */

/* As the exit statuses of the command `huice`, where it has them. */
typedef int32_t huice_code;
enum {
  HUICE_OK = 0,
  HUICE_PROGRAM = 1,    /* the program's text is wrong: huice_error_details has the diagnostics */
  HUICE_USAGE = 2,      /* wrong use: a null pointer, a closed handle, an unknown name, a date that is lacking */
  HUICE_DATA = 3,       /* data or environment: no such file, a missing column, a wrong column type */
  HUICE_MEMORY = 5,     /* memory ran out, or would have passed the limit of the call */
  HUICE_CANCELLED = 6,  /* as the caller wished */
  HUICE_CALLBACK = 7,   /* a callback of the caller threw */
  HUICE_INTERNAL = 70   /* our fault; please report it */
};

typedef int32_t huice_language;
enum { HUICE_ENGLISH = 0, HUICE_CHINESE = 1 };

typedef struct huice_error_handle* huice_error;
typedef struct huice_program_handle* huice_program;
typedef struct huice_applicant_handle* huice_applicant;

/* The code of an error; HUICE_USAGE of a null or closed handle. Since 1. */
HUICE_API huice_code huice_error_code(huice_error error);
/* What happened and what to do about it. The text lives as long as the handle; of a null or closed handle it says so. Since 1. */
HUICE_API const char* huice_error_message(huice_error error, huice_language language);
/* HUICE_PROGRAM: the diagnostics as JSON, as `huice check --format json` prints them: code, severity, file, line, column, span,
 * message, hints. Otherwise an empty text. The text lives as long as the handle. Since 1. */
HUICE_API const char* huice_error_details(huice_error error);
/* A null or closed handle is left alone. Since 1. */
HUICE_API void huice_error_close(huice_error error);

/* `0.1.0`: the library's version. Static. Since 1. */
HUICE_API const char* huice_version(void);
/* The library's HUICE_API_VERSION. Since 1. */
HUICE_API uint32_t huice_api_version(void);

/* Frees a text that a function gave out as `char**`. Null is left alone. Since 1. */
HUICE_API void huice_free(char* text);

/* ---- Programs ----------------------------------------------------------------------------------------------------------- */

/* The value of an external parameter, as people write it. */
typedef struct huice_parameter {
  const char* name;   /* or its label */
  const char* value;  /* `2000元`, `15%`, `2024-12-31` */
  const char* from;   /* the first day on which it holds, `2024-01-01`; null: always */
} huice_parameter;

typedef int32_t huice_engine;
enum {
  HUICE_ENGINE_MACHINE = 0,   /* machine code; where the system allows none, the reference decides: slower, the same */
  HUICE_ENGINE_REFERENCE = 1  /* the evaluator that is written to be obviously right */
};

/* All zero (but for `size`) is what a null pointer means. */
typedef struct huice_compile_options {
  size_t size;                        /* sizeof(huice_compile_options), so that it can grow */
  const huice_parameter* parameters;  /* of external parameters */
  size_t parameter_count;
  const char* cache;                  /* folder that keeps compiled code and parsed policies between processes; null: none */
  huice_engine engine;
} huice_compile_options;

/* A folder of `.policy` files, or one file, with everything it uses. `options` may be null. Since 1. */
HUICE_API huice_code huice_compile_path(const char* path, const huice_compile_options* options, huice_program* program, huice_error* error);

/* One policy text of `size` bytes; `name` stands for its file in messages. It may use the standard library (`std/…`) but no other
 * files. `options` may be null. Since 1. */
HUICE_API huice_code huice_compile_text(const char* name, const char* text, size_t size, const huice_compile_options* options, huice_program* program,
                                        huice_error* error);

/* What there is to decide, as JSON; to be freed with huice_free:
 *   {"digest", "warnings": […], "entities": [{"name", "label", "fields": [{"name", "label", "kind", "unit", "key", "required",
 *   "decided", "choices": [{"name", "label"}]}]}], "measures": [{"name", "label", "entity", "clauses", "conditions", "inputs",
 *   "pays", "settled", "rounds", "shares", "needs_as_of", "amount_digits"}], "parameters": [{"name", "label", "external"}],
 *   "targets": [{"name", "label", "entity", "clauses"}]}
 * Fields and measures stand in the order that applicants count them in. Since 1. */
HUICE_API huice_code huice_describe(huice_program program, char** json, huice_error* error);

/* Decisions made with it, applicants and streams stay valid. A null or closed handle is left alone. Since 1. */
HUICE_API void huice_program_close(huice_program program);

/* ---- Batches ------------------------------------------------------------------------------------------------------------ */

/* Called now and then from any one thread at a time, with the rows read so far; anything but 0 cancels the call. */
typedef int (*huice_progress)(void* data, uint64_t rows);

/* All zero (but for `size`) is what a null pointer means. */
typedef struct huice_run_options {
  size_t size;                  /* sizeof(huice_run_options), so that it can grow */
  const char* as_of;            /* `2024-12-31`: the date of measures without a `dated` field; null: none */
  const char* const* measures;  /* by name or label; null: all */
  size_t measure_count;
  int32_t threads;              /* 0: one for each processor. The decisions never depend on it */
  int32_t check_keys;           /* not 0: later rows of a key are rejected */
  uint64_t memory;              /* bytes, for tables of other entities and settlement, which use temporary files beyond that, and
                                 * again for the decisions, which fail (HUICE_MEMORY). 0: half of the machine's, and no limit */
  huice_progress progress;      /* null: none */
  void* progress_data;          /* handed to it */
} huice_run_options;

/* The rows of one entity. */
typedef struct huice_input {
  const char* entity;               /* name or label; null: the only one that measures are for */
  struct ArrowArrayStream* rows;    /* record batches, a column for each field under its name or label */
  struct ArrowArrayStream* results; /* written: the decisions. null: the rows are only given along */
} huice_input;

/* Decides every row of the inputs for every measure of its entity, as `huice run` does: with rows of other entities that are
 * given along, and with settlement over all rows given (each entity once; no ledger).
 *
 * Rows. Columns bind to fields by name or label, as headers of files do: a unit in parentheses counts, `营业收入（万元）`, and only
 * keys and fields that the measures read need a column. Types:
 *
 *   numbers        integers of any width, decimal32 to decimal256; in the column's unit, else the field's
 *   yes or no      bool
 *   dates          date32, date64, timestamp without time zone (midnight)
 *   date and time  timestamp without time zone (whole seconds)
 *   everything     utf8, large_utf8, utf8_view, dictionary of these: as cells of files
 *
 * Floating-point columns are refused for numbers; the message shows the conversion. Null and an empty text are missing. A value
 * that cannot be a field's (more fraction digits than it has, out of range) rejects its row, never the call. `rows` are moved:
 * the call takes everything out of them and releases them, whatever happens.
 *
 * Results. A row for every row of the input, in its order:
 *
 *   the keys            utf8; int64 for whole numbers, date32 for dates
 *   for each measure    a struct, null where the row was rejected:
 *     status            dictionary<int8, utf8>: eligible, ineligible, error, undetermined, referred, not_in_force
 *     computed          decimal128(38, n) yuan, only of measures that something settles: before settlement
 *     amount            decimal128(38, n) yuan, only of measures that pay: granted; null unless eligible
 *     ceiling           decimal128(38, n) yuan, only of measures that pay and read decided fields; on referred rows
 *     shares            struct of decimal128(38, n), only of measures with shares
 *     reasons           list<utf8>: as in the output of `huice run`
 *   rejected            struct of utf8: code, column, value, message_en, message_zh; null where the row was decided
 *
 * n is 2 unless the measure rounds finer (amount_digits of huice_describe). The stream may outlive the program's handle; its
 * release frees it. `options` may be null. `summary`, unless null, is JSON to be freed with huice_free: rows in, decided and
 * rejected per entity, counts and sums per measure, rejects by code with the first row, measures without data, and "decided_by_reference"
 * where machine code could not be had; "machine_code": "mapped from files" where the system does not execute memory that was written.
 *
 * HUICE_DATA: a column is missing or of a wrong type, or a stream fails. HUICE_USAGE: unknown entity or measure, a date that is
 * lacking, an entity given twice. HUICE_MEMORY, HUICE_CANCELLED, HUICE_CALLBACK. Since 1. */
HUICE_API huice_code huice_decide(huice_program program, const huice_run_options* options, const huice_input* inputs, size_t input_count, char** summary,
                                  huice_error* error);

/* Says of each target (`targets` by name or label; null: all) and each of its groups whether the rows meet it, as `huice assess` does.
 * Of `inputs`, entity must be said and results must be null; rows are moved. Of `options`, as_of, threads, memory and progress count.
 * More than `reject_limit` rows that cannot be read are HUICE_DATA: totals without them would be wrong. `assessed`: JSON to be freed with
 * huice_free:
 *
 *   {"targets": [{"id", "group", "status": "met", "missed" or "undetermined", "value", "op", "threshold", "gap", "unit", "deadline",
 *   "tentative", "reasons"}], "left_out": [{"target", "entity"}] without data, "rejected": [{"entity", "rows"}] not counted,
 *   "outside": [{"target", "rows"}] of no group}
 *
 * Since 2. */
HUICE_API huice_code huice_assess(huice_program program, const huice_run_options* options, const char* const* targets, size_t target_count, uint64_t reject_limit,
                                  const huice_input* inputs, size_t input_count, char** assessed, huice_error* error);

/* ---- Settlement of rows that are in many places ---------------------------------------------------------------------------
 *
 * huice_decide settles the rows of one call. An engine whose rows are in many places (Spark) brings claims together instead, and
 * gets the decisions that huice_decide gives on all rows at once:
 *
 *   1. huice_claims on any rows, each once:     what of them takes part in settlement, a claim for each row and measure at most
 *   2. for each round of the measures, in order ("rounds" of huice_describe), huice_settle on claims: in one call stand all claims
 *      of the same `part`, in the order of their rows; any number of calls, each claim in one of them
 *   3. huice_grant on any rows, each once, with their claims as the last round left them
 *
 * Program, parameters, `as_of` and `measures` must be the same all through. A claim is bytes that nobody else reads; what it was of
 * (the row) has to be kept beside it. The order of rows matters only to rows of one key and one date. Of several entities only
 * measures that share no limit, choice or pool can be decided so. */

/* `claims` is written: row int64 (in this call's rows, from 0), claim binary, part int64. Rejected rows have none. `rows` and
 * `options` as in huice_decide; `entity` may be null where all measures are for one. HUICE_USAGE also where a limit, choice or pool takes from
 * measures of several entities. Since 2. */
HUICE_API huice_code huice_claims(huice_program program, const huice_run_options* options, const char* entity, struct ArrowArrayStream* rows,
                                  struct ArrowArrayStream* claims, huice_error* error);
/* `claims`: claim binary; other columns are passed over. `settled` is written, a row for each in the same order: claim binary, part
 * int64. Claims of other rounds come out as they were. The stream is moved. `options` may be null; of them `memory` counts (0: 512 MiB,
 * beyond that temporary files are used; claims themselves come on top). HUICE_DATA: these are no claims of this program, or of an earlier round. Since 2. */
HUICE_API huice_code huice_settle(huice_program program, const huice_run_options* options, uint32_t round, struct ArrowArrayStream* claims,
                                  struct ArrowArrayStream* settled, huice_error* error);
/* `claims`: row int64 (in this call's rows, from 0; claims on measures that the row has none on are passed over), claim binary. `results` is
 * written, as by huice_decide. Both streams are moved. HUICE_DATA: a row lacks a claim, has two on one measure, or has one that is
 * not settled. Since 2. */
HUICE_API huice_code huice_grant(huice_program program, const huice_run_options* options, const char* entity, struct ArrowArrayStream* rows,
                                 struct ArrowArrayStream* claims, struct ArrowArrayStream* results, huice_error* error);

/* ---- One applicant, as JSON --------------------------------------------------------------------------------------------- */

enum { HUICE_EXPLAIN_NONE = 0, HUICE_EXPLAIN_ENGLISH = 1, HUICE_EXPLAIN_CHINESE = 2 };

/* `json`: an object of `size` bytes, a member for each field by name or label: money and numbers with fractions as strings in the
 * field's unit ("1234.56", "30%"), whole numbers as numbers or strings, dates as "2024-03-05", choices by name or label, sets as
 * lists, true and false; null and absent members are missing. An unknown member is HUICE_DATA and names the closest. `entity` may
 * be null where all measures are for one. `others` may be null: an object with rows of other entities, {"Person": [{…}, …]}.
 * Limits, choices and pools are settled as if nobody else applied and nothing had been paid before: "amount" is what they
 * leave to this applicant alone; among all it may be granted otherwise (huice_explain). `explain`: adds "explanation", as `huice explain
 * --format json` prints it; the "settlement" of a measure then has "alone": true, and a "note" that says so.
 *
 *   {"entity", "decisions": [{"measure", "status", "computed", "amount", "ceiling", "shares": {…}, "reasons": […]}],
 *    "rejected": null or {"code", "column", "value", "message": {"en", "zh"}},
 *    "left_out": [{"measure", "why": {"en", "zh"}}]}
 *
 * Amounts are strings or null; members that a measure never has (computed, amount, ceiling, shares) are left away, as columns are
 * in huice_decide. A rejected applicant has no decisions. `decided`: to be freed with huice_free. Of `options`, as_of and measures count. Since 1. */
HUICE_API huice_code huice_decide_json(huice_program program, const huice_run_options* options, const char* entity, const char* json, size_t size,
                                       const char* others, int explain, char** decided, huice_error* error);

/* ---- Some of many, explained -------------------------------------------------------------------------------------------- */

/* Decides and settles all rows of the inputs, as huice_decide does, and explains `row_count` of them, counted from 0 among the rows of
 * `entity` (null: the only one that measures are for): what limits, choices and pools took from a row depends on the others.
 * Of `inputs`, results must be null; rows are moved. `language`: HUICE_EXPLAIN_ENGLISH or HUICE_EXPLAIN_CHINESE. `explained`: JSON to be
 * freed with huice_free, for each of `rows`, in their order, what huice_decide_json gives with `explain`; the "settlement" of a
 * measure tells step by step what was left when it was the row's turn and who had taken the rest:
 *
 *   {"computed": "60.00元", "granted": "20.00元", "recorded_by": null, "granted_before": null, "shares": {…}, "steps":
 *    [{"step": "limit:uscc", "note": "at most 50.00元 in the year, 30.00元 used before", "before", "after", "takes": true, "causes": […]}]}
 *
 * One thread works where something is settled. There is no ledger: "recorded_by" and "granted_before" are null. Claims that were settled by
 * rounds (huice_settle) are explained by giving this function the rows that share limits, choices and pools. HUICE_USAGE also where there
 * is no such row. Since 3. */
HUICE_API huice_code huice_explain(huice_program program, const huice_run_options* options, const huice_input* inputs, size_t input_count, const char* entity,
                                   const uint64_t* rows, size_t row_count, int language, char** explained, huice_error* error);

/* ---- One applicant, field by field: the fastest way --------------------------------------------------------------------- */

/* One decision. Amounts count 10^-amount_digits yuan (huice_describe; fen, unless a measure rounds finer). */
typedef struct huice_decision {
  int32_t status;       /* 0 eligible, 1 ineligible, 2 error, 3 undetermined, 4 referred, 5 not in force */
  int32_t has_amount;   /* eligible, and the measure pays */
  int32_t has_ceiling;  /* referred, and bounded */
  int64_t amount;
  int64_t ceiling;
} huice_decision;

/* An applicant of `entity` (null: the only one that measures are for) with every field missing, on the measures of that entity
 * that need nothing from other rows: no members, references, limits, choices or pools. Of `options`, which may be null, as_of and
 * measures count. HUICE_USAGE where a measure named in `options`, or every measure, needs more. Since 1. */
HUICE_API huice_code huice_applicant_open(huice_program program, const huice_run_options* options, const char* entity, huice_applicant* applicant,
                                          huice_error* error);
/* The number of a field, by name or label. Since 1. */
HUICE_API huice_code huice_applicant_field(huice_applicant applicant, const char* name, uint32_t* field, huice_error* error);
/* The measures that huice_applicant_decide decides, in order. The name lives as long as the handle. `measure` at or beyond the
 * number of measures gives HUICE_USAGE. Since 1. */
HUICE_API huice_code huice_applicant_measure(huice_applicant applicant, size_t measure, const char** name, huice_error* error);
/* Every field is missing again. Since 1. */
HUICE_API huice_code huice_applicant_clear(huice_applicant applicant, huice_error* error);
/* A cell as in files: `1234.56` in the field's unit, `30%`, `2024-03-05`, 是. Of size 0 it is missing. HUICE_DATA where it cannot be
 * read; the field is missing then. Since 1. */
HUICE_API huice_code huice_applicant_set_text(huice_applicant applicant, uint32_t field, const char* text, size_t size, huice_error* error);
/* value · 10^-scale in the field's unit; of yes or no, 0 or 1; of dates, days since 1970-01-01; of dates with a time, seconds since
 * then. 0 <= scale <= 18. HUICE_DATA where it is no value of the field. Since 1. */
HUICE_API huice_code huice_applicant_set_number(huice_applicant applicant, uint32_t field, int64_t value, int32_t scale, huice_error* error);
/* Decides. `decisions` has room for `count`; that many measures, from the first, are written. Since 1. */
HUICE_API huice_code huice_applicant_decide(huice_applicant applicant, huice_decision* decisions, size_t count, huice_error* error);
/* The reasons of the last decision on a measure, `;` between them. The text lives until the next call with this handle. Since 1. */
HUICE_API huice_code huice_applicant_reasons(huice_applicant applicant, size_t measure, const char** reasons, huice_error* error);
/* A null or closed handle is left alone. Since 1. */
HUICE_API void huice_applicant_close(huice_applicant applicant);

#ifdef __cplusplus
}
#endif
#endif
