// Result: what an operation on the environment (files, memory, processors) gives back.
// Faults of a policy text are Diagnostics; faults of applicant data are rejects or statuses; bugs are assertions.
#pragma once
#include <string>
#include <utility>
#include <variant>

namespace huice {

/// One message in both of the project's languages; neither is empty.
struct Bilingual {
  std::string en;
  std::string zh;
};

/// The process exit status that a failure asks for (see docs/commands.md).
enum class Exit { done = 0, wrong = 1, usage = 2, environment = 3, too_many_rejects = 4, internal = 70 };

/// Why something could not be done, and what to do about it.
struct Failure {
  Exit exit = Exit::environment;
  Bilingual message;
};

/// A value or the reason why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Result(Failure failure) : content_(std::in_place_index<1>, std::move(failure)) {}
  bool ok() const { return content_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(content_); }
  const T& value() const& { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Failure& failure() const { return std::get<1>(content_); }

 private:
  std::variant<T, Failure> content_;
};

struct Nothing {};
/// The outcome of an operation that gives nothing back.
using Outcome = Result<Nothing>;

}  // namespace huice
