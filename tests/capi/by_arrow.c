/* by_arrow PROGRAM ROWS.csv THREADS [TIMES]: decides through huice_decide, and prints what `huice run` writes. With TIMES the rows
 * come so often in one call, and the seconds that it takes, results read out, are all that is printed. */
#include <inttypes.h>
#include <time.h>

#include "arrow.h"
#include "workload.h"

static void stop(huice_error error) {
  fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  exit(1);
}

/* Every column in another of the ways that Arrow has. */
static void make_table(const struct workload* from, struct table* table) {
  memset(table, 0, sizeof *table);
  table->rows = from->rows;
  for (int c = 0; c < columns; ++c) {
    const size_t rows = (size_t)from->rows;
    if (fields[c].kind == TEXT) {
      int64_t* offsets = (int64_t*)malloc(8 * (rows + 1));
      size_t size = 0;
      for (size_t row = 0; row < rows; ++row) size += strlen(from->cells[c][row]);
      char* bytes = (char*)malloc(size + 1);
      size = 0;
      for (size_t row = 0; row < rows; ++row) {
        offsets[row] = (int64_t)size;
        strcpy(bytes + size, from->cells[c][row]);
        size += strlen(from->cells[c][row]);
      }
      offsets[rows] = (int64_t)size;
      add_column(table, fields[c].name, "U", offsets, bytes);
    } else if (fields[c].kind == BOOLEAN) {
      uint8_t* bits = (uint8_t*)calloc(rows / 8 + 1, 1);
      for (size_t row = 0; row < rows; ++row) bits[row / 8] |= (uint8_t)(from->numbers[c][row] << (row % 8));
      add_column(table, fields[c].name, "b", bits, 0);
    } else if (fields[c].kind == CHOICE) {
      int16_t* items = (int16_t*)malloc(2 * rows);
      for (size_t row = 0; row < rows; ++row) items[row] = (int16_t)from->numbers[c][row];
      add_column(table, fields[c].name, "s", items, 0);
      table->columns[table->count - 1].words = fields[c].members;
    } else {
      __int128* items = (__int128*)malloc(16 * rows);
      for (size_t row = 0; row < rows; ++row) items[row] = from->numbers[c][row];
      add_column(table, fields[c].name, fields[c].scale == 4 ? "d:38,4" : "d:38,2", items, 0);
    }
    table->columns[table->count - 1].validity = from->valid[c];
  }
}

static void print_batch(const struct ArrowSchema* schema, const struct ArrowArray* array) {
  char text[4096];
  const int64_t measures = schema->n_children - 2;  /* a key before them, `rejected` behind */
  for (int64_t row = 0; row < array->length; ++row) {
    if (is_valid(array->children[measures + 1], row)) continue;
    fputs(text_at(array->children[0], row, text), stdout);
    for (int64_t m = 1; m <= measures; ++m) {
      const struct ArrowSchema* its = schema->children[m];
      const struct ArrowArray *status = child(its, array->children[m], "status", 0), *amount = child(its, array->children[m], "amount", 0),
                              *reasons = child(its, array->children[m], "reasons", 0);
      printf(",%s", text_at(status->dictionary, ((const int8_t*)status->buffers[1])[row], text));
      if (amount) {
        putchar(',');
        if (is_valid(amount, row)) printf("%" PRId64 ".%02" PRId64, decimal_at(amount, row) / 100, decimal_at(amount, row) % 100);
      }
      putchar(',');
      const int32_t* begins = (const int32_t*)reasons->buffers[1];
      for (int32_t i = begins[row]; i < begins[row + 1]; ++i) printf("%s%s", i > begins[row] ? ";" : "", text_at(reasons->children[0], i, text));
    }
    putchar('\n');
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

enum { most_batches = 4096 };

int main(int count, char** words) {
  if (count != 4 && count != 5) fail("by_arrow PROGRAM ROWS.csv THREADS [TIMES]");
  const int times = count == 5 ? atoi(words[4]) : 0;
  static struct workload workload; /* kept to the end */
  static struct table table;
  huice_program program = 0;
  huice_error error = 0;
  read_workload(&workload, words[2]);
  make_table(&workload, &table);
  if (huice_compile_path(words[1], 0, &program, &error) != HUICE_OK) stop(error);
  table.batches = times;
  const double begin = now();
  struct ArrowArrayStream rows = stream_of(&table), results;
  const huice_input input = {0, &rows, &results};
  huice_run_options options = {sizeof options, 0, 0, 0, 0, 0, 0, 0, 0};
  options.threads = atoi(words[3]);
  if (huice_decide(program, &options, &input, 1, 0, &error) != HUICE_OK) stop(error);
  huice_program_close(program); /* the stream stays */
  struct ArrowSchema schema;
  static struct ArrowArray batches[most_batches]; /* as whoever wants them all at once */
  int kept = 0;
  if (results.get_schema(&results, &schema) != 0) fail("no schema");
  for (;;) {
    struct ArrowArray array;
    if (results.get_next(&results, &array) != 0) fail("no batch");
    if (!array.release) break;
    if (times == 0) print_batch(&schema, &array);
    if (times == 0 || kept == most_batches) array.release(&array);
    else batches[kept++] = array;
  }
  if (times > 0) printf("%f\n", now() - begin);
  for (int i = 0; i < kept; ++i) batches[i].release(&batches[i]);
  schema.release(&schema);
  results.release(&results);
  return 0;
}
