// One applicant's decisions as JSON: what huice_decide_json and huice_explain give.
#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "api/c/compiled.h"
#include "api/c/explaining.h"
#include "runtime/arrow/results.h"
#include "runtime/engine/report.h"

namespace huice::c {

class Answer {
 public:
  Answer(const Compiled& compiled, uint32_t entity);
  void add(uint32_t measure, const arrow::Results::One& one);
  void reject(const arrow::Results::Rejected& rejected);
  void leave_out(uint32_t measure, const Bilingual& why);
  /// As JSON.
  void explain(std::string explanation) { explanation_ = std::move(explanation); }
  std::string text() &&;

 private:
  using Json = nlohmann::ordered_json;
  void add_amount(const char* what, const catalogue::Measure& measure, const std::optional<int64_t>& amount);

  const Compiled& compiled_;
  std::string out_;
  Json rejected_, left_out_ = Json::array();
  std::string explanation_;
};

/// Of a row of a run. `explaining` may be null.
std::string answer_of(const Compiled& compiled, const arrow::Results& results, uint64_t row, const engine::Report& report, uint32_t entity, Explaining* explaining);

}  // namespace huice::c
