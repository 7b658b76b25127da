// Where errors can happen in a measure: the numbering behind error codes, the same for both engines and the catalogue.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "compiler/rules/rules.h"

namespace huice::rules {

/// Site 0 is `pay`, then the conditions in order, then every let and then every parameter that the measure can reach,
/// each in ascending id. A fault inside a let's expression belongs to that let; a parameter before its first date to the
/// parameter; any other to the condition or to `pay`. At most 4096 sites. Of a measure with versions: the names of their
/// sites, one version after the other.
struct Sites {
  std::vector<std::string> names;
  std::map<LetId, uint16_t> lets;
  std::map<ParameterId, uint16_t> parameters;
  static constexpr uint16_t pay = 0;
  static constexpr uint16_t condition(size_t index) { return static_cast<uint16_t>(1 + index); }
};
Sites sites_of(const Program& program, const Measure& measure);

/// Where an error of an aggregate's member (a site of `Aggregate::rows`) stands in a measure; `here`: where the aggregate does.
uint16_t outer_site(const Sites& outer, const Sites& inner, uint16_t site, uint16_t here);

/// The fields that a measure's conditions, amount and date can read, ascending; lets are followed.
std::vector<FieldIndex> inputs_of(const Program& program, const Measure& measure);

/// Whether the measure's decisions depend on a date that it does not read from a field: the run must say `--as-of`.
bool needs_as_of(const Program& program, const Measure& measure);

/// The external parameters that the measure reads and that have no values yet, ascending.
std::vector<ParameterId> unsupplied_of(const Program& program, const Measure& measure);

/// Whether an expression (lets followed) reads a decided field of `entity`.
bool reads_decided(const Program& program, const Entity& entity, ExprId expr);

}  // namespace huice::rules
