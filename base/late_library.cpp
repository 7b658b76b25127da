#include "base/late_library.h"

#include <dlfcn.h>

#include <string>

namespace huice {

Outcome LateLibrary::load() {
  std::call_once(once_, [this] {
    void* const library = dlopen(file_, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) missing_ = file_;
    for (Function* each = functions_; each != nullptr && missing_ == nullptr; each = each->next) {
      each->address = dlsym(library, each->name);
      if (each->address == nullptr) missing_ = each->name;
    }
  });
  if (missing_ == nullptr) return Nothing{};
  const std::string file = file_;
  if (missing_ == file_) return Failure{Exit::environment, {"the library " + file + " is not installed here; install it", "此处未安装程序库 " + file + "；请安装"}};
  return Failure{Exit::environment, {"the library " + file + " is another one: it has no " + missing_, "程序库 " + file + " 不符：缺少 " + missing_}};
}

}  // namespace huice
