/* What the C tests say of themselves: checks that are counted, refusals with their words. */
#ifndef HUICE_TEST_CHECKS_H
#define HUICE_TEST_CHECKS_H
#include <stdio.h>

#include "arrow.h"

static int checks = 0, failed = 0;

#define CHECK(condition)                                                        \
  do {                                                                          \
    ++checks;                                                                   \
    if (!(condition)) {                                                         \
      ++failed;                                                                 \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);   \
    }                                                                           \
  } while (0)

/* The call gives that code, and `error` says those words. */
#define REFUSED(call, code, words)        \
  do {                                    \
    const huice_code got = call;          \
    CHECK(gives(got, code, error, words)); \
    error = 0;                            \
  } while (0)

/* Whether the call gave `code` and an error with `words` in its English message, which speaks of no option of the command line; closes
 * the error. */
UNUSED static int gives(huice_code got, huice_code code, huice_error error, const char* words) {
  const int good = got == code && error && huice_error_code(error) == code && strstr(huice_error_message(error, HUICE_ENGLISH), words) &&
                   !strstr(huice_error_message(error, HUICE_ENGLISH), "--") && !strstr(huice_error_message(error, HUICE_CHINESE), "--") &&
                   huice_error_message(error, HUICE_CHINESE)[0] != 0;
  if (!good) fprintf(stderr, "  code %d, message: %s\n", got, huice_error_message(error, HUICE_ENGLISH));
  huice_error_close(error);
  return good;
}

UNUSED static huice_program compile(const char* text) {
  huice_program program = 0;
  huice_error error = 0;
  const huice_code code = huice_compile_text("test.policy", text, strlen(text), 0, &program, &error);
  if (code != HUICE_OK) fprintf(stderr, "%s\n", huice_error_message(error, HUICE_ENGLISH));
  CHECK(code == HUICE_OK && error == 0 && program != 0);
  return program;
}

#endif
