// Libraries of the system that few runs need: loaded when first asked for, because loading them all takes longer than deciding a
// thousand rows.
#pragma once
#include <mutex>

#include "base/result.h"

namespace huice {

class LateLibrary {
 public:
  /// `file`: as the loader looks for it, `libzip.so.4`.
  constexpr explicit LateLibrary(const char* file) : file_(file) {}
  /// Loads it with all functions that are declared of it, once. Fails where it is not installed, and where it lacks one of them.
  Outcome load();

  /// One of its functions. To be called when `load` was right.
  struct Function {
    Function(LateLibrary& library, const char* name) : name(name), next(library.functions_) { library.functions_ = this; }
    const char* const name;
    Function* const next;
    void* address = nullptr;
  };

 private:
  const char* const file_;
  Function* functions_ = nullptr;
  std::once_flag once_;
  const char* missing_ = nullptr;  // what could not be loaded
};

template <class> class LateFunction;
template <class Result, class... Arguments>
class LateFunction<Result(Arguments...)> : LateLibrary::Function {
 public:
  using Function::Function;
  Result operator()(Arguments... arguments) const { return reinterpret_cast<Result (*)(Arguments...)>(address)(arguments...); }
};

/// Declares `name`, as its header does, as a function of `library`. Calls look as they would otherwise; not at the global level.
#define HUICE_LATE(library, name) LateFunction<decltype(::name)> name(library, #name)

}  // namespace huice
