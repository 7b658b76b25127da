#include "runtime/settlement/facts.h"

#include <cstring>

#include "base/date.h"
#include "runtime/spill/bytes.h"

namespace huice::settlement {
namespace {

constexpr size_t digest_size = 16, mark_size = 1, time_size = 8, measure_size = 2, serial_size = 8;
constexpr size_t head_size = mark_size + time_size + measure_size;  // between the digest and the key

char* put_bytes(char* to, const void* from, size_t size) {
  std::memcpy(to, from, size);
  return to + size;
}
template <class T>
char* put(char* to, T value) {
  return put_bytes(to, &value, sizeof value);
}
char* put_ordered(char* to, uint64_t number) { return put(to, __builtin_bswap64(number)); }
char* put_digest(char* to, const Hash128& digest) { return put_ordered(put_ordered(to, digest.high), digest.low); }

/// Below zero before above.
uint64_t ordered_time(int64_t time) { return static_cast<uint64_t>(time) ^ uint64_t{1} << 63; }

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

void KeyDigest::add_year(int32_t day) { spill::put(bytes_, year_of(Date{day})); }

// ---- Records --------------------------------------------------------------------------------------------------------

Codec::Codec(const Stages& stages) : stages_(stages) {
  for (size_t body = 0; body < stages.visits.size(); ++body) {
    const auto& visits = stages.visits[body];
    std::vector<Visited> all(visits.size());
    const bool pool = !visits.empty() && stages.all[visits.back().stage].kind == StageKind::pool;
    size_t end = pool ? day_end + stages.parts[body].size() * sizeof(int64_t) : amount_end;
    for (size_t i = visits.size(); i-- > 0;) {
      Visited& visit = all[i];
      visit.pool = stages.all[visits[i].stage].kind == StageKind::pool;
      visit.amount = visits[i].amount;
      if (visit.amount != nullptr && !visit.amount->fixed) end += sizeof(int64_t);
      visit.number_end = visit.tail = static_cast<uint32_t>(end);
      if (!visit.pool) end += digest_size;
      visit.digest_end = static_cast<uint32_t>(end);
    }
    visits_.push_back(std::move(all));
  }
}

uint32_t Codec::size(uint32_t body, size_t at, size_t key_size) const {
  const Visited& visit = visits_[body][at];
  return static_cast<uint32_t>((visit.pool ? 0 : digest_size) + head_size + key_size + serial_size + visit.tail);
}

void Codec::write(char* to, const NewClaim& claim) const {
  const auto& visits = visits_[claim.body];
  const Body& body = stages_.terms.bodies[claim.body];
  if (!visits.front().pool) to = put_digest(to, claim.digests[0]);
  *to++ = 1;
  to = put_ordered(to, ordered_time(claim.time));
  to = put(to, __builtin_bswap16(static_cast<uint16_t>(body.measure)));
  to = put_bytes(to, claim.key.data(), claim.key.size());
  to = put_ordered(to, claim.serial);
  for (size_t i = 0; i < visits.size(); ++i) {
    if (i > 0 && !visits[i].pool) to = put_digest(to, claim.digests[i]);
    if (visits[i].amount != nullptr && !visits[i].amount->fixed) to = put(to, claim.numbers[i]);
  }
  if (visits.back().pool) {
    for (size_t i = stages_.parts[claim.body].size(); i-- > 0;) to = put(to, claim.numbers[visits.size() + i]);
    to = put(to, claim.day);
    to = put(to, claim.category);
  }
  put(put(to, claim.amount), claim.body);
}

void Codec::write_paid(std::string& record, const Hash128& digest, uint32_t measure, const Payment& payment) const {
  record.clear();
  spill::put_ordered(record, digest.high);
  spill::put_ordered(record, digest.low);
  record += '\0';
  spill::put_ordered(record, ordered_time(payment.day ? payment.day->days : 0));
  spill::put_ordered(record, payment.run);
  spill::put(record, measure);
  spill::put(record, payment.granted);
  record += payment.key;
}

Facts Codec::read(std::string_view record, uint32_t stage) const {
  Facts facts;
  facts.record = record;
  const char* front = record.data();
  if (stages_.all[stage].kind != StageKind::pool) {
    facts.digest = at<std::array<uint64_t, 2>>(front);
    front += digest_size;
  }
  facts.paid = *front == 0;
  if (facts.paid) {
    facts.measure = at<uint32_t>(front + mark_size + 16);
    facts.amount = at<int64_t>(front + mark_size + 20);
    return facts;
  }
  facts.body = at<uint32_t>(from_end(facts, body_end));
  facts.visit = stages_.visit_of[stage][facts.body];
  facts.measure = __builtin_bswap16(at<uint16_t>(front + mark_size + time_size));
  facts.amount = at<int64_t>(from_end(facts, amount_end));
  facts.serial = __builtin_bswap64(at<uint64_t>(from_end(facts, visits_[facts.body][facts.visit].tail + serial_size)));
  return facts;
}

bool Codec::sound(std::string_view record, uint32_t stage) const {
  if (stage >= stages_.all.size() || record.size() < amount_end) return false;
  const auto index = at<uint32_t>(record.data() + record.size() - body_end);
  if (index >= visits_.size() || visits_[index].empty()) return false;
  const uint32_t visit = stages_.visit_of[stage][index];
  if (stages_.visits[index][visit].stage != stage || record.size() < size(index, visit, 0)) return false;
  const Body& body = stages_.terms.bodies[index];
  const char* const front = record.data() + (visits_[index][visit].pool ? 0 : digest_size);
  if (*front != 1 || __builtin_bswap16(at<uint16_t>(front + mark_size + time_size)) != body.measure) return false;
  const Facts facts = read(record, stage);
  const bool quota = body.pool && !stages_.terms.pools[*body.pool].quotas.empty();
  return facts.amount > 0 && (!quota || category(facts) < stages_.terms.pools[*body.pool].quotas.size());
}

void Codec::renumber(std::string& record, uint32_t stage, uint64_t serial) const {
  const Facts facts = read(record, stage);
  put_ordered(record.data() + record.size() - visits_[facts.body][facts.visit].tail - serial_size, serial);
}

int64_t Codec::time(const Facts& facts) const {
  const size_t begin = visits_[facts.body][facts.visit].pool ? 0 : digest_size;
  return static_cast<int64_t>(spill::ordered(facts.record.substr(begin + mark_size)) ^ uint64_t{1} << 63);
}

std::string_view Codec::key(const Facts& facts) const {
  const Visited& visit = visits_[facts.body][facts.visit];
  const size_t begin = (visit.pool ? 0 : digest_size) + head_size;
  return facts.record.substr(begin, facts.record.size() - begin - serial_size - visit.tail);
}

int64_t Codec::most(const Facts& facts) const {
  const Visited& visit = visits_[facts.body][facts.visit];
  return visit.amount->fixed ? *visit.amount->fixed : at<int64_t>(from_end(facts, visit.number_end));
}

Codec::Paid Codec::paid(const Facts& facts) const {
  const std::string_view rest = facts.record.substr(digest_size + mark_size);
  return {static_cast<int32_t>(spill::ordered(rest) ^ uint64_t{1} << 63), spill::ordered(rest.substr(8)), rest.substr(28)};
}

uint32_t Codec::next_size(const Facts& facts) const { return size(facts.body, facts.visit + 1, key(facts).size()); }

uint64_t Codec::next_high(const Facts& facts) const {
  const Visited& next = visits_[facts.body][facts.visit + 1];
  return next.pool ? 0 : __builtin_bswap64(at<uint64_t>(from_end(facts, next.digest_end)));
}

void Codec::write_next(char* to, const Facts& facts, int64_t amount) const {
  const Visited &visit = visits_[facts.body][facts.visit], &next = visits_[facts.body][facts.visit + 1];
  const size_t begin = visit.pool ? 0 : digest_size;
  if (!next.pool) to = put_bytes(to, from_end(facts, next.digest_end), digest_size);
  to = put_bytes(to, facts.record.data() + begin, facts.record.size() - begin - visit.tail);
  to = put_bytes(to, from_end(facts, next.tail), next.tail);
  std::memcpy(to - amount_end, &amount, sizeof amount);
}

}  // namespace huice::settlement
