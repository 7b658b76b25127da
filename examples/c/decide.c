/* One applicant as JSON; then two as Arrow batches, made by hand.
 *
 *   cc decide.c $(pkg-config --cflags --libs huice) -o decide && ./decide ../grants.policy */
#include <huice.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static huice_error error;

static void check(huice_code code) {
  if (code == HUICE_OK) return;
  fprintf(stderr, "%s\n%s\n", huice_error_message(error, HUICE_ENGLISH), huice_error_message(error, HUICE_CHINESE));
  huice_error_close(error);
  exit(1);
}

/* ---- Two rows in columns. An Arrow library would do all of this. ---- */

static const int32_t ends[] = {0, 2, 4};
static const int32_t days[] = {19844, 19845}; /* 2024-05-01 */
static const int32_t trade_ends[] = {0, 8, 13};
static const int64_t premiums[] = {12, 40}; /* 万元 */
static const void* buffers[4][3] = {{0, ends, "E1E2"}, {0, days}, {0, trade_ends, "servicesgoods"}, {0, premiums}};
static const char* const names[] = {"uscc", "applied", "trade", "premium"};
static const char* const formats[] = {"u", "tdD", "u", "l"};
static struct ArrowSchema schemas[4], *schema_pointers[4];
static struct ArrowArray arrays[4], *array_pointers[4];
static const void* no_buffers[1];
static int given = 0;

static void release_schema(struct ArrowSchema* schema) { schema->release = NULL; }
static void release_array(struct ArrowArray* array) { array->release = NULL; }
static void release_stream(struct ArrowArrayStream* stream) { stream->release = NULL; }
static const char* no_error(struct ArrowArrayStream* stream) { (void)stream; return NULL; }

static int get_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
  (void)stream;
  for (int c = 0; c < 4; ++c) {
    schemas[c] = (struct ArrowSchema){.format = formats[c], .name = names[c], .release = release_schema};
    schema_pointers[c] = &schemas[c];
  }
  *out = (struct ArrowSchema){.format = "+s", .name = "", .n_children = 4, .children = schema_pointers, .release = release_schema};
  return 0;
}

static int get_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
  (void)stream;
  *out = (struct ArrowArray){0};
  if (given++) return 0; /* released: the end */
  for (int c = 0; c < 4; ++c) {
    arrays[c] = (struct ArrowArray){.length = 2, .n_buffers = buffers[c][2] ? 3 : 2, .buffers = buffers[c], .release = release_array};
    array_pointers[c] = &arrays[c];
  }
  *out = (struct ArrowArray){.length = 2, .n_buffers = 1, .buffers = no_buffers, .n_children = 4, .children = array_pointers, .release = release_array};
  return 0;
}

int main(int count, char** words) {
  if (count != 2) return 2;
  huice_program program;
  check(huice_compile_path(words[1], NULL, &program, &error));

  const char applicant[] = "{\"uscc\": \"E1\", \"applied\": \"2024-05-01\", \"trade\": \"服务贸易\", \"premium\": \"12.5\"}";
  char* decided;
  check(huice_decide_json(program, NULL, NULL, applicant, strlen(applicant), NULL, HUICE_EXPLAIN_NONE, &decided, &error));
  puts(decided);
  huice_free(decided);

  struct ArrowArrayStream rows = {get_schema, get_next, no_error, release_stream, NULL}, results;
  const huice_input input = {NULL, &rows, &results};
  check(huice_decide(program, NULL, &input, 1, NULL, &error));
  struct ArrowArray batch;
  while (results.get_next(&results, &batch) == 0 && batch.release) {
    /* uscc, support {status, amount, reasons}, rejected */
    const struct ArrowArray* amount = batch.children[1]->children[1];
    for (int64_t row = 0; row < batch.length; ++row) {
      const int64_t fen = ((const int64_t*)amount->buffers[1])[2 * row]; /* the low half of a decimal128 */
      printf("row %d: %lld.%02lld yuan\n", (int)row, (long long)(fen / 100), (long long)(fen % 100));
    }
    batch.release(&batch);
  }
  results.release(&results);
  huice_program_close(program);
  return 0;
}
