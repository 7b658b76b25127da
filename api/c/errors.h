// From failures and exceptions to codes and error handles: every function of huice.h runs inside `guarded`.
#pragma once
#include <exception>
#include <memory>
#include <new>
#include <string>

#include "api/huice.h"
#include "base/result.h"

namespace huice::c {

struct Error {
  huice_code code = HUICE_INTERNAL;
  Bilingual message;
  std::string details;
};

/// What goes through the inside of a call: a failure with its code.
struct Stop {
  huice_code code = HUICE_INTERNAL;
  Bilingual message;
  std::string details = {};
};

huice_code code_of(Exit exit);
Stop stop(const Failure& failure);
Stop usage(std::string en, std::string zh);
/// A pointer that must not be null.
void need(const void* pointer, const char* name);
/// Takes the value out of a result, or stops.
template <class T>
T value_of(Result<T> result) {
  if (!result) throw stop(result.failure());
  return std::move(*result);
}
inline void check(const Outcome& outcome) {
  if (!outcome) throw stop(outcome.failure());
}

/// Hands an error out, if somebody wants it.
huice_code hand_out(huice_error* error, Stop why) noexcept;

template <class Work>
huice_code guarded(huice_error* error, const Work& work) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    work();
    return HUICE_OK;
  } catch (Stop& why) {
    return hand_out(error, std::move(why));
  } catch (const std::bad_alloc&) {
    return hand_out(error, {HUICE_MEMORY, {"out of memory", "内存不足"}});
  } catch (const std::exception& why) {
    return hand_out(error, {HUICE_INTERNAL, {std::string("this is a fault of Huice, please report it: ") + why.what(),
                                             std::string("这是惠策的缺陷，请反馈：") + why.what()}});
  } catch (...) {
    return hand_out(error, {HUICE_INTERNAL, {"this is a fault of Huice, please report it", "这是惠策的缺陷，请反馈"}});
  }
}

/// A copy that huice_free frees.
char* text_for_caller(const std::string& text);

}  // namespace huice::c
