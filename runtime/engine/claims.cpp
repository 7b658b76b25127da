#include "runtime/engine/claims.h"

#include <algorithm>

#include "runtime/batch/cell_text.h"
#include "runtime/settlement/shares.h"

namespace huice::engine {
namespace {

using batch::Batch;
using decisions::Decisions;

Failure too_much(const Catalogue& catalogue, uint32_t measure, const std::string& place) {
  const std::string& name = catalogue.measures[measure].name;
  return {Exit::environment, {place + ": the shares of " + name + " come to more than 100%", place + "：" + name + " 的分担比例合计超过 100%"}};
}

}  // namespace

Result<std::unique_ptr<Claims>> Claims::make(const Catalogue& catalogue, const std::vector<uint32_t>& measures, const batch::Schema& schema,
                                             const MakeNumber& make_number, settlement::Settling* settling, settlement::Book* book, uint64_t serial) {
  std::unique_ptr<Claims> claims(new Claims(catalogue, measures, settling, book, serial));
  const settlement::Terms& terms = catalogue.settlement;
  claims->numbers_.resize(terms.kernels.size());
  claims->first_.resize(catalogue.measures.size());
  for (uint32_t b = static_cast<uint32_t>(terms.bodies.size()); b-- > 0;) claims->first_[terms.bodies[b].measure] = b;
  for (const catalogue::Measure& measure : catalogue.measures) {
    const __int128 steps = static_cast<__int128>(measure.unit_num) * terms.step_den / measure.unit_den / terms.step_num;
    claims->steps_.push_back(static_cast<int64_t>(steps));
  }
  for (uint32_t k = 0; k < terms.kernels.size(); ++k) {
    const uint32_t measure = terms.bodies[terms.kernels[k].body].measure;
    if (std::find(measures.begin(), measures.end(), measure) == measures.end()) continue;
    auto kernel = make_number(k, schema);
    if (!kernel) return kernel.failure();
    catalogue::Measure shape;
    shape.inputs.resize(terms.kernels[k].inputs);
    claims->numbers_[k] = std::make_unique<Number>(Number{k, std::move(*kernel), Decisions(shape)});
  }
  return claims;
}

/// Below 0 nothing is left; beyond int64 there is always enough.
int64_t Claims::number(const settlement::Number& of, int row) const {
  if (of.fixed) return *of.fixed;
  return static_cast<int64_t>(std::clamp<__int128>(numbers_[of.kernel]->values.member_value(row), 0, INT64_MAX));
}

Outcome Claims::claim(const batch::Chunk& chunk, const Batch& batch, int row, uint32_t index, Decisions& decided) {
  const settlement::Terms& terms = catalogue_.settlement;
  const settlement::Body& body = terms.bodies[index];
  const catalogue::Measure& measure = catalogue_.measures[body.measure];
  settlement::NewClaim claim;
  claim.serial = ++serial_;
  claim.body = index;
  claim.day = ClaimFacts::day(batch, body, row);
  claim.time = ClaimFacts::time(batch, body, row, claim.day);
  claim.amount = decided.amount(row) * steps_[body.measure];
  claim.key = facts_.entity_key(batch, measure.entity, row);
  if (body.category) claim.category = batch.choice(*body.category, row);
  const settlement::Stages& stages = settling_->stages();
  digests_.clear();
  amounts_.clear();
  for (const settlement::Visit& visit : stages.visits[index]) {
    digests_.push_back(visit.covered != nullptr ? facts_.digest(batch, visit, row, claim.day) : Hash128{});
    amounts_.push_back(visit.amount != nullptr ? number(*visit.amount, row) : 0);
  }
  for (uint32_t kernel : stages.parts[index]) amounts_.push_back(number({std::nullopt, kernel}, row));
  claim.digests = digests_.data();
  claim.numbers = amounts_.data();
  decided.claimed->serial[static_cast<size_t>(row)] = claim.serial;
  if (traced_ != nullptr) trace(chunk, row, body.measure, claim);
  if (book_ == nullptr) return inbox_->add(claim);
  settlement::Booked booked;
  booked.serial = claim.serial;
  booked.body = index;
  booked.eligible = true;
  booked.day = claim.day;
  booked.amount = claim.amount;
  booked.category = claim.category;
  const auto first = decided.claimed->parts.begin() + static_cast<ptrdiff_t>(static_cast<size_t>(row) * decided.claimed->width);
  booked.parts.assign(first, first + static_cast<ptrdiff_t>(decided.claimed->width));
  return book(chunk, batch, row, decided, std::move(booked), body.reduced && claim.amount > 0 ? &claim : nullptr);
}

void Claims::trace(const batch::Chunk& chunk, int row, uint32_t measure, const settlement::NewClaim& claim) {
  const auto place = chunk.rows().place(row);
  const std::string& file = chunk.report().path;
  for (TracedRow& traced : *traced_) {
    if (traced.line != place.line || traced.file != file) continue;
    traced.serials[measure] = claim.serial;
    inbox_->trace(claim);
  }
}

Outcome Claims::book(const batch::Chunk& chunk, const Batch& batch, int row, const Decisions& decided, settlement::Booked booked,
                     const settlement::NewClaim* claim) {
  const settlement::Terms& terms = catalogue_.settlement;
  const catalogue::Measure& measure = catalogue_.measures[terms.bodies[booked.body].measure];
  const catalogue::Entity& entity = catalogue_.entities[measure.entity];
  const auto cell = [&](uint32_t field) {
    cell_.clear();
    batch::append_cell(cell_, batch, field, row);
    return cell_;
  };
  booked.capped = booked.eligible && decided.capped(row);
  const auto place = chunk.rows().place(row);
  booked.place = chunk.report().path + ":" + std::to_string(place.line);
  for (uint32_t field : entity.keys) booked.key.push_back(cell(field));
  for (uint32_t field : settlement::fields_of(terms, booked.body)) {
    if (batch.known(field, row)) booked.fields.push_back({entity.field_names[field], cell(field)});
  }
  settlement::KeyDigest inputs;
  for (uint32_t field : measure.inputs) {
    inputs.add(batch.bound(field) && batch.known(field, row) ? "=" : "?");
    inputs.add(batch.bound(field) ? cell(field) : std::string());
  }
  booked.inputs = inputs.value();
  return book_->add(booked, claim);
}

Outcome Claims::add(uint64_t item, const batch::Chunk& chunk, const Batch& batch, std::vector<Decisions>& decided) {
  serial_ = base_ + (item << item_bits);
  const huice_batch view = batch.view();
  for (const auto& number : numbers_) {
    if (!number) continue;
    huice_decisions out = number->values.view();
    if (Outcome outcome = number->compute->decide(view, out); !outcome) return outcome;
  }
  // Row by row, as the output stands: serials grow along it.
  const batch::Rows& rows = chunk.rows();
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    for (size_t m = 0; m < measures_.size(); ++m) {
      if (!decided[m].claimed) continue;
      if (Outcome outcome = add(chunk, batch, row, measures_[m], decided[m]); !outcome) return outcome;
    }
  }
  return Nothing{};
}

