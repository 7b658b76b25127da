// What goes into settlement and what comes out, one by one.
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/settlement/terms.h"

namespace huice::settlement {

inline constexpr int64_t no_time = std::numeric_limits<int64_t>::min();

/// One eligible row of a body, with an amount above zero. Cells are canonical texts.
struct Claim {
  uint32_t body = 0;
  int64_t time = no_time;                 // seconds from 1970-01-01 00:00:00: what it is ordered by
  std::optional<Date> day;                // the applicable date
  std::vector<std::string> key;           // cells of the entity's key fields
  uint64_t position = 0;                  // in the run's input, from 0
  int64_t amount = 0;                     // computed, in steps
  std::map<uint32_t, std::string> cells;  // by field: what settlement looks at
  std::map<uint32_t, int64_t> numbers;    // by position in Terms::kernels
  uint16_t category = 0;                  // member of the quota's type

  int64_t number(const Number& of) const { return of.fixed ? *of.fixed : numbers.at(of.kernel); }
};

/// What the ledger says was paid before.
struct Payment {
  std::string measure, version;
  std::optional<Date> day;
  std::map<std::string, std::string> cells;  // by field name
  int64_t granted = 0;                       // steps
  std::string pool, category;
  int64_t charged = 0;                       // to the pool
  std::string key;                           // for explanations: the entity key, and the run's number
  uint64_t run = 0;
};

struct Grant {
  int64_t amount = 0;                     // steps
  std::vector<std::string> reasons;       // `limit:uscc`, in the order of the steps, each once
  std::vector<int64_t> shares;            // one for one with Body::shares
};

}  // namespace huice::settlement
