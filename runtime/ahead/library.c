/* Behind the tables of one program: rows to batches of the kernels, decisions back. Follows runtime/batch (what a value may be),
 * runtime/engine/versions.cpp and runtime/decisions (what comes out). */

enum { NO_REJECT, MISSING_KEY, MISSING_REQUIRED, BARE_PERCENT, TOO_MANY_DIGITS, OUT_OF_RANGE, NEGATIVE, BAD_DATE, BAD_DATETIME, BAD_BOOLEAN,
       UNKNOWN_CHOICE, DESTROYED_CODE, UNDECODABLE, NUL_BYTE };
static const char* const reject_names[] = {0, "missing_key", "missing_required", "bare_percent", "too_many_digits", "out_of_range", "negative", "bad_date",
                                           "bad_datetime", "bad_boolean", "unknown_choice", "destroyed_code", "undecodable", "nul_byte"};
static const char* const status_names[] = {"eligible", "ineligible", "error", "undetermined", "referred", "not_in_force"};
static const char* const error_names[] = {"", "division_by_zero", "range", "negative", "before_first_date", "no_row", "conflict"};

/* ---- One column to a batch -------------------------------------------------------------------------------------------- */

typedef struct scale {
  __int128 factor, divisor;
} scale;

static __int128 common(__int128 a, __int128 b) {
  while (b != 0) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

/* value * 10^-digits of the unit is value / divisor * factor steps. */
static scale scale_of(const field_table* field, int digits) {
  scale made = {(__int128)field->unit_num * field->step_den, (__int128)field->unit_den * field->step_num};
  __int128 both = common(made.factor, made.divisor);
  made.factor /= both;
  made.divisor /= both;
  for (int i = 0; i < digits; ++i) {
    if (made.factor % 10 == 0) {
      made.factor /= 10;
    } else if (made.factor % 5 == 0) {
      made.factor /= 5;
      made.divisor *= 2;
    } else if (made.factor % 2 == 0) {
      made.factor /= 2;
      made.divisor *= 5;
    } else {
      made.divisor *= 10;
    }
  }
  return made;
}

static int number_of(const field_table* field, const scale* scales, int64_t value, int digits, __int128* n) {
  if (!field->bare) return BARE_PERCENT;
  for (; digits > 0 && value % 10 == 0 && value != 0; --digits) value /= 10;
  if (value == 0) digits = 0;
  if (field->digits >= 0 && digits > field->digits) return TOO_MANY_DIGITS;
  const scale s = scales[digits];
  if (value % s.divisor != 0) return TOO_MANY_DIGITS;
  const int beyond = value < 0 && field->lo >= 0 ? NEGATIVE : OUT_OF_RANGE;
  if (__builtin_mul_overflow((__int128)value / s.divisor, s.factor, n)) return beyond;
  return *n < field->lo || *n > field->hi ? beyond : NO_REJECT;
}

/* Of well-formed UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
static int is_utf8(const unsigned char* at, uint64_t size) {
  const unsigned char* const end = at + size;
  while (at < end) {
    const unsigned char c = *at++;
    if (c < 0x80) continue;
    const int more = c >= 0xC2 && c <= 0xDF ? 1 : (c & 0xF0) == 0xE0 ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : 0;
    if (more == 0 || end - at < more) return 0;
    if ((c == 0xE0 && at[0] < 0xA0) || (c == 0xED && at[0] > 0x9F) || (c == 0xF0 && at[0] < 0x90) || (c == 0xF4 && at[0] > 0x8F)) return 0;
    for (int i = 0; i < more; ++i) {
      if ((*at++ & 0xC0) != 0x80) return 0;
    }
  }
  return 1;
}

/* `3.2E+17`: a code of digits after a spreadsheet took it for a number. */
static int is_destroyed(const char* text, uint64_t size) {
  uint64_t at = 1, digits = 0;
  if (size < 5 || size > 24 || text[0] < '0' || text[0] > '9') return 0;
  if (text[at] == '.') {
    for (++at; at < size && text[at] >= '0' && text[at] <= '9'; ++at) ++digits;
    if (digits == 0) return 0;
  }
  if (at + 2 > size || (text[at] != 'E' && text[at] != 'e') || (text[at + 1] != '+' && text[at + 1] != '-')) return 0;
  at += 2;
  for (digits = 0; at < size && text[at] >= '0' && text[at] <= '9'; ++at) ++digits;
  return digits >= 2 && at == size;
}

static int text_fault(const PREFIX_text* text) {
  if (memchr(text->bytes, 0, text->size)) return NUL_BYTE;
  if (!is_utf8((const unsigned char*)text->bytes, text->size)) return UNDECODABLE;
  return is_destroyed(text->bytes, text->size) ? DESTROYED_CODE : NO_REJECT;
}

typedef struct target {
  char* data;
  uint64_t* known;
  uint64_t magnitude;
  scale scales[19];
} target;

static size_t item_size(const field_table* field) {
  static const size_t sizes[] = {8, 0, 2, 8, 4, 8, sizeof(huice_text)};
  return field->kind == KIND_NUMBER && field->wide ? 16 : sizes[field->kind];
}

static void know(target* into, int row) { into->known[row / 64] |= (uint64_t)1 << (row % 64); }

/* The value of row `from + row` to the batch's row `row`; what is wrong with it. */
static int put(const field_table* field, const PREFIX_column* column, int64_t from, int row, target* into) {
  const int64_t at = from + row;
  if (!column->data || (column->valid && !(column->valid[at / 8] >> (at % 8) & 1))) return field->key ? MISSING_KEY : field->required ? MISSING_REQUIRED : NO_REJECT;
  switch (field->kind) {
    case KIND_NUMBER: {
      __int128 n = 0;
      const int fault = number_of(field, into->scales, ((const int64_t*)column->data)[at], column->scale, &n);
      if (fault != NO_REJECT) return fault;
      const unsigned __int128 size = n < 0 ? -(unsigned __int128)n : (unsigned __int128)n;
      into->magnitude = size > INT64_MAX ? UINT64_MAX : into->magnitude | (uint64_t)size;
      if (field->wide) {
        memcpy(into->data + 16 * row, &n, 16);
      } else {
        const int64_t narrow = (int64_t)n;
        memcpy(into->data + 8 * row, &narrow, 8);
      }
      break;
    }
    case KIND_BOOLEAN: {
      const uint8_t value = ((const uint8_t*)column->data)[at];
      if (value > 1) return BAD_BOOLEAN;
      ((uint64_t*)into->data)[row / 64] |= (uint64_t)value << (row % 64);
      break;
    }
    case KIND_CHOICE: {
      const uint16_t value = ((const uint16_t*)column->data)[at];
      if (value >= field->members) return UNKNOWN_CHOICE;
      memcpy(into->data + 2 * row, &value, 2);
      break;
    }
    case KIND_SET: {
      const uint64_t value = ((const uint64_t*)column->data)[at];
      if (field->members < 64 && value >> field->members) return UNKNOWN_CHOICE;
      memcpy(into->data + 8 * row, &value, 8);
      break;
    }
    case KIND_DATE: {
      const int32_t value = ((const int32_t*)column->data)[at];
      if (value < HUICE_FIRST_DAY || value > HUICE_LAST_DAY) return BAD_DATE;
      memcpy(into->data + 4 * row, &value, 4);
      break;
    }
    case KIND_DATETIME: {
      const int64_t value = ((const int64_t*)column->data)[at];
      if (value < HUICE_FIRST_DAY * INT64_C(86400) || value >= (HUICE_LAST_DAY + 1) * INT64_C(86400)) return BAD_DATETIME;
      memcpy(into->data + 8 * row, &value, 8);
      break;
    }
    default: {
      const PREFIX_text* text = (const PREFIX_text*)column->data + at;
      if (text->size == 0) return field->key ? MISSING_KEY : field->required ? MISSING_REQUIRED : NO_REJECT;
      const int fault = text_fault(text);
      if (fault != NO_REJECT) return fault;
      memcpy(into->data + sizeof(huice_text) * (size_t)row, text, sizeof *text);
    }
  }
  know(into, row);
  return NO_REJECT;
}

static void forget(const field_table* field, target* into, int row) {
  into->known[row / 64] &= ~((uint64_t)1 << (row % 64));
  if (field->kind == KIND_BOOLEAN) {
    ((uint64_t*)into->data)[row / 64] &= ~((uint64_t)1 << (row % 64));
  } else {
    memset(into->data + item_size(field) * (size_t)row, 0, item_size(field));
  }
}

/* ---- One batch -------------------------------------------------------------------------------------------------------- */

typedef struct room {
  char* memory;
  size_t capacity;          /* rows that columns have room for */
  target targets[most_fields];
  huice_column view[most_fields];
  huice_decisions out;
  char* out_memory;
  size_t out_size;
  uint8_t rejected[HUICE_BATCH_ROWS];
} room;

static size_t rounded(size_t size) { return (size + 63) / 64 * 64; }

static size_t column_size(const field_table* field, size_t rows) { return field->kind == KIND_BOOLEAN ? HUICE_BATCH_WORDS * 8 : rounded(item_size(field) * rows); }

/* Room for a batch of up to `rows` rows; false: there is no memory. */
static int make_room(const entity_table* entity, const PREFIX_column* columns, size_t rows, room* into) {
  into->capacity = rounded(rows);
  size_t size = 64;
  for (int f = 0; f < entity->fields; ++f) size += column_size(&entity->field[f], into->capacity) + HUICE_BATCH_WORDS * 8;
  int bit_columns = 0;
  for (int m = 0; m < entity->measures; ++m) {
    for (int b = 0; b < entity->measure[m].bodies; ++b) {
      const body_table* body = &entity->measure[m].body[b];
      if (body->conditions + body->inputs > bit_columns) bit_columns = body->conditions + body->inputs;
    }
  }
  into->out_size = rounded(into->capacity * (8 + 8 + 2 + 1)) + (size_t)(bit_columns + 2) * HUICE_BATCH_WORDS * 8;
  into->memory = (char*)malloc(size + into->out_size);
  if (!into->memory) return 0;
  char* next = into->memory + (64 - (uintptr_t)into->memory % 64);
  for (int f = 0; f < entity->fields; ++f) {
    target* its = &into->targets[f];
    its->data = next;
    next += column_size(&entity->field[f], into->capacity);
    its->known = (uint64_t*)next;
    next += HUICE_BATCH_WORDS * 8;
    if (entity->field[f].kind != KIND_NUMBER || !columns[f].data) continue;
    for (int digits = 0; digits <= columns[f].scale; ++digits) its->scales[digits] = scale_of(&entity->field[f], digits);
  }
  into->out_memory = next;
  return 1;
}

static void lay_out(room* in, const body_table* body) {
  char* next = in->out_memory;
  memset(next, 0, in->out_size);
  huice_decisions* out = &in->out;
  out->ceiling_known = (uint64_t*)next;
  out->capped = out->ceiling_known + HUICE_BATCH_WORDS;
  out->failed = out->capped + HUICE_BATCH_WORDS;
  out->missing = out->failed + body->conditions * HUICE_BATCH_WORDS;
  next = (char*)(out->missing + body->inputs * HUICE_BATCH_WORDS);
  out->amount = (int64_t*)next;
  out->ceiling = out->amount + in->capacity;
  out->error = (uint16_t*)(out->ceiling + in->capacity);
  out->status = (uint8_t*)(out->error + in->capacity);
  out->version = 0;
}

static uint64_t bit_of(const uint64_t* words, int row) { return words[row / 64] >> (row % 64) & 1; }

static int64_t in_digits(const measure_table* measure, int64_t units) {
  return (int64_t)((__int128)units * measure->amount_num / measure->amount_den);
}

/* Of the rows that no version before decided. */
static void take(const measure_table* measure, const body_table* body, const huice_decisions* out, int rows, const uint8_t* rejected, PREFIX_decision* into,
                 int stride) {
  for (int row = 0; row < rows; ++row) {
    PREFIX_decision* one = into + (size_t)row * (size_t)stride;
    if (rejected[row] || one->status != HUICE_NOT_IN_FORCE || out->status[row] == HUICE_NOT_IN_FORCE) continue;
    one->status = out->status[row];
    if (one->status == HUICE_ELIGIBLE) {
      one->capped = (uint8_t)bit_of(out->capped, row);
      one->has_amount = (uint8_t)measure->pays;
      if (measure->pays) one->amount = in_digits(measure, out->amount[row] * body->unit);
    }
    if (one->status == HUICE_REFERRED && measure->pays && bit_of(out->ceiling_known, row)) {
      one->has_ceiling = 1;
      one->ceiling = in_digits(measure, out->ceiling[row] * body->unit);
    }
    if (one->status == HUICE_ERROR) one->error = (uint16_t)(out->error[row] + body->first_site);
    if (one->status == HUICE_INELIGIBLE) {
      for (int c = 0; c < body->conditions; ++c) one->bits |= bit_of(out->failed + c * HUICE_BATCH_WORDS, row) << (body->first_condition + c);
    }
    if (one->status == HUICE_UNDETERMINED || one->status == HUICE_REFERRED) {
      for (int i = 0; i < body->inputs; ++i) one->bits |= bit_of(out->missing + i * HUICE_BATCH_WORDS, row) << body->input_of[i];
    }
  }
}

static void decide_batch(const entity_table* entity, const PREFIX_column* columns, int64_t from, int rows, int32_t as_of, room* in, PREFIX_decision* decisions,
                         PREFIX_reject* rejects) {
  memset(in->rejected, 0, (size_t)rows);
  if (rejects) memset(rejects, 0, (size_t)rows * sizeof *rejects);
  for (int f = 0; f < entity->fields; ++f) {
    const field_table* field = &entity->field[f];
    target* its = &in->targets[f];
    memset(its->data, 0, column_size(field, in->capacity));
    memset(its->known, 0, HUICE_BATCH_WORDS * 8);
    its->magnitude = 0;
    if (!field->read || (!columns[f].data && !field->key && !field->required)) continue;
    for (int row = 0; row < rows; ++row) {
      const int fault = in->rejected[row] ? NO_REJECT : put(field, &columns[f], from, row, its);
      if (fault == NO_REJECT) continue;
      in->rejected[row] = 1;
      if (rejects) rejects[row] = (PREFIX_reject){fault, f};
    }
  }
  for (int f = 0; f < entity->fields; ++f) {
    target* its = &in->targets[f];
    for (int row = 0; row < rows; ++row) {
      if (in->rejected[row]) forget(&entity->field[f], its, row);
    }
    in->view[f] = (huice_column){its->data, its->known, its->magnitude};
  }
  const huice_batch batch = {rows, as_of, in->view};
  for (int m = 0; m < entity->measures; ++m) {
    const measure_table* measure = &entity->measure[m];
    PREFIX_decision* into = decisions + m;
    for (int row = 0; row < rows; ++row) {
      PREFIX_decision* one = into + (size_t)row * (size_t)entity->measures;
      memset(one, 0, sizeof *one);
      one->status = in->rejected[row] ? PREFIX_REJECTED : HUICE_NOT_IN_FORCE;
    }
    for (int b = 0; b < measure->bodies; ++b) {
      const body_table* body = &measure->body[b];
      lay_out(in, body);
      if (!body->narrow || body->narrow(&batch, &in->out) != 0) body->wide(&batch, &in->out);
      take(measure, body, &in->out, rows, in->rejected, into, entity->measures);
    }
  }
}

/* ---- What the header says --------------------------------------------------------------------------------------------- */

static const entity_table* entity_of(int entity) { return entity < 0 || entity >= entity_count ? 0 : &entities[entity]; }

static const measure_table* measure_of(int entity, int measure) {
  const entity_table* its = entity_of(entity);
  return !its || measure < 0 || measure >= its->measures ? 0 : &its->measure[measure];
}

int PREFIX_decide(int entity, const PREFIX_column* columns, int64_t rows, int32_t as_of, PREFIX_decision* decisions, PREFIX_reject* rejects) {
  const entity_table* its = entity_of(entity);
  if (!its || !columns || rows < 0 || (rows > 0 && !decisions)) return -1;
  for (int f = 0; f < its->fields; ++f) {
    if (columns[f].scale < 0 || columns[f].scale > 18) return -1;
  }
  for (int m = 0; m < its->measures; ++m) {
    if (its->measure[m].needs_as_of && as_of == PREFIX_NO_DATE) return -3;
  }
  if (rows == 0) return 0;
  room in;
  if (!make_room(its, columns, rows < HUICE_BATCH_ROWS ? (size_t)rows : HUICE_BATCH_ROWS, &in)) return -2;
  for (int64_t from = 0; from < rows; from += HUICE_BATCH_ROWS) {
    const int count = rows - from < HUICE_BATCH_ROWS ? (int)(rows - from) : HUICE_BATCH_ROWS;
    decide_batch(its, columns, from, count, as_of, &in, decisions + from * its->measures, rejects ? rejects + from : 0);
  }
  free(in.memory);
  return 0;
}

int PREFIX_measures(int entity) { return entity_of(entity) ? entity_of(entity)->measures : 0; }
const char* PREFIX_measure_name(int entity, int measure) { return measure_of(entity, measure) ? measure_of(entity, measure)->name : 0; }
int PREFIX_digits(int entity, int measure) { return measure_of(entity, measure) ? measure_of(entity, measure)->digits : 0; }
int PREFIX_settled(int entity, int measure) { return measure_of(entity, measure) ? measure_of(entity, measure)->settled : 0; }
const char* PREFIX_status_name(int status) { return status < 0 || status > HUICE_NOT_IN_FORCE ? 0 : status_names[status]; }
const char* PREFIX_reject_name(int code) { return code <= 0 || code > NUL_BYTE ? 0 : reject_names[code]; }

typedef struct writing {
  char* out;
  size_t size, used;
} writing;

static void append(writing* to, const char* text) {
  for (; *text; ++text, ++to->used) {
    if (to->used + 1 < to->size) to->out[to->used] = *text;
  }
}

int64_t PREFIX_reasons(int entity, int measure, const PREFIX_decision* decision, char* out, size_t size) {
  const measure_table* its = measure_of(entity, measure);
  if (!its || !decision || (size > 0 && !out)) return -1;
  writing to = {out, size, 0};
  if (decision->status == HUICE_ELIGIBLE && decision->capped) append(&to, "ceiling");
  if (decision->status == HUICE_ERROR && (decision->error >> 12) <= HUICE_CONFLICT && (decision->error & 0xfff) < its->site_count) {
    append(&to, error_names[decision->error >> 12]);
    append(&to, "@");
    append(&to, its->sites[decision->error & 0xfff]);
  }
  const int failed = decision->status == HUICE_INELIGIBLE, missing = decision->status == HUICE_UNDETERMINED || decision->status == HUICE_REFERRED;
  const int count = failed ? its->condition_count : missing ? its->input_count : 0;
  for (int i = 0; i < count; ++i) {
    if (!(decision->bits >> i & 1)) continue;
    if (to.used > 0) append(&to, ";");
    append(&to, failed ? its->conditions[i] : its->inputs[i]);
  }
  if (size > 0) out[to.used < size ? to.used : size - 1] = 0;
  return (int64_t)to.used + 1;
}

void PREFIX_amount_text(int entity, int measure, int64_t amount, char* out) {
  const int digits = PREFIX_digits(entity, measure);
  char backwards[48];
  int used = 0;
  uint64_t rest = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
  for (int i = 0; i <= digits || rest > 0; ++i) {
    if (i == digits && digits > 0) backwards[used++] = '.';
    backwards[used++] = (char)('0' + rest % 10);
    rest /= 10;
  }
  if (amount < 0) *out++ = '-';
  while (used > 0) *out++ = backwards[--used];
  *out = 0;
}
