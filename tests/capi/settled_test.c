/* Settlement of rows that are in many places, and targets: what comes out, and that wrong use is an error. */
#include <stdlib.h>

#include "arrow.h"
#include "checks.h"

static const char policy[] =
    "entity Firm { id : text key  uscc : text  cost : money  applied : date }\n"
    "pool fund { total 100元 when exhausted partial }\n"
    "measure aid for Firm { dated applied  pay cost  limit 50元 per uscc per year  paid from fund  share city 60%, county rest }\n"
    "scenario for aid { given cost = 1元, applied = 2024-01-01  expect eligible, pays 1元 }\n"
    "target spent over Firm { dated applied  reach sum(cost) >= 100元 each year }\n";

/* Firms A, A, B, C, and one whose cost cannot be: A gets 50 of 60 in all, B 40, C what is left of 100. */
enum { firms = 5 };
static const int32_t id_ends[] = {0, 1, 2, 3, 4, 5};
static const int64_t costs[] = {30, 30, 40, 40, -1};
static const int32_t days[] = {19844, 19845, 19846, 19847, 19848};
static const int64_t granted[] = {3000, 2000, 4000, 1000};

static struct ArrowArrayStream rows_of(struct table* table) {
  memset(table, 0, sizeof *table);
  table->rows = firms;
  add_column(table, "id", "u", id_ends, "12345");
  add_column(table, "uscc", "u", id_ends, "AABCD");
  add_column(table, "cost", "l", costs, 0);
  add_column(table, "applied", "tdD", days, 0);
  return stream_of(table);
}

/* Columns of claims, kept apart from the stream that they came in. */
struct claims {
  int64_t rows[8], count;
  int32_t ends[9];
  char bytes[4096];
};

static void take(struct ArrowArrayStream* stream, struct claims* out, int with_rows) {
  struct ArrowSchema schema;
  struct ArrowArray array;
  CHECK(stream->get_schema(stream, &schema) == 0 && stream->get_next(stream, &array) == 0 && array.length <= 8);
  const struct ArrowArray *claim = child(&schema, &array, "claim", 0), *row = child(&schema, &array, "row", 0);
  CHECK(child(&schema, &array, "part", 0) != 0 && (row != 0) == (with_rows != 0));
  out->count = array.length;
  memcpy(out->ends, claim->buffers[1], sizeof(int32_t) * (size_t)(array.length + 1));
  memcpy(out->bytes, claim->buffers[2], (size_t)out->ends[array.length]);
  if (row) memcpy(out->rows, row->buffers[1], sizeof(int64_t) * (size_t)array.length);
  array.release(&array);
  schema.release(&schema);
  stream->release(stream);
}

static struct ArrowArrayStream stream_of_claims(struct table* table, const struct claims* claims) {
  memset(table, 0, sizeof *table);
  table->rows = claims->count;
  add_column(table, "row", "l", claims->rows, 0);
  add_column(table, "claim", "z", claims->ends, claims->bytes);
  return stream_of(table);
}

static void settle(huice_program program, uint32_t round, struct claims* claims) {
  struct table table;
  struct ArrowArrayStream given = stream_of_claims(&table, claims), settled;
  huice_error error = 0;
  CHECK(huice_settle(program, 0, round, &given, &settled, &error) == HUICE_OK && given.release == 0);
  take(&settled, claims, 0);
}

/* The claims of all rows, after so many rounds. */
static struct claims claims_after(huice_program program, uint32_t rounds) {
  struct claims claims;
  struct table table;
  struct ArrowArrayStream rows = rows_of(&table), out;
  huice_error error = 0;
  CHECK(huice_claims(program, 0, "Firm", &rows, &out, &error) == HUICE_OK && rows.release == 0);
  take(&out, &claims, 1);
  CHECK(claims.count == 4);
  for (uint32_t round = 1; round <= rounds; ++round) settle(program, round, &claims);
  return claims;
}

static huice_code grant(huice_program program, const struct claims* claims, struct ArrowArrayStream* results, huice_error* error) {
  struct table rows_table, claims_table;
  struct ArrowArrayStream rows = rows_of(&rows_table), given = stream_of_claims(&claims_table, claims);
  const huice_code code = huice_grant(program, 0, 0, &rows, &given, results, error);
  CHECK(rows.release == 0 && given.release == 0);
  return code;
}

static void test_rounds(huice_program program) {
  const struct claims claims = claims_after(program, 2);
  struct ArrowArrayStream results;
  huice_error error = 0;
  const huice_code code = grant(program, &claims, &results, &error);
  if (code != HUICE_OK) fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  CHECK(code == HUICE_OK);
  if (code != HUICE_OK) return;
  struct ArrowSchema schema;
  struct ArrowArray array;
  CHECK(results.get_schema(&results, &schema) == 0 && results.get_next(&results, &array) == 0 && array.length == firms);
  const struct ArrowSchema* its = 0;
  const struct ArrowArray* aid = child(&schema, &array, "aid", &its);
  for (int row = 0; row < 4; ++row) {
    CHECK(decimal_at(child(its, aid, "amount", 0), row) == granted[row]);
    CHECK(decimal_at(child(its, aid, "shares", 0)->children[0], row) == granted[row] * 6 / 10);
  }
  CHECK(!is_valid(aid, 4));
  char text[64];
  const struct ArrowArray* reasons = child(its, aid, "reasons", 0);
  CHECK(strcmp(text_at(reasons->children[0], 0, text), "limit:uscc") == 0 && strcmp(text_at(reasons->children[0], 1, text), "pool:fund") == 0);
  array.release(&array);
  schema.release(&schema);
  results.release(&results);
}