void Claims::finish() {
  if (inbox_) settling_->take(std::move(*inbox_));
  inbox_.reset();
}

Outcome Claims::add(const batch::Chunk& chunk, const Batch& batch, int row, uint32_t id, Decisions& decided) {
  const settlement::Terms& terms = catalogue_.settlement;
  const uint32_t first = first_[id];
  if (decided.status(row) != Status::eligible) {
    const settlement::Body& any = terms.bodies[first];
    if (book_ == nullptr || !ClaimFacts::has_day(batch, any, row)) return Nothing{};
    settlement::Booked booked;
    booked.serial = ++serial_;
    booked.body = first;
    booked.day = ClaimFacts::day(batch, any, row);
    return book(chunk, batch, row, decided, std::move(booked), nullptr);
  }
  const auto at = static_cast<size_t>(row);
  const uint32_t index = first + decided.version(row);  // versions stand together
  const settlement::Body& body = terms.bodies[index];
  decisions::Claimed& claimed = *decided.claimed;
  claimed.serial[at] = 0;
  claimed.body[at] = index;
  size_t part = 0;
  for (const settlement::Share& share : body.shares) {
    if (!share.rest && !share.part.fixed) claimed.parts[at * claimed.width + part++] = number(share.part, row);
  }
  if (part > 0 && !settlement::shares_of(body, 1, [&](size_t i) { return claimed.parts[at * claimed.width + i]; })) {
    const auto place = chunk.rows().place(row);
    return too_much(catalogue_, id, chunk.report().path + ":" + std::to_string(place.line));
  }
  const bool nothing = decided.amount(row) == 0 || !body.reduced;
  if (settling_ == nullptr || (nothing && book_ == nullptr)) return Nothing{};
  return claim(chunk, batch, row, index, decided);
}

}  // namespace huice::engine
