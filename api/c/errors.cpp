#include "api/c/errors.h"

#include <cstdlib>
#include <cstring>

#include "api/c/handles.h"
#include "api/c/words.h"
#include "api/version.h"

namespace huice::c {
namespace {

Handles<Error, huice_error>& errors() { return handles<Error, huice_error>(); }

constexpr const char* no_error[] = {"this error handle is null, or was closed", "错误句柄为空或已关闭"};

}  // namespace

huice_code code_of(Exit exit) {
  switch (exit) {
    case Exit::done: return HUICE_OK;
    case Exit::wrong: return HUICE_PROGRAM;
    case Exit::usage: return HUICE_USAGE;
    case Exit::environment: return HUICE_DATA;
    case Exit::too_many_rejects: return HUICE_DATA;
    case Exit::internal: return HUICE_INTERNAL;
  }
  return HUICE_INTERNAL;
}

Stop stop(const Failure& failure) { return {code_of(failure.exit), in_api_words(failure.message)}; }

Stop usage(std::string en, std::string zh) { return {HUICE_USAGE, {std::move(en), std::move(zh)}}; }

void need(const void* pointer, const char* name) {
  if (pointer != nullptr) return;
  throw usage(std::string("the argument `") + name + "` is a null pointer", std::string("参数 ") + name + " 是空指针");
}

huice_code hand_out(huice_error* error, Stop why) noexcept {
  const huice_code code = why.code;
  try {
    if (error != nullptr) *error = errors().open(std::make_shared<Error>(Error{why.code, std::move(why.message), std::move(why.details)}));
  } catch (...) {  // no memory for the words: the code must do
  }
  return code;
}

char* text_for_caller(const std::string& text) {
  auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

}  // namespace huice::c

using huice::c::errors;

extern "C" {

huice_code huice_error_code(huice_error error) {
  const auto found = errors().find(error);
  return found ? found->code : HUICE_USAGE;
}

const char* huice_error_message(huice_error error, huice_language language) {
  const bool zh = language == HUICE_CHINESE;
  const auto found = errors().find(error);
  if (!found) return huice::c::no_error[zh ? 1 : 0];
  return zh ? found->message.zh.c_str() : found->message.en.c_str();
}

const char* huice_error_details(huice_error error) {
  const auto found = errors().find(error);
  return found ? found->details.c_str() : "";
}

void huice_error_close(huice_error error) { errors().close(error); }

const char* huice_version(void) {
  static const std::string text = huice::version();
  return text.c_str();
}

uint32_t huice_api_version(void) { return HUICE_API_VERSION; }

void huice_free(char* text) { std::free(text); }
}
