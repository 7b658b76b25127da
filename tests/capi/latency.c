/* latency PROGRAM: how long one decision on the measures of bench/workload takes: field by field, and as JSON. Of many rounds the
 * quickest counts, so that other work on the machine does not. Fails beyond what docs/embedding.md promises. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "huice.h"

enum { rounds = 200, decisions_a_round = 500 };

static huice_error error;

static void check(huice_code code) {
  if (code == HUICE_OK) return;
  fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static const char json[] =
    "{\"id\": \"E1\", \"trade\": \"services\", \"insured\": true, \"premium\": \"31813.34\", \"scale\": true, \"rd\": \"2420000\", \"rd_last\": \"1220000\", "
    "\"revenue\": \"10900000\", \"area\": \"50.0001\", \"standard\": \"high\", \"volume\": \"1302\", \"sme\": true}";

int main(int count, char** words) {
  if (count != 2) return 2;
  huice_program program;
  huice_applicant applicant;
  check(huice_compile_path(words[1], NULL, &program, &error));
  check(huice_applicant_open(program, NULL, NULL, &applicant, &error));
  static const char* const names[] = {"premium", "rd", "rd_last", "revenue", "area", "volume", "insured", "scale", "sme"};
  uint32_t fields[9], trade, standard;
  for (int f = 0; f < 9; ++f) check(huice_applicant_field(applicant, names[f], &fields[f], &error));
  check(huice_applicant_field(applicant, "trade", &trade, &error));
  check(huice_applicant_field(applicant, "standard", &standard, &error));
  check(huice_applicant_set_text(applicant, trade, "services", 8, &error));
  check(huice_applicant_set_text(applicant, standard, "high", 4, &error));
  double decide = 1e9, whole = 1e9, as_json = 1e9;
  huice_decision decided[4];
  for (int round = 0; round < rounds; ++round) {
    double begin = now();
    for (int i = 0; i < decisions_a_round; ++i) check(huice_applicant_decide(applicant, decided, 4, &error));
    if (now() - begin < decide) decide = now() - begin;
    begin = now();
    for (int i = 0; i < decisions_a_round; ++i) {
      const int64_t values[] = {3181334, 242000000, 122000000 + i, 1090000000, 500001, 13020000, 1, 1, i & 1};
      for (int f = 0; f < 9; ++f) check(huice_applicant_set_number(applicant, fields[f], values[f], f < 4 ? 2 : f < 6 ? 4 : 0, &error));
      check(huice_applicant_decide(applicant, decided, 4, &error));
    }
    if (now() - begin < whole) whole = now() - begin;
    begin = now();
    for (int i = 0; i < decisions_a_round; ++i) {
      char* text;
      check(huice_decide_json(program, NULL, NULL, json, sizeof json - 1, NULL, HUICE_EXPLAIN_NONE, &text, &error));
      huice_free(text);
    }
    if (now() - begin < as_json) as_json = now() - begin;
  }
  if (decided[1].status != 0 || decided[1].amount != 11999950) {
    fprintf(stderr, "not decided: status %d, %lld\n", decided[1].status, (long long)decided[1].amount);
    return 1;
  }
  decide /= decisions_a_round, whole /= decisions_a_round, as_json /= decisions_a_round;
  printf("one applicant on 4 measures: %.2f us to decide, %.2f us with 9 fields set, %.2f us as JSON\n", decide, whole, as_json);
  return decide < 2 && whole < 2 && as_json < 20 ? 0 : 1;
}
