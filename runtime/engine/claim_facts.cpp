#include "runtime/engine/claim_facts.h"

#include "runtime/batch/cell_text.h"

namespace huice::engine {

using batch::Batch;
using batch::Kind;

constexpr int64_t seconds_a_day = 86400;

int32_t ClaimFacts::day(const Batch& batch, const settlement::Body& body, int row) {
  if (!body.date) return batch.as_of() == HUICE_NO_DATE ? 0 : batch.as_of();
  if (body.usual_day && !batch.known(*body.date, row)) return body.usual_day->days;
  if (batch.schema().fields[*body.date].kind == Kind::date) return batch.date(*body.date, row).days;
  return batch.datetime(*body.date, row).day().days;
}

int64_t ClaimFacts::time(const Batch& batch, const settlement::Body& body, int row, int32_t day) {
  if (body.order) {
    if (batch.schema().fields[*body.order].kind == Kind::datetime) return batch.datetime(*body.order, row).seconds;
    return batch.date(*body.order, row).days * seconds_a_day;
  }
  if (!body.date && batch.as_of() == HUICE_NO_DATE) return settlement::no_time;
  return day * seconds_a_day;
}

std::string_view ClaimFacts::cell(const Batch& batch, uint32_t field, int row) {
  if (batch.schema().fields[field].kind == Kind::text) return batch.text(field, row);
  cell_.clear();
  batch::append_cell(cell_, batch, field, row);
  return cell_;
}

std::string_view ClaimFacts::entity_key(const Batch& batch, uint32_t entity, int row) {
  key_.clear();
  for (uint32_t field : catalogue_.entities[entity].keys) settlement::append_key(key_, cell(batch, field, row));
  return key_;
}

Hash128 ClaimFacts::digest(const Batch& batch, const settlement::Visit& visit, int row, int32_t day) {
  digest_.clear();
  for (uint32_t field : visit.covered->keys) digest_.add(cell(batch, field, row));
  if (visit.per_year) digest_.add_year(day);
  return digest_.value();
}

}  // namespace huice::engine