static void settle_refused(huice_program program, uint32_t round, const struct claims* claims, huice_code code, const char* words) {
  struct table table;
  struct ArrowArrayStream given = stream_of_claims(&table, claims), settled;
  huice_error error = 0;
  REFUSED(huice_settle(program, 0, round, &given, &settled, &error), code, words);
  CHECK(given.release == 0);
}

/* Whether it was refused. */
static int survived(huice_program program, const struct claims* claims) {
  struct table table;
  struct ArrowArrayStream given = stream_of_claims(&table, claims), settled;
  huice_error error = 0;
  const huice_code code = huice_settle(program, 0, 1, &given, &settled, &error);
  CHECK(code == HUICE_OK || code == HUICE_DATA);
  if (code == HUICE_OK) settled.release(&settled);
  huice_error_close(error);
  return code == HUICE_DATA;
}

static void test_refusals(huice_program program) {
  huice_error error = 0;
  struct ArrowArrayStream out;
  struct claims claims = claims_after(program, 1);
  REFUSED(grant(program, &claims, &out, &error), HUICE_DATA, "no claims of this program");  /* not settled through */
  settle_refused(program, 3, &claims, HUICE_DATA, "no claims of this program");               /* an earlier round is left out */
  claims = claims_after(program, 2);
  claims.rows[1] = 0;
  REFUSED(grant(program, &claims, &out, &error), HUICE_DATA, "two claims on aid");
  claims.rows[1] = 7;
  REFUSED(grant(program, &claims, &out, &error), HUICE_DATA, "no claims of this program");  /* row 1 has none */

  /* Every byte of a claim changed, one after the other, and a claim cut off after each: an error or some claim, never a crash. */
  claims = claims_after(program, 0);
  int refused = 0;
  for (int32_t at = 0; at < claims.ends[1]; ++at) {
    struct claims changed = claims, cut = claims;
    changed.bytes[at] = (char)~changed.bytes[at];
    cut.count = 1;
    cut.ends[1] = at;
    refused += survived(program, &changed) + survived(program, &cut);
  }
  CHECK(refused > claims.ends[1]);
  struct claims backwards = claims;
  backwards.ends[0] = 1;
  backwards.ends[1] = 0;
  settle_refused(program, 1, &backwards, HUICE_DATA, "column `claim` of binary");

  huice_program other = compile("entity Firm { id : text key  x : money }\nmeasure m for Firm { pay x  once per id }\n");
  settle_refused(other, 1, &claims, HUICE_DATA, "no claims of this program");
  huice_program_close(other);
  settle_refused(other, 1, &claims, HUICE_USAGE, "closed");
  settle_refused(0, 1, &claims, HUICE_USAGE, "null");

  struct table table;
  struct ArrowArrayStream rows = rows_of(&table);
  REFUSED(huice_settle(program, 0, 1, &rows, &out, &error), HUICE_DATA, "column `claim` of binary");
  REFUSED(huice_settle(program, 0, 1, 0, &out, &error), HUICE_USAGE, "`claims` is a null pointer");
  REFUSED(huice_claims(program, 0, 0, 0, &out, &error), HUICE_USAGE, "`rows` is a null pointer");
  rows = rows_of(&table);
  REFUSED(huice_claims(program, 0, 0, &rows, 0, &error), HUICE_USAGE, "`claims` is a null pointer");
  CHECK(rows.release == 0);
  rows = rows_of(&table);
  REFUSED(huice_grant(program, 0, 0, &rows, 0, &out, &error), HUICE_USAGE, "`claims` is a null pointer");
  CHECK(rows.release == 0);
}

