// What a program says about settlement: which limits, choices and pools take from which measures, by which keys. Made by the
// compiler, part of the catalogue. docs/language.md, "Settlement", says what it means.
//
// Money counts steps: the greatest amount of which every measure's rounding unit is a multiple.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"

namespace huice::settlement {

/// A number that a row has: the same for all, or what a kernel computes.
struct Number {
  std::optional<int64_t> fixed;
  uint32_t kernel = 0;  // position in Terms::kernels
};

/// `city 60%`: a part of n · num/den of the granted amount; or the rest.
struct Share {
  std::string name;
  bool rest = false;
  Number part = {};
  int64_t num = 1, den = 1;
  uint32_t column = 0;                 // of the measure's shares: versions may have others
};

/// A measure, or one of its versions.
struct Body {
  uint32_t measure = 0;
  std::optional<uint32_t> version;
  int64_t unit = 1;                    // its rounding unit
  std::optional<uint32_t> date;        // field of its applicable date; empty: the run's
  std::optional<Date> usual_day;       // where that is missing; empty: no default
  std::optional<uint32_t> order;       // field of its pool's order; empty: the applicable date
  std::optional<uint32_t> pool;        // position in Terms::pools
  std::optional<uint32_t> charged;     // the share that the pool is charged; empty: the whole amount
  std::optional<uint32_t> category;    // field of the pool's quota
  std::vector<Share> shares;
  bool reduced = false;                // some limit, choice or pool covers it
};

/// How a limit or a choice sees a body. `amount`, of limits: steps, or rows.
struct Covered {
  uint32_t body = 0;
  std::vector<uint32_t> keys;          // fields of the entity
  Number amount = {};
};

struct Limit {
  std::string reason;                  // `limit:uscc`, `once:base_id`
  std::vector<std::string> keys;
  bool counts = false, per_year = false;
  std::vector<Covered> over;
};

struct Choose {
  bool highest = false;
  std::vector<uint32_t> measures;      // as listed
  std::vector<std::string> keys;
  std::vector<Covered> over;
};

enum class Exhausted : uint8_t { stop, partial, prorate };

struct Pool {
  std::string name, label;
  std::vector<std::string> clauses;
  __int128 total = 0;                  // steps
  Exhausted exhausted = Exhausted::stop;
  std::optional<Date> from, to;        // in force; empty ends are open
  std::string category;                // the quota's field; empty: none
  std::vector<std::string> members;    // of the quota's type
  std::vector<__int128> quotas;        // by member
};

struct Terms {
  int64_t step_num = 1, step_den = 100;  // a step is step_num/step_den yuan
  std::vector<Body> bodies;              // of all measures that pay, in program order
  std::vector<Limit> limits;             // in program order, as the others
  std::vector<Choose> chooses;
  std::vector<Pool> pools;
  struct Kernel {
    uint32_t body = 0;
    uint32_t inputs = 0;                 // how many fields it reads
  };
  std::vector<Kernel> kernels;           // what computes numbers that differ from row to row

  /// The body of a measure's version; empty: it pays nothing.
  std::optional<uint32_t> find(uint32_t measure, std::optional<uint32_t> version) const {
    for (uint32_t i = 0; i < bodies.size(); ++i) {
      if (bodies[i].measure == measure && bodies[i].version == version) return i;
    }
    return std::nullopt;
  }
};

/// The fields that settlement looks at in rows of a body, ascending: keys, the pool's order and category.
std::vector<uint32_t> fields_of(const Terms& terms, uint32_t body);

}  // namespace huice::settlement
