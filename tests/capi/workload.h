/* The applicants of bench/workload, from the CSV that `huice sample` writes, in columns: an item for each row. */
#ifndef HUICE_TEST_WORKLOAD_H
#define HUICE_TEST_WORKLOAD_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, CHOICE, BOOLEAN, NUMBER };
enum { columns = 13 };

static const struct {
  const char* name;
  enum kind kind;
  const char* members[4];
  int scale; /* fraction digits of numbers here */
} fields[columns] = {{"id", TEXT, {0}, 0},         {"district", TEXT, {0}, 0},     {"trade", CHOICE, {"goods", "services", 0}, 0},
                     {"insured", BOOLEAN, {0}, 0}, {"premium", NUMBER, {0}, 2},    {"scale", BOOLEAN, {0}, 0},
                     {"rd", NUMBER, {0}, 2},       {"rd_last", NUMBER, {0}, 2},    {"revenue", NUMBER, {0}, 2},
                     {"area", NUMBER, {0}, 4},     {"standard", CHOICE, {"basic", "improved", "high", 0}, 0},
                     {"volume", NUMBER, {0}, 4},   {"sme", BOOLEAN, {0}, 0}};

struct workload {
  int64_t rows;
  char* file;
  const char** cells[columns];     /* ended with a zero byte; "" is missing */
  int64_t* numbers[columns];       /* of numbers, times 10^scale; of choices the member; of booleans 0 or 1 */
  uint8_t* valid[columns];         /* bits */
};

static void fail(const char* why) {
  fprintf(stderr, "%s\n", why);
  exit(1);
}

static int64_t number_of(const char* cell, int scale) {
  int64_t value = 0, fraction = -1;
  const int negative = *cell == '-';
  for (cell += negative; *cell; ++cell) {
    if (*cell == '.') {
      fraction = 0;
    } else if (*cell < '0' || *cell > '9') {
      fail("a number that this test does not read");
    } else {
      value = value * 10 + (*cell - '0');
      if (fraction >= 0) ++fraction;
    }
  }
  for (fraction = fraction < 0 ? 0 : fraction; fraction < scale; ++fraction) value *= 10;
  if (fraction > scale) fail("a number with more digits than this test reads");
  return negative ? -value : value;
}

static int64_t member_of(int column, const char* cell) {
  for (int m = 0; fields[column].members[m]; ++m) {
    if (strcmp(fields[column].members[m], cell) == 0) return m;
  }
  fail("a member that this test does not know");
  return 0;
}

static void read_workload(struct workload* into, const char* path) {
  FILE* file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) fail("no such file");
  const size_t size = (size_t)ftell(file);
  rewind(file);
  into->file = (char*)malloc(size + 1);
  if (fread(into->file, 1, size, file) != size) fail("cannot read");
  fclose(file);
  into->file[size] = 0;
  if (strchr(into->file, '"')) fail("this test reads no quotes");
  into->rows = -1;
  for (size_t i = 0; i < size; ++i) into->rows += into->file[i] == '\n';
  for (int c = 0; c < columns; ++c) {
    into->cells[c] = (const char**)malloc(sizeof(char*) * (size_t)into->rows);
    into->numbers[c] = (int64_t*)calloc((size_t)into->rows, sizeof(int64_t));
    into->valid[c] = (uint8_t*)calloc((size_t)into->rows / 8 + 1, 1);
  }
  char* at = strchr(into->file, '\n') + 1;
  for (int64_t row = 0; row < into->rows; ++row) {
    for (int c = 0; c < columns; ++c) {
      char* end = at + strcspn(at, ",\n");
      if ((*end == '\n') != (c + 1 == columns)) fail("a line with other columns");
      *end = 0;
      into->cells[c][row] = at;
      if (*at) into->valid[c][row / 8] |= (uint8_t)(1 << (row % 8));
      if (*at && fields[c].kind == NUMBER) into->numbers[c][row] = number_of(at, fields[c].scale);
      if (*at && fields[c].kind == CHOICE) into->numbers[c][row] = member_of(c, at);
      if (*at && fields[c].kind == BOOLEAN) into->numbers[c][row] = strcmp(at, "true") == 0;
      at = end + 1;
    }
  }
}

#endif