/* Of each row among all, and of one alone, what was taken and why. */
static void test_explained(huice_program program) {
  struct table table;
  struct ArrowArrayStream rows = rows_of(&table), results;
  huice_input input = {0, &rows, 0};
  const uint64_t asked[] = {1, 3, 4};
  huice_error error = 0;
  char* explained = 0;
  const huice_code code = huice_explain(program, 0, &input, 1, 0, asked, 3, HUICE_EXPLAIN_ENGLISH, &explained, &error);
  if (code != HUICE_OK) fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  CHECK(code == HUICE_OK && rows.release == 0);
  if (!explained) return;
  const char* const words[] = {
      "\"computed\": \"30.00\", \"amount\": \"20.00\"", "\"key\": \"2\"", "at most 50.00元 in the year, 30.00元 used before", "1: 30.00元",
      "\"computed\": \"40.00\", \"amount\": \"10.00\"", "\"key\": \"4\"", "10.00元 left of 100.00元", "\"before\": \"40.00元\"", "\"after\": \"10.00元\"",
      "\"code\":\"negative\""};  /* in this order */
  const char* at = explained;
  for (size_t i = 0; i < sizeof words / sizeof *words && at; ++i) {
    const char* found = strstr(at, words[i]);
    if (!found) fprintf(stderr, "  no %s in %s\n", words[i], explained);
    CHECK(found != 0);
    at = found;
  }
  CHECK(strstr(explained, "alone") == 0);
  huice_free(explained);

  static const char alone[] = "{\"id\": \"2\", \"uscc\": \"A\", \"cost\": 60, \"applied\": \"2024-05-02\"}";
  CHECK(huice_decide_json(program, 0, 0, alone, sizeof alone - 1, 0, HUICE_EXPLAIN_CHINESE, &explained, &error) == HUICE_OK);
  CHECK(strstr(explained, "\"computed\": \"60.00\", \"amount\": \"50.00\"") && strstr(explained, "\"alone\": true") && strstr(explained, "仅就本申请单独结算"));
  CHECK(strstr(explained, "\"step\": \"limit:uscc\"") && strstr(explained, "\"step\": \"pool:fund\"") && strstr(explained, "最高 50.00元（当年），此前已用 0.00元"));
  huice_free(explained);

  const uint64_t beyond = 5;
  rows = rows_of(&table);
  REFUSED(huice_explain(program, 0, &input, 1, 0, &beyond, 1, HUICE_EXPLAIN_ENGLISH, &explained, &error), HUICE_USAGE, "there is no row 5: 5 rows of Firm are given");
  CHECK(rows.release == 0);
  rows = rows_of(&table);
  REFUSED(huice_explain(program, 0, &input, 1, 0, asked, 3, HUICE_EXPLAIN_NONE, &explained, &error), HUICE_USAGE, "language must be 1 or 2");
  CHECK(rows.release == 0);
  rows = rows_of(&table);
  REFUSED(huice_explain(program, 0, &input, 1, 0, 0, 3, HUICE_EXPLAIN_ENGLISH, &explained, &error), HUICE_USAGE, "`rows` is a null pointer");
  CHECK(rows.release == 0);
  rows = rows_of(&table);
  REFUSED(huice_explain(program, 0, &input, 1, 0, asked, 3, HUICE_EXPLAIN_ENGLISH, 0, &error), HUICE_USAGE, "`explained` is a null pointer");
  rows = rows_of(&table);
  input.results = &results;
  REFUSED(huice_explain(program, 0, &input, 1, 0, asked, 3, HUICE_EXPLAIN_ENGLISH, &explained, &error), HUICE_USAGE, "results must be null");
  CHECK(rows.release == 0);
  REFUSED(huice_explain(program, 0, 0, 1, 0, asked, 3, HUICE_EXPLAIN_ENGLISH, &explained, &error), HUICE_USAGE, "`inputs` is a null pointer");
}

static void test_targets(huice_program program) {
  struct table table;
  struct ArrowArrayStream rows = rows_of(&table), results;
  huice_input input = {"Firm", &rows, 0};
  huice_error error = 0;
  char* assessed = 0;
  CHECK(huice_assess(program, 0, 0, 0, 1, &input, 1, &assessed, &error) == HUICE_OK && rows.release == 0);
  if (!assessed) return;
  CHECK(strstr(assessed, "\"group\": \"2024\"") && strstr(assessed, "\"status\": \"met\"") && strstr(assessed, "\"value\": \"140\""));
  CHECK(strstr(assessed, "\"rows\": 1") != 0);
  huice_free(assessed);
  rows = rows_of(&table);
  REFUSED(huice_assess(program, 0, 0, 0, 0, &input, 1, &assessed, &error), HUICE_DATA, "1 of 5 rows cannot be read");
  rows = rows_of(&table);
  REFUSED(huice_assess(program, 0, (const char* const[]){"spend"}, 1, 1, &input, 1, &assessed, &error), HUICE_USAGE, "did you mean `spent`");
  rows = rows_of(&table);
  REFUSED(huice_assess(program, 0, 0, 1, 1, &input, 1, &assessed, &error), HUICE_USAGE, "`targets` is a null pointer");
  CHECK(rows.release == 0);
  rows = rows_of(&table);
  input.results = &results;
  REFUSED(huice_assess(program, 0, 0, 0, 1, &input, 1, &assessed, &error), HUICE_USAGE, "results must be null");
  CHECK(rows.release == 0);
}

int main(void) {
  huice_program program = compile(policy);
  if (!program) return 1;
  test_rounds(program);
  test_explained(program);
  test_refusals(program);
  test_targets(program);
  huice_program_close(program);
  printf("%d checks, %d failed\n", checks, failed);
  return failed > 0;
}
