#include "runtime/settlement/facts.h"

#include <cstring>

#include "base/date.h"
#include "runtime/spill/bytes.h"

namespace huice::settlement {
namespace {

constexpr size_t digest_size = 16, mark_at = digest_size, time_at = mark_at + 1, measure_at = time_at + 8, key_at = measure_at + 2;
constexpr size_t last_size = 8 + 4 + 2 + 4;  // amount, day, category, body

void put_digest(std::string& out, const Hash128& digest) {
  spill::put_ordered(out, digest.high);
  spill::put_ordered(out, digest.low);
}

void put_ordered16(std::string& out, uint32_t number) {
  out += static_cast<char>(number >> 8 & 0xFF);
  out += static_cast<char>(number & 0xFF);
}

/// Below zero before above.
uint64_t ordered_time(int64_t time) { return static_cast<uint64_t>(time) ^ uint64_t{1} << 63; }

template <class T>
T at(std::string_view bytes, size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

}  // namespace

void append_key(std::string& key, std::string_view cell) {
  if (cell.find('\0') == std::string_view::npos) {
    key += cell;
  } else {
    for (const char c : cell) {
      key += c;
      if (c == '\0') key += '\xFF';
    }
  }
  key.append(2, '\0');
}

std::string key_cells(std::string_view key) {
  std::string cells;
  for (size_t i = 0; i + 1 < key.size(); ++i) {
    const bool end = key[i] == '\0' && key[i + 1] == '\0';
    if (end && i + 2 < key.size()) cells += ',';
    if (!end) cells += key[i];
    if (key[i] == '\0') ++i;
  }
  return cells;
}

void KeyDigest::add(std::string_view cell) {
  spill::put(bytes_, static_cast<uint32_t>(cell.size()));
  bytes_ += cell;
}

void KeyDigest::add_year(int32_t day) { spill::put(bytes_, civil(Date{day}).year); }

Hash128 KeyDigest::value() const { return hash_128(bytes_); }

int64_t Facts::number(size_t position) const { return at<int64_t>(tail, tail.size() - last_size - (position + 1) * sizeof(int64_t)); }

void Codec::write(std::string& record, const NewClaim& claim, size_t visit) const {
  const auto& visits = stages_.visits[claim.body];
  record.clear();
  // A pool is for all: its rows stand in order without a key.
  put_digest(record, stages_.all[visits[visit].stage].kind == StageKind::pool ? Hash128{} : claim.digests[visit]);
  record += '\1';
  spill::put_ordered(record, ordered_time(claim.time));
  put_ordered16(record, stages_.terms.bodies[claim.body].measure);
  record += claim.key;
  spill::put_ordered(record, claim.serial);
  for (size_t i = 0; i < visits.size(); ++i) put_digest(record, claim.digests[i]);
  for (size_t i = stages_.numbers(claim.body); i-- > 0;) spill::put(record, claim.numbers[i]);
  spill::put(record, claim.amount);
  spill::put(record, claim.day);
  spill::put(record, claim.category);
  spill::put(record, claim.body);
}

void Codec::write_paid(std::string& record, const Hash128& digest, uint32_t measure, const Payment& payment) const {
  record.clear();
  put_digest(record, digest);
  record += '\0';
  spill::put_ordered(record, ordered_time(payment.day ? payment.day->days : 0));
  spill::put_ordered(record, payment.run);
  spill::put(record, measure);
  spill::put(record, payment.granted);
  record += payment.key;
}

Facts Codec::read(std::string_view record) const {
  Facts facts;
  facts.digest = record.substr(0, digest_size);
  facts.paid = record[mark_at] == '\0';
  if (facts.paid) {
    facts.day = static_cast<int32_t>(spill::ordered(record.substr(mark_at + 1, 8)) ^ uint64_t{1} << 63);
    facts.run = spill::ordered(record.substr(mark_at + 9, 8));
    facts.measure = at<uint32_t>(record, mark_at + 17);
    facts.amount = at<int64_t>(record, mark_at + 21);
    facts.key = record.substr(mark_at + 29);
    return facts;
  }
  const size_t last = record.size() - last_size;
  facts.amount = at<int64_t>(record, last);
  facts.day = at<int32_t>(record, last + 8);
  facts.category = at<uint16_t>(record, last + 12);
  facts.body = at<uint32_t>(record, last + 14);
  facts.measure = stages_.terms.bodies[facts.body].measure;
  const size_t visits = stages_.visits[facts.body].size();
  const size_t tail = last - visits * digest_size - stages_.numbers(facts.body) * sizeof(int64_t);
  facts.tail = record.substr(tail);
  facts.serial = spill::ordered(record.substr(tail - 8, 8));
  facts.time = static_cast<int64_t>(spill::ordered(record.substr(time_at, 8)) ^ uint64_t{1} << 63);
  facts.key = record.substr(key_at, tail - 8 - key_at);
  return facts;
}

void Codec::forward(std::string& record, std::string_view from, const Facts& facts, size_t visit, int64_t amount) const {
  record.assign(from);
  if (stages_.all[stages_.visits[facts.body][visit].stage].kind == StageKind::pool) {
    std::memset(record.data(), 0, digest_size);
  } else {
    std::memcpy(record.data(), facts.tail.data() + visit * digest_size, digest_size);
  }
  std::memcpy(record.data() + record.size() - last_size, &amount, sizeof amount);
}

}  // namespace huice::settlement
