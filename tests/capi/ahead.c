/* ahead ROWS.csv: decides with the library that `huice build` made, and prints what `huice run` writes. Without Huice. */
#include "policy.h"
#include "workload.h"

static const void* items_of(const struct workload* from, int c) {
  const size_t rows = (size_t)from->rows;
  if (fields[c].kind == NUMBER) return from->numbers[c];
  if (fields[c].kind == TEXT) {
    policy_text* texts = (policy_text*)malloc(sizeof(policy_text) * rows);
    for (size_t row = 0; row < rows; ++row) texts[row] = (policy_text){from->cells[c][row], strlen(from->cells[c][row])};
    return texts;
  }
  uint8_t* booleans = (uint8_t*)malloc(2 * rows);
  uint16_t* choices = (uint16_t*)booleans;
  for (size_t row = 0; row < rows; ++row) {
    if (fields[c].kind == BOOLEAN) booleans[row] = (uint8_t)from->numbers[c][row];
    else choices[row] = (uint16_t)from->numbers[c][row];
  }
  return booleans;
}

int main(int count, char** words) {
  if (count != 2) fail("ahead ROWS.csv");
  static struct workload workload; /* kept to the end */
  read_workload(&workload, words[1]);
  policy_column table[policy_Applicant_fields];
  for (int c = 0; c < columns; ++c) table[c] = (policy_column){items_of(&workload, c), workload.valid[c], fields[c].scale};
  const int measures = policy_measures(policy_Applicant);
  policy_decision* decisions = (policy_decision*)malloc(sizeof(policy_decision) * (size_t)workload.rows * (size_t)measures);
  policy_reject* rejects = (policy_reject*)malloc(sizeof(policy_reject) * (size_t)workload.rows);
  if (policy_decide(policy_Applicant, table, workload.rows, policy_NO_DATE, decisions, rejects) != 0) fail("policy_decide");
  char text[4096];
  for (int64_t row = 0; row < workload.rows; ++row) {
    if (rejects[row].code != 0) continue;
    fputs(workload.cells[policy_Applicant_id][row], stdout);
    for (int m = 0; m < measures; ++m) {
      const policy_decision* one = decisions + row * measures + m;
      printf(",%s,", policy_status_name(one->status));
      if (one->has_amount) {
        policy_amount_text(policy_Applicant, m, one->amount, text);
        fputs(text, stdout);
      }
      policy_reasons(policy_Applicant, m, one, text, sizeof text);
      printf(",%s", text);
    }
    putchar('\n');
  }
  /* One applicant alone is a batch of one. */
  policy_decision again[16];
  for (int64_t row = 0; row < workload.rows && row < 100; ++row) {
    policy_column one[policy_Applicant_fields];
    for (int c = 0; c < columns; ++c) {
      static const size_t sizes[] = {sizeof(policy_text), 2, 1, 8};
      const int known = workload.valid[c][row / 8] >> (row % 8) & 1;
      one[c] = (policy_column){known ? (const char*)table[c].data + sizes[fields[c].kind] * (size_t)row : 0, 0, table[c].scale};
    }
    if (policy_decide(policy_Applicant, one, 1, policy_NO_DATE, again, 0) != 0) fail("policy_decide");
    for (int m = 0; m < measures; ++m) {
      if (memcmp(&again[m], &decisions[row * measures + m], sizeof again[m]) != 0) fail("one applicant alone is decided otherwise");
    }
  }
  if (policy_decide(-1, table, 1, policy_NO_DATE, again, 0) != -1 || policy_decide(policy_Applicant, 0, 1, policy_NO_DATE, again, 0) != -1 ||
      policy_decide(policy_Applicant, table, -1, policy_NO_DATE, again, 0) != -1 || policy_reasons(policy_Applicant, 99, again, text, 1) != -1 ||
      policy_measure_name(99, 0) || policy_status_name(77) || policy_reject_name(-1)) fail("a wrong argument is taken");
  return 0;
}
