/* The C API, as a C program uses it: what comes out, and that every wrong use is an error and never a crash. */
#include <stdlib.h>

#include "arrow.h"
#include "checks.h"

static const char policy[] =
    "entity Exporter \"外贸企业\" {\n"
    "  uscc \"统一社会信用代码\" : text key\n"
    "  trade \"贸易类型\" : one of { goods \"货物贸易\", services \"服务贸易\" }\n"
    "  premium \"实缴保费\" : money in 万元\n"
    "  insured \"已投保\" : bool\n"
    "  since \"投保日\" : date\n"
    "  rate \"核定比例\" : percent in % from 0% to 100% decided by \"市商务局\"\n"
    "}\n"
    "measure support \"保费支持\" for Exporter {\n"
    "  require insured: insured\n"
    "  require early: since < 2024-07-01\n"
    "  pay (rate at most match trade { goods: 30%, services: 80% }) of premium\n"
    "}\n";

/* Six rows: eligible at the ceiling, referred, ineligible, undetermined, rejected, eligible. */
static const int32_t uscc_ends[] = {0, 1, 2, 3, 4, 5, 6};
static const int8_t trades[] = {0, 1, 0, 0, 0, 0};
static const char* const trade_words[] = {"services", "货物贸易", 0};
static const __int128 premiums[] = {100000000, 100000000, 100000000, 100000000, 100000001, 20000000};  /* 10 万元 */
static const uint8_t insured[] = {0x3b};
static const uint8_t insured_known[] = {0x37};
static const int32_t since[] = {19844, 19844, 19844, 19844, 19844, 19844};            /* 2024-05-01 */
static const int64_t rates[] = {90, 0, 50, 50, 50, 12};
static const uint8_t rates_known[] = {0x3d};

static void fill(struct table* table) {
  memset(table, 0, sizeof *table);
  table->rows = 6;
  add_column(table, "uscc", "u", uscc_ends, "ABCDEF");
  add_column(table, "trade", "c", trades, 0);
  table->columns[1].words = trade_words;
  add_column(table, "实缴保费", "d:18,7", premiums, 0);
  add_column(table, "insured", "b", insured, 0);
  table->columns[3].validity = insured_known;
  add_column(table, "since", "tdD", since, 0);
  add_column(table, "rate", "l", rates, 0);
  table->columns[5].validity = rates_known;
}

static void test_batch(huice_program program) {
  struct table table;
  fill(&table);
  table.columns[2].data = premiums;
  struct ArrowArrayStream rows = stream_of(&table), results;
  const huice_input input = {"Exporter", &rows, &results};
  huice_run_options options = {sizeof options, 0, 0, 0, 2, 0, 0, 0, 0};
  huice_error error = 0;
  char* summary = 0;
  const huice_code code = huice_decide(program, &options, &input, 1, &summary, &error);
  if (code != HUICE_OK) fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  CHECK(code == HUICE_OK);
  CHECK(rows.release == 0 && table.releases == 2);
  if (code != HUICE_OK) return;
  CHECK(strstr(summary, "\"rejected\": 1") != 0);
  huice_free(summary);
  struct ArrowSchema schema;
  struct ArrowArray array, end;
  CHECK(results.get_schema(&results, &schema) == 0);
  CHECK(results.get_next(&results, &array) == 0 && array.length == 6);
  CHECK(results.get_next(&results, &end) == 0 && end.release == 0);
  const struct ArrowSchema* support_schema = 0;
  const struct ArrowArray* support = child(&schema, &array, "support", &support_schema);
  CHECK(support != 0);
  const struct ArrowArray *status = child(support_schema, support, "status", 0), *amount = child(support_schema, support, "amount", 0),
                          *ceiling = child(support_schema, support, "ceiling", 0), *reasons = child(support_schema, support, "reasons", 0);
  static const char* const statuses[] = {"eligible", "referred", "ineligible", "undetermined", 0, "eligible"};
  char text[256];
  for (int row = 0; row < 6; ++row) {
    CHECK(is_valid(support, row) == (statuses[row] != 0));
    if (statuses[row]) CHECK(strcmp(text_at(status->dictionary, ((const int8_t*)status->buffers[1])[row], text), statuses[row]) == 0);
  }
  CHECK(is_valid(amount, 0) && decimal_at(amount, 0) == 8000000 && !is_valid(amount, 1) && decimal_at(amount, 5) == 240000);
  CHECK(is_valid(ceiling, 1) && decimal_at(ceiling, 1) == 3000000 && !is_valid(ceiling, 0));
  const int32_t* begins = (const int32_t*)reasons->buffers[1];
  static const char* const why[] = {"ceiling", "rate", "insured", "insured"};
  for (int row = 0; row < 4; ++row) {
    CHECK(begins[row + 1] - begins[row] == 1);
    CHECK(strcmp(text_at(reasons->children[0], begins[row], text), why[row]) == 0);
  }
  CHECK(begins[6] == 4);
  const struct ArrowSchema* rejected_schema = 0;
  const struct ArrowArray* rejected = child(&schema, &array, "rejected", &rejected_schema);
  CHECK(is_valid(rejected, 4) && !is_valid(rejected, 0));
  CHECK(strcmp(text_at(child(rejected_schema, rejected, "code", 0), 4, text), "too_many_digits") == 0);
  CHECK(strcmp(text_at(child(rejected_schema, rejected, "value", 0), 4, text), "10.0000001") == 0);
  struct ArrowArray moved = *child(&schema, &array, "uscc", 0);  /* outlives what it was part of */
  array.children[0]->release = 0;
  array.release(&array);
  CHECK(strcmp(text_at(&moved, 4, text), "E") == 0);
  for (int64_t i = 0; i < moved.n_buffers; ++i) CHECK((uintptr_t)moved.buffers[i] % 64 == 0);
  moved.release(&moved);
  schema.release(&schema);
  results.release(&results);
}

