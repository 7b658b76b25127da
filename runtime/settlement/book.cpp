#include "runtime/settlement/book.h"

#include "base/date.h"
#include "runtime/spill/bytes.h"

namespace huice::settlement {
namespace {

using spill::put;
using spill::put_ordered;
using spill::take;

constexpr size_t chunk_size = size_t{1} << 18, most_parts = 1024;

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<uint32_t>(text.size()));
  out += text;
}
std::string take_text(std::string_view& from) {
  const auto size = take<uint32_t>(from);
  std::string text(from.substr(0, size));
  from.remove_prefix(size);
  return text;
}

Hash128 line_digest(const std::string& measure, const std::vector<std::string>& key, int32_t day) {
  KeyDigest digest;
  digest.add(measure);
  digest.add(ledger::key_text(key));
  std::string date;
  put(date, day);
  digest.add(date);
  return digest.value();
}

void write(std::string& out, const Booked& row) {
  put(out, row.serial);
  put(out, row.body);
  put(out, row.eligible);
  put(out, row.day);
  put(out, row.amount);
  put(out, row.capped);
  put(out, row.category);
  put(out, row.inputs);
  put_text(out, row.place);
  put(out, static_cast<uint32_t>(row.key.size()));
  for (const std::string& cell : row.key) put_text(out, cell);
  put(out, static_cast<uint32_t>(row.fields.size()));
  for (const auto& [name, cell] : row.fields) {
    put_text(out, name);
    put_text(out, cell);
  }
  put(out, static_cast<uint32_t>(row.parts.size()));
  for (int64_t part : row.parts) put(out, part);
}

Booked read(std::string_view from) {
  Booked row;
  row.serial = take<uint64_t>(from);
  row.body = take<uint32_t>(from);
  row.eligible = take<bool>(from);
  row.day = take<int32_t>(from);
  row.amount = take<int64_t>(from);
  row.capped = take<bool>(from);
  row.category = take<uint16_t>(from);
  row.inputs = take<Hash128>(from);
  row.place = take_text(from);
  for (auto n = take<uint32_t>(from); n > 0; --n) row.key.push_back(take_text(from));
  for (auto n = take<uint32_t>(from); n > 0; --n) {
    std::string name = take_text(from);
    row.fields.push_back({std::move(name), take_text(from)});
  }
  for (auto n = take<uint32_t>(from); n > 0; --n) row.parts.push_back(take<int64_t>(from));
  return row;
}

/// What the output needs of a recorded entry.
void write(std::string& out, const ledger::Entry& entry) {
  put(out, entry.run);
  put(out, entry.computed);
  put(out, entry.granted);
  put_text(out, entry.reasons);
  put(out, static_cast<uint32_t>(entry.shares.size()));
  for (const auto& [name, amount] : entry.shares) {
    put_text(out, name);
    put(out, amount);
  }
}

ledger::Entry read_entry(std::string_view from) {
  ledger::Entry entry;
  entry.run = take<uint64_t>(from);
  entry.computed = take<int64_t>(from);
  entry.granted = take<int64_t>(from);
  entry.reasons = take_text(from);
  for (auto n = take<uint32_t>(from); n > 0; --n) {
    std::string name = take_text(from);
    entry.shares.push_back({std::move(name), take<int64_t>(from)});
  }
  return entry;
}

/// Steps in so many fen; a step is never more than one (program/terms.cpp).
int64_t steps_of(const Terms& terms, int64_t fen) { return static_cast<int64_t>(static_cast<__int128>(fen) * terms.step_den / (100 * static_cast<__int128>(terms.step_num))); }

}  // namespace

std::string digest_text(const Hash128& hash) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "xxh3:";
  for (uint64_t half : {hash.high, hash.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) text += digits[half >> shift & 15];
  }
  return text;
}

Result<const Known*> KnownRows::of(uint64_t serial) {
  auto found = reader_.find(serial);
  if (!found) return found.failure();
  if (!*found) return nullptr;
  std::string_view record = reader_.record();
  const auto recorded = take<bool>(record);
  current_ = Known{recorded, read_entry(record)};
  return &*current_;
}

Book::Book(const Catalogue& catalogue, Settling& settling, spill::Room room)
    : catalogue_(catalogue), settling_(settling), room_(std::move(room)), lines_(room_.folder, room_.memory / 4), matched_(room_.folder, room_.memory / 4),
      store_({room_.memory / 4, room_.folder}, 1) {}

Outcome Book::add(const Booked& row, const NewClaim* claim) {
  std::string bytes;
  write(bytes, row);
  put_text(buffer_, bytes);
  ++rows_;
  last_ = std::max(last_, row.serial);
  if (!file_) {
    auto file = spill::TempFile::create(room_.folder);
    if (!file) return file.failure();
    file_ = std::move(*file);
  }
  if (buffer_.size() >= chunk_size) {
    if (Outcome outcome = file_->append(buffer_); !outcome) return outcome;
    buffer_.clear();
  }
  const Body& body = catalogue_.settlement.bodies[row.body];
  const Hash128 digest = line_digest(catalogue_.measures[body.measure].name, row.key, row.day);
  std::string record;
  put_ordered(record, digest.high);
  put_ordered(record, digest.low);
  record += '\1';
  put_ordered(record, row.serial);
  put_text(record, digest_text(row.inputs));
  put_text(record, row.place);
  put(record, row.body);
  if (claim != nullptr && !settling_.stages().visits[claim->body].empty()) {
    const size_t before = record.size();
    record.resize(before + settling_.codec().size(*claim));
    settling_.codec().write(record.data() + before, *claim);
  }
  return lines_.add(record);
}

