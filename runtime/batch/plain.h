// Cells as most files have them, a column at a time: digits with a point, a listed word, an ISO date, a text. What is not plain,
// or missing where it must not be, is left to the careful way (columns.cpp). Cells are padded (grid.h).
#pragma once
#include <cstdint>

#include "runtime/batch/batch.h"
#include "runtime/batch/numbers.h"
#include "runtime/batch/rows.h"
#include "runtime/batch/words.h"

namespace huice::batch {

/// Rows whose cells are not plain; they are missing so far.
struct Careful {
  uint16_t rows[HUICE_BATCH_ROWS];
  int count = 0;
};

/// Each fills rows [0, rows) of a column. `must`: empty cells are left to the careful way.
void plain_numbers(const Cell* cells, int rows, bool must, const NumberFormat& format, const ColumnStore& store, Careful& careful);
void plain_booleans(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful);
void plain_choices(const Cell* cells, int rows, bool must, const Words& words, const ColumnStore& store, Careful& careful);
void plain_dates(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful);
void plain_texts(const Cell* cells, int rows, bool must, const ColumnStore& store, Careful& careful);

}  // namespace huice::batch