/* A batch whose table was changed by `change` is refused with that code and those words. */
static void refused(huice_program program, struct table* table, const huice_run_options* options, huice_code code, const char* words) {
  struct ArrowArrayStream rows = stream_of(table), results;
  const huice_input input = {"Exporter", &rows, &results};
  huice_error error = 0;
  memset(&results, 0, sizeof results);
  REFUSED(huice_decide(program, options, &input, 1, 0, &error), code, words);
  CHECK(rows.release == 0 && results.release == 0);
}

static int stop_at_once(void* data, uint64_t rows) {
  (void)rows;
  ++*(int*)data;
  return 1;
}

static void test_refusals(huice_program program) {
  struct table table;
  fill(&table);
  table.columns[2].format = "g";
  refused(program, &table, 0, HUICE_DATA, "decimal128(18, 2)");
  fill(&table);
  table.columns[4].format = "u";
  table.columns[4].bytes = "";
  table.columns[4].name = "sinse";
  refused(program, &table, 0, HUICE_DATA, "the closest header is `sinse` (if it is the same, rename the column)");
  fill(&table);
  table.columns[3].format = "tdD";
  refused(program, &table, 0, HUICE_DATA, "the column is date32");
  fill(&table);
  table.columns[4].format = "tsu:Asia/Shanghai";
  refused(program, &table, 0, HUICE_DATA, "time zone");
  fill(&table);
  table.columns[4].format = "tsx";  /* no Arrow format */
  refused(program, &table, 0, HUICE_DATA, "Arrow format tsx");
  fill(&table);
  table.columns[2].format = "d:18,999";
  refused(program, &table, 0, HUICE_DATA, "premium is a number");
  fill(&table);
  table.columns[2].data = 0;
  refused(program, &table, 0, HUICE_DATA, "not of the form");
  fill(&table);
  const huice_run_options misspelt_measures = {sizeof misspelt_measures, 0, (const char* const[]){"suport"}, 1, 0, 0, 0, 0, 0};
  refused(program, &table, &misspelt_measures, HUICE_USAGE, "did you mean `support`");
  huice_run_options options = {sizeof options, "2024-13-01", 0, 0, 0, 0, 0, 0, 0};
  fill(&table);
  refused(program, &table, &options, HUICE_USAGE, "no date");
  options.as_of = 0;
  options.size = 8;
  fill(&table);
  refused(program, &table, &options, HUICE_USAGE, "sizeof");
  options.size = sizeof options;
  options.memory = 100;
  fill(&table);
  refused(program, &table, &options, HUICE_MEMORY, "more memory than allowed");
  options.memory = 0;
  int calls = 0;
  options.progress = stop_at_once;
  options.progress_data = &calls;
  fill(&table);
  refused(program, &table, &options, HUICE_CANCELLED, "cancelled");
  CHECK(calls == 1);
  /* A key that ends in the middle of a character, one with a NUL, and offsets that run backwards reject their rows. */
  static const int32_t odd_ends[] = {0, 2, 4, 6, 5, 9, 12};
  fill(&table);
  table.columns[0].data = odd_ends;
  table.columns[0].bytes = "惠A\0惠惠惠";
  struct ArrowArrayStream rows = stream_of(&table), results;
  const huice_input input = {"Exporter", &rows, &results};
  huice_error error = 0;
  CHECK(huice_decide(program, 0, &input, 1, 0, &error) == HUICE_OK);
  struct ArrowArray array;
  CHECK(results.get_next(&results, &array) == 0 && array.length == 6);
  array.release(&array);
  results.release(&results);
}

