// What the evaluator looks up about a measure, worked out once for all rows.
#pragma once
#include <vector>

#include "compiler/rules/rules.h"
#include "compiler/rules/sites.h"
#include "runtime/catalogue.h"

namespace huice::reference {

struct Prepared {
  Prepared(const rules::Program& program, const rules::Measure& measure, const rules::Entity& entity,
           const std::vector<uint32_t>& inputs);

  const rules::Program& program;
  const rules::Measure& measure;
  const rules::Entity& entity;
  rules::Sites sites;
  std::vector<uint32_t> inputs;     // field of each input
  std::vector<uint32_t> input_of;   // input of each field; unused fields: UINT32_MAX
  std::vector<bool> decided_input;  // by input: an authority decides it
  std::vector<bool> caps;           // by expression: an `at most` whose value side reads a decided field
  std::vector<bool> pay_caps;       // likewise by bound of `pay`
};

}  // namespace huice::reference
