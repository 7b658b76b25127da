#include "runtime/arrow/results.h"

#include <algorithm>
#include <unordered_map>

#include "runtime/batch/cell_text.h"
#include "runtime/settlement/shares.h"

namespace huice::arrow {
namespace {

constexpr size_t most_key_bytes = size_t{1} << 30;  // of a chunk: offsets have 32 bits

}  // namespace

Results::Results(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, const batch::Schema& schema, uint64_t memory)
    : catalogue_(catalogue), entity_(catalogue.entities[entity]), measures_(std::move(measures)), memory_(memory) {
  for (const uint32_t key : entity_.keys) keys_.push_back(schema.fields[key]);
}

Results::KeyOf<Results::Growing> Results::read_key(uint32_t field, const batch::Chunk& chunk, const batch::Batch& batch) const {
  KeyOf<Growing> key;
  const auto append = [&](std::string_view text) { key.bytes.insert(key.bytes.end(), text.begin(), text.end()); };
  const batch::Field& words = batch.schema().fields[field];
  std::string cell;
  for (int row = 0; row < chunk.rows().count(); ++row) {
    bool known = batch.known(field, row);
    if (counts_days(words)) {
      key.numbers.push_back(known ? batch.date(field, row).days : 0);
    } else if (counts_whole(words)) {
      key.numbers.push_back(known ? static_cast<int64_t>(batch.number(field, row)) * words.layout.step_num : 0);
    } else if (words.kind == batch::Kind::text) {
      if (known) {
        append(batch.text(field, row));
      } else if (const auto text = chunk.rows().bad(row) ? chunk.text(field, row) : std::nullopt) {
        append(*text);
        known = true;
      }
    } else {
      cell.clear();
      batch::append_cell(cell, batch, field, row);
      append(cell);
    }
    key.ends.push_back(static_cast<uint32_t>(key.bytes.size()));
    key.known.push_back(known ? 1 : 0);
  }
  return key;
}

void Results::make_room(Part& part, const std::vector<KeyOf<Growing>>& keys, const std::vector<decisions::Decisions>& decided) const {
  size_t bytes = 0, claim_bytes = 0;
  const auto add = [&](size_t& to, size_t count, size_t each) { to += Block::aligned(count * each); };
  for (const auto& key : keys) {
    add(bytes, key.bytes.size(), sizeof(char));
    add(bytes, key.ends.size(), sizeof(uint32_t));
    add(bytes, key.numbers.size(), sizeof(int64_t));
    add(bytes, key.known.size(), sizeof(unsigned char));
  }
  for (size_t m = 0; m < decided.size(); ++m) {
    const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
    const size_t flags = pays_with_ceiling(measure) ? 4 : 3;
    const size_t amounts = measure.shares.size() + (measure.pays ? 1 : 0) + (measure.settled ? 1 : 0) + (pays_with_ceiling(measure) ? 1 : 0);
    for (size_t i = 0; i < flags; ++i) add(bytes, part.rows, sizeof(unsigned char));
    for (size_t i = 0; i < amounts; ++i) add(bytes, part.rows, sizeof(int64_t));
    add(bytes, part.rows, sizeof(uint32_t));
    if (!decided[m].claimed) continue;
    add(claim_bytes, part.rows, sizeof(uint64_t));
    add(claim_bytes, part.rows, sizeof(uint32_t));
    add(claim_bytes, part.rows * decided[m].claimed->width, sizeof(int64_t));
  }
  part.block = Block(bytes);
  part.claims = Block(claim_bytes);
}

Results::Key Results::keep(const KeyOf<Growing>& key, Block& block) {
  const auto copy = [&]<class T>(const std::vector<T>& from) {
    const std::span<T> to = block.take<T>(from.size());
    std::copy(from.begin(), from.end(), to.begin());
    return to;
  };
  return {copy(key.bytes), copy(key.ends), copy(key.numbers), copy(key.known)};
}

Results::Column Results::take(const decisions::Decisions& decided, size_t m, const batch::Rows& rows, Part& part) const {
  const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
  const size_t count = part.rows;
  Column column;
  column.status = part.block.take<uint8_t>(count);
  column.decided = part.block.take<unsigned char>(count);
  column.eligible = part.block.take<unsigned char>(count);
  column.reasons = part.block.take<uint32_t>(count);
  if (measure.pays) column.amount = part.block.take<int64_t>(count);
  if (measure.settled) column.computed = part.block.take<int64_t>(count);
  if (pays_with_ceiling(measure)) {
    column.ceiling = part.block.take<int64_t>(count);
    column.has_ceiling = part.block.take<unsigned char>(count);
  }
  for (size_t i = 0; i < measure.shares.size(); ++i) std::ranges::fill(column.shares.emplace_back(part.block.take<int64_t>(count)), no_share);
  // Of few conditions and inputs, rows with the same bits have the same reasons.
  const bool few = measure.conditions.size() <= 32 && measure.inputs.size() <= 32;
  std::unordered_map<uint64_t, uint32_t> known;
  std::string text;
  for (size_t row = 0; row < count; ++row) {
    const int r = static_cast<int>(row);
    if (rows.bad(r)) continue;
    const Status status = decided.status(r);
    column.decided[row] = 1;
    column.status[row] = static_cast<uint8_t>(status);
    if (status == Status::eligible) {
      column.eligible[row] = 1;
      if (measure.pays) column.amount[row] = decided.amount(r);
      if (!decided.capped(r)) continue;
    }
    if (status == Status::not_in_force) continue;
    if (status == Status::referred && !column.ceiling.empty() && decided.has_ceiling(r)) {
      column.ceiling[row] = decided.ceiling(r);
      column.has_ceiling[row] = 1;
    }
    uint64_t bits = static_cast<uint64_t>(status) << 40;
    if (status == Status::ineligible) bits |= few ? decided.failed_bits(r) : 0;
    if (status == Status::undetermined || status == Status::referred) bits |= few ? decided.missing_bits(r) : 0;
    if (status == Status::error) bits |= decided.error(r);
    const auto found = few ? known.find(bits) : known.end();
    if (found != known.end()) {
      column.reasons[row] = found->second;
      continue;
    }
    text.clear();
    decided.append_reasons(text, entity_, r);
    column.reasons[row] = static_cast<uint32_t>(column.texts.size());
    column.texts.push_back(text);
    if (few) known.emplace(bits, column.reasons[row]);
  }
  if (measure.settled) std::ranges::copy(column.amount, column.computed.begin());
  if (!decided.claimed) return column;
  const decisions::Claimed& claimed = *decided.claimed;
  const auto first = [&]<class T>(const std::vector<T>& all, size_t width) {
    const std::span<T> to = part.claims.take<T>(count * width);
    std::copy_n(all.begin(), to.size(), to.begin());
    return to;
  };
  column.serial = first(claimed.serial, 1);
  column.body = first(claimed.body, 1);
  column.width = claimed.width;
  column.parts = first(claimed.parts, claimed.width);
  for (size_t row = 0; row < count; ++row) {
    if (column.eligible[row] == 0) column.serial[row] = 0;
    if (column.eligible[row] != 0 && column.serial[row] == 0) grant(column, m, row, column.amount[row], "");
  }
  return column;
}

Results::Rejected Results::take(const batch::Fault& fault, const batch::Chunk& chunk) const {
  Rejected rejected;
  rejected.row = fault.row;
  rejected.code = batch::name(fault.code);
  const auto& headers = chunk.report().binding.headers;
  const auto column = static_cast<size_t>(fault.column);
  if (column < headers.size()) rejected.column = headers[column];
  rejected.value = fault.value;
  rejected.message = batch::message(fault.code, fault.expected);
  return rejected;
}

Outcome Results::add(uint64_t item, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<decisions::Decisions>& decided) {
  Part part;
  part.rows = static_cast<size_t>(chunk.rows().count());
  std::vector<KeyOf<Growing>> keys;
  for (const uint32_t key : entity_.keys) keys.push_back(read_key(key, chunk, batch));
  for (const auto& key : keys) {
    if (key.bytes.size() <= most_key_bytes) continue;
    return Failure{Exit::environment, {"keys of " + std::to_string(part.rows) + " rows take more than 1 GiB", std::to_string(part.rows) + " 行的主键超过 1 GiB"}};
  }
  make_room(part, keys, decided);
  for (const auto& key : keys) part.keys.push_back(keep(key, part.block));
  for (size_t m = 0; m < decided.size(); ++m) part.columns.push_back(take(decided[m], m, chunk.rows(), part));
  for (const batch::Fault& fault : chunk.rows().faults()) part.rejected.push_back(take(fault, chunk));
  const std::lock_guard lock(adding_);
  bytes_ += part.block.used() + part.claims.used() + part.rejected.size() * sizeof(Rejected);
  if (memory_ != 0 && bytes_ > memory_) {
    over_memory_ = true;
    return Failure{Exit::environment, {"the decisions take more memory than allowed (" + std::to_string(memory_) + " bytes): give fewer rows at a time, or more memory",
                                       "判定结果超出允许的内存（" + std::to_string(memory_) + " 字节）：请分批提供数据，或提高上限"}};
  }
  parts_.emplace(item, std::move(part));
  return Nothing{};
}

void Results::grant(Column& column, size_t m, size_t row, int64_t amount, const std::string& reasons) const {
  const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
  column.amount[row] = amount;
  if (!reasons.empty()) {
    const std::string& before = column.texts[column.reasons[row]];
    column.texts.push_back(before.empty() ? reasons : before + ";" + reasons);
    column.reasons[row] = static_cast<uint32_t>(column.texts.size() - 1);
  }
  if (column.shares.empty()) return;
  const settlement::Terms& terms = catalogue_.settlement;
  const settlement::Body& body = terms.bodies[column.body[row]];
  const auto steps = static_cast<int64_t>(static_cast<__int128>(measure.unit_num) * terms.step_den / measure.unit_den / terms.step_num);
  const auto shares = settlement::shares_of(body, amount * steps, [&](size_t part) { return column.parts[row * column.width + part]; });
  for (size_t i = 0; i < body.shares.size() && shares; ++i) column.shares[body.shares[i].column][row] = (*shares)[i] / steps;
}

/// Serials grow along the rows, and in a row along its measures.
Outcome Results::settle(const settlement::Settling& settling) {
  settlement::Reductions reductions = settling.reductions();
  return settle(settling, [&](uint64_t, uint32_t, uint64_t serial) { return reductions.of(serial); });
}

Outcome Results::settle(const settlement::Settling& settling, const Taken& taken_from) {
  const settlement::Terms& terms = catalogue_.settlement;
  std::string reasons;
  uint64_t before = 0;  // rows
  for (auto& [item, part] : parts_) {
    for (size_t row = 0; row < part.rows; ++row) {
      for (size_t m = 0; m < part.columns.size(); ++m) {
        Column& column = part.columns[m];
        if (column.serial.empty() || column.serial[row] == 0) continue;
        auto taken = taken_from(before + row, measures_[m], column.serial[row]);
        if (!taken) return taken.failure();
        reasons.clear();
        int64_t amount = column.amount[row];
        if (!(*taken)->empty()) {
          const catalogue::Measure& measure = catalogue_.measures[measures_[m]];
          settling.append_reasons(reasons, **taken);
          amount = static_cast<int64_t>(static_cast<__int128>((*taken)->back().after) * terms.step_num * measure.unit_den / terms.step_den / measure.unit_num);
        }
        grant(column, m, row, amount, reasons);
      }
    }
    for (Column& column : part.columns) {
      column.serial = {};
      column.body = {};
      column.parts = {};
    }
    part.claims = Block();
    before += part.rows;
  }
  return Nothing{};
}

std::pair<const Results::Part*, size_t> Results::place(uint64_t row) const {
  auto at = parts_.begin();
  for (; row >= at->second.rows; ++at) row -= at->second.rows;
  return {&at->second, row};
}

Results::One Results::one(uint64_t number, size_t m) const {
  const auto [part, row] = place(number);
  const Column& column = part->columns[m];
  One one;
  one.status = static_cast<Status>(column.status[row]);
  const bool eligible = column.eligible[row] != 0;
  if (eligible && !column.computed.empty()) one.computed = column.computed[row];
  if (eligible && !column.amount.empty()) one.amount = column.amount[row];
  if (!column.has_ceiling.empty() && column.has_ceiling[row] != 0) one.ceiling = column.ceiling[row];
  const auto& names = catalogue_.measures[measures_[m]].shares;
  for (size_t share = 0; share < names.size(); ++share) {
    if (column.shares[share][row] != no_share) one.shares.emplace_back(names[share], column.shares[share][row]);
  }
  one.reasons = column.texts[column.reasons[row]];
  return one;
}

const Results::Rejected* Results::rejected(uint64_t number) const {
  const auto [part, row] = place(number);
  const auto found = std::find_if(part->rejected.begin(), part->rejected.end(), [&](const Rejected& each) { return each.row == static_cast<int>(row); });
  return found == part->rejected.end() ? nullptr : &*found;
}

}  // namespace huice::arrow