static void test_handles(huice_program program) {
  huice_error error = 0;
  huice_program other = 0;
  char* json = 0;
  REFUSED(huice_describe(0, &json, &error), HUICE_USAGE, "`program` is a null pointer");
  REFUSED(huice_describe((huice_program)(intptr_t)0x1234560, &json, &error), HUICE_USAGE, "closed");
  REFUSED(huice_describe((huice_program)(intptr_t)7, &json, &error), HUICE_USAGE, "closed");
  REFUSED(huice_describe(program, 0, &error), HUICE_USAGE, "`json` is a null pointer");
  CHECK(huice_describe(0, &json, 0) == HUICE_USAGE);
  REFUSED(huice_compile_path(0, 0, &other, &error), HUICE_USAGE, "`path`");
  REFUSED(huice_compile_path("/no/such/folder", 0, &other, &error), HUICE_DATA, "/no/such/folder");
  REFUSED(huice_decide(program, 0, 0, 1, 0, &error), HUICE_USAGE, "`inputs`");
  const huice_input nothing = {"Exporter", 0, 0};
  REFUSED(huice_decide(program, 0, &nothing, 1, 0, &error), HUICE_USAGE, "null pointer");
  CHECK(huice_error_code(0) == HUICE_USAGE && huice_error_message(0, HUICE_ENGLISH)[0] != 0);
  huice_error_close(0);
  huice_program_close(0);
  huice_applicant_close(0);
  huice_free(0);
  other = compile(policy);
  huice_program_close(other);
  REFUSED(huice_describe(other, &json, &error), HUICE_USAGE, "this program handle was closed");
  huice_program_close(other);
  const char wrong[] = "entity A { x : money }\nmeasure m for A { pay y }\n";
  const huice_code code = huice_compile_text("wrong.policy", wrong, sizeof wrong - 1, 0, &other, &error);
  CHECK(code == HUICE_PROGRAM && strstr(huice_error_details(error), "\"unknown_name\"") && strstr(huice_error_details(error), "\"line\": 2"));
  REFUSED(code, HUICE_PROGRAM, "wrong.policy:2");
  CHECK(huice_describe(program, &json, &error) == HUICE_OK && strstr(json, "\"amount_digits\": 2") && strstr(json, "\"万元\""));
  huice_free(json);
}

