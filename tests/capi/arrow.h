/* Arrow arrays for tests, made by hand: what a caller without libarrow has to do. Columns point to memory that the test keeps;
 * releasing a stream only counts. */
#ifndef HUICE_TEST_ARROW_H
#define HUICE_TEST_ARROW_H
#include <stdint.h>
#include <string.h>

#include "huice.h"

enum { most_columns = 16 };

struct column {
  const char* name;
  const char* format;
  const void* validity;    /* null: all valid */
  const void* data;        /* items, or offsets */
  const void* bytes;       /* of texts */
  const char* const* words; /* of a dictionary, null at the end */
};

struct table {
  struct column columns[most_columns];
  int64_t count, rows;
  int batches;             /* the table comes so many times */
  int given, releases;
  struct ArrowSchema schemas[most_columns], dictionary_schemas[most_columns], *schema_pointers[most_columns];
  struct ArrowArray arrays[most_columns], dictionaries[most_columns], *array_pointers[most_columns];
  const void* buffers[most_columns][3];
  const void* root_buffers[1];
  int32_t word_offsets[most_columns][32];
  char words[most_columns][512];
  const void* word_buffers[most_columns][3];
};

static void release_schema(struct ArrowSchema* schema) { schema->release = 0; }
static void release_array(struct ArrowArray* array) {
  ++((struct table*)array->private_data)->releases;
  array->release = 0;
}
static void release_child(struct ArrowArray* array) { array->release = 0; }

#define UNUSED __attribute__((unused))

static int table_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
  struct table* table = (struct table*)stream->private_data;
  memset(out, 0, sizeof *out);
  for (int64_t c = 0; c < table->count; ++c) {
    struct ArrowSchema* schema = &table->schemas[c];
    memset(schema, 0, sizeof *schema);
    schema->format = table->columns[c].format;
    schema->name = table->columns[c].name;
    schema->flags = ARROW_FLAG_NULLABLE;
    schema->release = release_schema;
    if (table->columns[c].words) {
      memset(&table->dictionary_schemas[c], 0, sizeof table->dictionary_schemas[c]);
      table->dictionary_schemas[c].format = "u";
      table->dictionary_schemas[c].release = release_schema;
      schema->dictionary = &table->dictionary_schemas[c];
    }
    table->schema_pointers[c] = schema;
  }
  out->format = "+s";
  out->name = "";
  out->n_children = table->count;
  out->children = table->schema_pointers;
  out->release = release_schema;
  return 0;
}

static int table_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
  struct table* table = (struct table*)stream->private_data;
  memset(out, 0, sizeof *out);
  if (table->given == table->batches) return 0;
  ++table->given;
  for (int64_t c = 0; c < table->count; ++c) {
    const struct column* column = &table->columns[c];
    struct ArrowArray* array = &table->arrays[c];
    memset(array, 0, sizeof *array);
    table->buffers[c][0] = column->validity;
    table->buffers[c][1] = column->data;
    table->buffers[c][2] = column->bytes;
    array->length = table->rows;
    array->null_count = column->validity ? -1 : 0;
    array->n_buffers = column->bytes ? 3 : 2;
    array->buffers = table->buffers[c];
    array->release = release_child;
    if (column->words) {
      struct ArrowArray* words = &table->dictionaries[c];
      memset(words, 0, sizeof *words);
      int32_t size = 0;
      for (; column->words[words->length]; ++words->length) {
        table->word_offsets[c][words->length] = size;
        memcpy(table->words[c] + size, column->words[words->length], strlen(column->words[words->length]));
        size += (int32_t)strlen(column->words[words->length]);
      }
      table->word_offsets[c][words->length] = size;
      table->word_buffers[c][0] = 0;
      table->word_buffers[c][1] = table->word_offsets[c];
      table->word_buffers[c][2] = table->words[c];
      words->n_buffers = 3;
      words->buffers = table->word_buffers[c];
      words->release = release_child;
      array->dictionary = words;
    }
    table->array_pointers[c] = array;
  }
  table->root_buffers[0] = 0;
  out->length = table->rows;
  out->n_buffers = 1;
  out->buffers = table->root_buffers;
  out->n_children = table->count;
  out->children = table->array_pointers;
  out->release = release_array;
  out->private_data = table;
  return 0;
}

static const char* table_error(struct ArrowArrayStream* stream) {
  (void)stream;
  return "made to fail";
}

static void release_stream(struct ArrowArrayStream* stream) {
  ++((struct table*)stream->private_data)->releases;
  stream->release = 0;
}

/* The table's rows, once. */
UNUSED static struct ArrowArrayStream stream_of(struct table* table) {
  struct ArrowArrayStream stream;
  table->given = table->releases = 0;
  if (table->batches == 0) table->batches = 1;
  stream.get_schema = table_schema;
  stream.get_next = table_next;
  stream.get_last_error = table_error;
  stream.release = release_stream;
  stream.private_data = table;
  return stream;
}

UNUSED static void add_column(struct table* table, const char* name, const char* format, const void* data, const void* bytes) {
  const struct column column = {name, format, 0, data, bytes, 0};
  table->columns[table->count++] = column;
}

/* ---- What comes out --------------------------------------------------------------------------------------------------- */

/* The child of that name; null: there is none. */
UNUSED static const struct ArrowArray* child(const struct ArrowSchema* schema, const struct ArrowArray* array, const char* name, const struct ArrowSchema** its) {
  for (int64_t c = 0; c < schema->n_children; ++c) {
    if (strcmp(schema->children[c]->name, name) != 0) continue;
    if (its) *its = schema->children[c];
    return array->children[c];
  }
  return 0;
}

UNUSED static int is_valid(const struct ArrowArray* array, int64_t row) {
  const uint8_t* bits = (const uint8_t*)array->buffers[0];
  return !bits || (bits[(array->offset + row) / 8] >> ((array->offset + row) % 8) & 1);
}

/* The low 64 bits of a decimal128. */
UNUSED static int64_t decimal_at(const struct ArrowArray* array, int64_t row) { return ((const int64_t*)array->buffers[1])[2 * row]; }

/* A text into `out`, which is ended with a zero byte. */
UNUSED static const char* text_at(const struct ArrowArray* array, int64_t row, char* out) {
  const int32_t* offsets = (const int32_t*)array->buffers[1];
  const int32_t size = offsets[row + 1] - offsets[row];
  memcpy(out, (const char*)array->buffers[2] + offsets[row], (size_t)size);
  out[size] = 0;
  return out;
}

#endif
