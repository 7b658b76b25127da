// Where made-up rows go: standard output, a CSV file, a folder of them, or the sheets of a workbook.
#pragma once
#include <memory>
#include <string>

#include "compiler/samples/samples.h"

namespace huice::cli {

class SampleFiles {
 public:
  virtual ~SampleFiles() = default;
  /// Rows of an entity, below the header that the sampler has for it.
  virtual Outcome add(uint32_t entity, const samples::Samples& sampler, const std::string& rows) = 0;
  virtual Outcome close() = 0;
};

/// `path`: `-`, a file, with `several` entities a folder; a workbook by its suffix.
Result<std::unique_ptr<SampleFiles>> open_sample_files(const program::Program& program, const std::string& path, bool several);

}  // namespace huice::cli