static void test_json(huice_program program) {
  huice_error error = 0;
  char* decided = 0;
  const char one[] = "{\"uscc\": \"A\", \"trade\": \"services\", \"实缴保费\": \"10\", \"insured\": true, \"since\": \"2024-05-01\", \"rate\": \"90%\"}";
  CHECK(huice_decide_json(program, 0, 0, one, sizeof one - 1, 0, HUICE_EXPLAIN_NONE, &decided, &error) == HUICE_OK);
  CHECK(strcmp(decided, "{\"entity\": \"Exporter\", \"decisions\": [{\"measure\": \"support\", \"status\": \"eligible\", \"amount\": \"80000.00\", "
                        "\"ceiling\": null, \"reasons\": [\"ceiling\"]}], \"rejected\": null, \"left_out\": []}") == 0);
  huice_free(decided);
  CHECK(huice_decide_json(program, 0, "外贸企业", one, sizeof one - 1, 0, HUICE_EXPLAIN_CHINESE, &decided, &error) == HUICE_OK);
  CHECK(strstr(decided, "\"explanation\": {") && strstr(decided, "80000.00"));
  huice_free(decided);
  const char misspelt[] = "{\"uscc\": \"A\", \"premum\": 1}", fraction[] = "{\"uscc\": \"A\", \"premium\": 1.5}", twice[] = "{\"uscc\": \"A\", \"uscc\": \"B\"}";
  REFUSED(huice_decide_json(program, 0, 0, misspelt, sizeof misspelt - 1, 0, 0, &decided, &error), HUICE_DATA, "did you mean premium?");
  REFUSED(huice_decide_json(program, 0, 0, fraction, sizeof fraction - 1, 0, 0, &decided, &error), HUICE_DATA, "must be a string");
  REFUSED(huice_decide_json(program, 0, 0, twice, sizeof twice - 1, 0, 0, &decided, &error), HUICE_DATA, "twice");
  REFUSED(huice_decide_json(program, 0, 0, "[1]", 3, 0, 0, &decided, &error), HUICE_DATA, "object");
  REFUSED(huice_decide_json(program, 0, 0, "{\"a", 3, 0, 0, &decided, &error), HUICE_DATA, "no JSON");
  REFUSED(huice_decide_json(program, 0, "Nobody", one, sizeof one - 1, 0, 0, &decided, &error), HUICE_USAGE, "no entity Nobody");
  const char bad[] = "{\"uscc\": \"A\", \"premium\": \"ten\"}";
  CHECK(huice_decide_json(program, 0, 0, bad, sizeof bad - 1, 0, 0, &decided, &error) == HUICE_OK);
  CHECK(strstr(decided, "\"code\":\"bad_number\"") && strstr(decided, "\"decisions\": []"));
  huice_free(decided);
}

static const char households[] =
    "entity Household \"家庭\" { id \"户号\" : text key  rent \"房租\" : money }\n"
    "entity Person \"成员\" { id \"证件号\" : text key  home \"所属家庭\" : Household  income \"收入\" : money }\n"
    "measure aid \"补助\" for Household {\n"
    "  require poor: sum(Person.income) < 3000元\n"
    "  pay 50% of rent\n"
    "  limit 400元 per id in total\n"
    "  share city 60%, county rest\n"
    "}\n";

static void test_others(void) {
  huice_error error = 0;
  char* decided = 0;
  huice_program program = compile(households);
  if (!program) return;
  const char home[] = "{\"id\": \"H\", \"rent\": 1000}", people[] = "{\"Person\": [{\"id\": \"1\", \"home\": \"H\", \"income\": \"1000.50\"}]}";
  huice_code code = huice_decide_json(program, 0, "Household", home, sizeof home - 1, people, HUICE_EXPLAIN_ENGLISH, &decided, &error);
  if (code != HUICE_OK) fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  CHECK(code == HUICE_OK);
  if (code != HUICE_OK) return;
  CHECK(strstr(decided, "\"status\": \"eligible\", \"computed\": \"500.00\", \"amount\": \"400.00\", \"shares\": {\"city\": \"240.00\", \"county\": \"160.00\"}, "
                        "\"reasons\": [\"limit:id\"]"));
  CHECK(strstr(decided, "\"explanation\": {"));
  huice_free(decided);
  code = huice_decide_json(program, 0, "Household", home, sizeof home - 1, 0, 0, &decided, &error);
  REFUSED(code, HUICE_USAGE, "needs data of Person: give its rows as well");
  huice_applicant applicant = 0;
  REFUSED(huice_applicant_open(program, 0, 0, &applicant, &error), HUICE_USAGE, "from one row alone");
  huice_program_close(program);
}

