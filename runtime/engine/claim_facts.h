// What settlement is told of an eligible row, read from its batch: its day, its place in the order, its keys.
#pragma once
#include <string>
#include <string_view>

#include "runtime/batch/batch.h"
#include "runtime/catalogue.h"
#include "runtime/settlement/facts.h"

namespace huice::engine {

class ClaimFacts {
 public:
  explicit ClaimFacts(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// Whether the row has one.
  static bool has_day(const batch::Batch& batch, const settlement::Body& body, int row) {
    return body.date && (body.usual_day || batch.known(*body.date, row));
  }
  /// The applicable date; 0 without one.
  static int32_t day(const batch::Batch& batch, const settlement::Body& body, int row);
  static int64_t time(const batch::Batch& batch, const settlement::Body& body, int row, int32_t day);
  /// Good until the next call.
  std::string_view entity_key(const batch::Batch& batch, uint32_t entity, int row);
  /// Of the key of a limit or choice.
  Hash128 digest(const batch::Batch& batch, const settlement::Visit& visit, int row, int32_t day);

 private:
  std::string_view cell(const batch::Batch& batch, uint32_t field, int row);

  const Catalogue& catalogue_;
  settlement::KeyDigest digest_;
  std::string key_, cell_;  // scratch
};

}  // namespace huice::engine