Failure Book::twice(std::string_view one, std::string_view other) const {
  const std::string a(one), b(other);
  return {Exit::environment,
          {b + " has the key and the date of " + a + ": the ledger cannot tell them apart; take one out, or give the entity a key that differs",
           b + " 与 " + a + " 的主键和日期相同，台账无法区分：请去掉其一，或为主体设置能区分的主键"}};
}

/// Ledger lines and rows of one digest stand together, the line first.
Outcome Book::match(bool redecide) {
  auto sorted = lines_.finish();
  if (!sorted) return sorted.failure();
  auto merge = sorted->read(room_.memory / 4);
  std::string key, inputs, place, out;
  std::optional<uint64_t> line;
  Inbox claims = settling_.inbox();
  for (;;) {
    auto more = merge.next();
    if (!more) return more.failure();
    if (!*more) break;
    std::string_view record = merge.record();
    const std::string_view digest = record.substr(0, 16);
    const bool is_line = record[16] == '\0';
    const uint64_t number = spill::ordered(record.substr(17, 8));
    record.remove_prefix(25);
    if (key != digest) {
      key = digest;
      line.reset();
      place.clear();
    }
    if (is_line) {
      line = number;
      inputs = take_text(record);
      continue;
    }
    const std::string own_inputs = take_text(record), own_place = take_text(record);
    const auto body = take<uint32_t>(record);
    if (!place.empty()) return twice(place, own_place);
    place = own_place;
    const bool recorded = line && !redecide && own_inputs == inputs;
    const bool left_out = redecide && !line;
    if (line) {
      out.clear();
      put_ordered(out, *line);
      put(out, number);
      put(out, recorded);
      if (Outcome outcome = matched_.add(out); !outcome) return outcome;
    }
    if (recorded || left_out || record.empty()) continue;
    if (Outcome outcome = claims.add(record, settling_.stages().visits[body].front().stage); !outcome) return outcome;
  }
  settling_.take(std::move(claims));
  return Nothing{};
}

/// Once more through the ledger: what stands beside the rows of this run is paid.
Outcome Book::pay(const ledger::Ledger& ledger, uint64_t before) {
  auto matched = matched_.finish();
  if (!matched) return matched.failure();
  auto merge = matched->read(room_.memory / 4);
  auto more = merge.next();
  if (!more) return more.failure();
  serial_parts_ = SerialParts::up_to(last_, store_.parts(most_parts));
  spill::Scatter known = store_.scatter(store_.overflow(), serial_parts_.count);
  uint64_t number = 0;
  std::string out;
  Outcome outcome = ledger.each_line(before, [&](const ledger::Entry& entry) -> Outcome {
    ++number;
    bool replaced = false;
    if (*more && spill::ordered(merge.record()) == number) {
      std::string_view record = merge.record().substr(8);
      const auto serial = take<uint64_t>(record);
      const auto recorded = take<bool>(record);
      replaced = !recorded;
      out.clear();
      put_ordered(out, serial);
      put(out, recorded);
      write(out, entry);
      char* const copy = known.add(serial_parts_.of(serial), static_cast<uint32_t>(out.size()));
      if (copy == nullptr) return known.failure();
      out.copy(copy, out.size());
      more = merge.next();
      if (!more) return more.failure();
    }
    if (replaced) return Nothing{};
    Payment payment;
    payment.measure = entry.measure;
    payment.version = entry.version;
    payment.day = Date{entry.date};
    for (const auto& [name, cell] : entry.fields) payment.cells[name] = cell;
    payment.granted = steps_of(catalogue_.settlement, entry.granted);
    payment.pool = entry.pool;
    payment.category = entry.category;
    payment.charged = steps_of(catalogue_.settlement, entry.charged);
    payment.key = ledger::key_text(entry.key);
    payment.run = entry.run;
    return settling_.add(payment);
  });
  if (!outcome) return outcome;
  known_ = spill::Parts(room_.folder, serial_parts_.count);
  known_.take(std::move(known));
  return Nothing{};
}

Outcome Book::join(const ledger::Ledger& ledger, uint64_t before, bool redecide) {
  if (file_) {
    if (Outcome outcome = file_->append(buffer_); !outcome) return outcome;
    buffer_.clear();
  }
  uint64_t number = 0;
  std::string record;
  Outcome outcome = ledger.each_line(before, [&](const ledger::Entry& entry) -> Outcome {
    const Hash128 digest = line_digest(entry.measure, entry.key, entry.date);
    record.clear();
    put_ordered(record, digest.high);
    put_ordered(record, digest.low);
    record += '\0';
    put_ordered(record, ++number);
    put_text(record, entry.inputs);
    return lines_.add(record);
  });
  if (outcome) outcome = match(redecide);
  return outcome ? pay(ledger, before) : outcome;
}

Outcome Book::each(const std::function<Outcome(const Booked&, const Known*)>& visit) const {
  if (!file_) return Nothing{};
  KnownRows known_rows = known();
  std::string chunk;
  uint64_t at = 0;
  for (uint64_t row = 0; row < rows_; ++row) {
    uint32_t size = 0;
    if (Outcome outcome = file_->read(at, reinterpret_cast<char*>(&size), sizeof size); !outcome) return outcome;
    chunk.resize(size);
    if (Outcome outcome = file_->read(at + sizeof size, chunk.data(), size); !outcome) return outcome;
    at += sizeof size + size;
    const Booked booked = read(chunk);
    auto known_row = known_rows.of(booked.serial);
    if (!known_row) return known_row.failure();
    if (Outcome outcome = visit(booked, *known_row); !outcome) return outcome;
  }
  return Nothing{};
}

}  // namespace huice::settlement