static void test_applicant(huice_program program) {
  huice_error error = 0;
  huice_applicant applicant = 0;
  uint32_t trade = 0, premium = 0, is_insured = 0, day = 0, rate = 0;
  const char *name = 0, *reasons = 0;
  huice_decision decision;
  CHECK(huice_applicant_open(program, 0, 0, &applicant, &error) == HUICE_OK);
  CHECK(huice_applicant_field(applicant, "trade", &trade, 0) == HUICE_OK && huice_applicant_field(applicant, "实缴保费", &premium, 0) == HUICE_OK);
  CHECK(huice_applicant_field(applicant, "insured", &is_insured, 0) == HUICE_OK && huice_applicant_field(applicant, "since", &day, 0) == HUICE_OK);
  CHECK(huice_applicant_field(applicant, "rate", &rate, 0) == HUICE_OK);
  REFUSED(huice_applicant_field(applicant, "rat", &rate, &error), HUICE_DATA, "did you mean rate?");
  CHECK(huice_applicant_measure(applicant, 0, &name, 0) == HUICE_OK && strcmp(name, "support") == 0);
  REFUSED(huice_applicant_measure(applicant, 1, &name, &error), HUICE_USAGE, "no measure 1");
  CHECK(huice_applicant_set_text(applicant, trade, "services", 8, 0) == HUICE_OK);
  CHECK(huice_applicant_set_number(applicant, premium, 100000, 4, 0) == HUICE_OK);
  CHECK(huice_applicant_set_number(applicant, is_insured, 1, 0, 0) == HUICE_OK);
  CHECK(huice_applicant_set_number(applicant, day, 19844, 0, 0) == HUICE_OK);
  CHECK(huice_applicant_set_text(applicant, rate, "90%", 3, 0) == HUICE_OK);
  CHECK(huice_applicant_decide(applicant, &decision, 1, &error) == HUICE_OK);
  CHECK(decision.status == 0 && decision.has_amount && decision.amount == 8000000 && !decision.has_ceiling);
  CHECK(huice_applicant_reasons(applicant, 0, &reasons, 0) == HUICE_OK && strcmp(reasons, "ceiling") == 0);
  CHECK(huice_applicant_set_text(applicant, rate, 0, 0, 0) == HUICE_OK);
  CHECK(huice_applicant_decide(applicant, &decision, 1, &error) == HUICE_OK);
  CHECK(decision.status == 4 && decision.has_ceiling && decision.ceiling == 8000000 && !decision.has_amount);
  CHECK(huice_applicant_set_number(applicant, day, 20000, 0, 0) == HUICE_OK && huice_applicant_decide(applicant, &decision, 1, &error) == HUICE_OK);
  CHECK(decision.status == 1 && huice_applicant_reasons(applicant, 0, &reasons, 0) == HUICE_OK && strcmp(reasons, "early") == 0);
  CHECK(huice_applicant_clear(applicant, 0) == HUICE_OK && huice_applicant_decide(applicant, &decision, 1, 0) == HUICE_OK && decision.status == 3);
  REFUSED(huice_applicant_set_number(applicant, premium, 1000001, 9, &error), HUICE_DATA, "fraction digits");
  REFUSED(huice_applicant_set_number(applicant, premium, -1, 0, &error), HUICE_DATA, "below zero");
  REFUSED(huice_applicant_set_number(applicant, premium, 1, 19, &error), HUICE_USAGE, "scale");
  REFUSED(huice_applicant_set_number(applicant, trade, 1, 0, &error), HUICE_USAGE, "takes text");
  REFUSED(huice_applicant_set_text(applicant, trade, "other", 5, &error), HUICE_DATA, "goods (货物贸易)");
  REFUSED(huice_applicant_set_text(applicant, trade, "\xff", 1, &error), HUICE_DATA, "UTF-8");
  REFUSED(huice_applicant_set_text(applicant, 99, "x", 1, &error), HUICE_USAGE, "no field 99");
  REFUSED(huice_applicant_decide(applicant, &decision, 2, &error), HUICE_USAGE, "no measure 1");
  REFUSED(huice_applicant_decide(applicant, 0, 1, &error), HUICE_USAGE, "`decisions`");
  huice_applicant_close(applicant);
  REFUSED(huice_applicant_decide(applicant, &decision, 1, &error), HUICE_USAGE, "closed");
}

int main(void) {
  CHECK(huice_api_version() == HUICE_API_VERSION && huice_version()[0] != 0);
  huice_program program = compile(policy);
  if (!program) return 1;
  test_batch(program);
  test_refusals(program);
  test_handles(program);
  test_json(program);
  test_others();
  test_applicant(program);
  huice_program_close(program);
  printf("%d checks, %d failed\n", checks, failed);
  return failed > 0;
}
