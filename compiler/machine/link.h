// Objects in this process: ORC gives them memory and binds them to the helpers they call.
#pragma once
#include <memory>
#include <string>

#include "base/result.h"
#include "runtime/kernel_abi.h"

namespace huice::machine {

class Linker {
 public:
  static Result<std::shared_ptr<Linker>> create();
  virtual ~Linker() = default;

  /// The kernel of an object; its memory is released with the last copy of the pointer. Any thread may link.
  virtual Result<std::shared_ptr<huice_measure_kernel>> link(const std::string& object) = 0;
};

}  // namespace huice::machine
