// huice_claims, huice_settle, huice_grant: settlement of rows that are in many places, by an engine that brings claims together.
#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "api/c/decide.h"
#include "api/c/errors.h"
#include "runtime/arrow/build.h"
#include "runtime/arrow/plain_columns.h"
#include "runtime/engine/pass.h"
#include "runtime/settlement/rounds.h"

namespace huice::c {
namespace {

using settlement::Facts;
using settlement::Parcel;
using settlement::Settling;

constexpr uint64_t usual_memory = uint64_t{512} << 20;

uint64_t number_of(const Compiled& compiled) { return hash_128(compiled.program().digest).low; }

Failure unsound(const arrow::Table& table) {
  return {Exit::environment, {table.name() + ": these are no claims of this program, or not all measures are chosen that they are of",
                              table.name() + "：不是本程序的申领，或没有选中其所属的全部措施"}};
}

// ---- Claims out -----------------------------------------------------------------------------------------------------------

/// Notes which claim is of which row.
class RowsOfClaims final : public engine::Sink {
 public:
  Outcome add(uint64_t, const batch::Chunk& chunk, const batch::Batch&, const std::vector<decisions::Decisions>& decided) override {
    const std::lock_guard lock(adding_);
    for (int row = 0; row < chunk.rows().count(); ++row) {
      if (chunk.rows().bad(row)) continue;
      for (const decisions::Decisions& each : decided) {
        if (!each.claimed || each.status(row) != Status::eligible) continue;
        const uint64_t serial = each.claimed->serial[static_cast<size_t>(row)];
        if (serial != 0) rows_.emplace(serial, static_cast<int64_t>(chunk.rows().place(row).line) - 1);
      }
    }
    return Nothing{};
  }
  Outcome settle(const Settling&) override { return Nothing{}; }
  int64_t of(uint64_t serial) const { return rows_.at(serial); }

 private:
  std::mutex adding_;
  std::unordered_map<uint64_t, int64_t> rows_;
};

/// Columns of claims, in batches whose bytes 32 bits can count.
class ClaimTable {
 public:
  explicit ClaimTable(bool with_rows) : with_rows_(with_rows) {}
  void add(int64_t row, std::string claim, int64_t group) {
    bytes_ += claim.size();
    rows_.push_back(row);
    claims_.push_back(std::move(claim));
    groups_.push_back(group);
    if (bytes_ > most_bytes) close();
  }
  void give(ArrowArrayStream* out) {
    if (!rows_.empty()) close();
    arrow::Shape shape{"+s", ""};
    if (with_rows_) shape.children.push_back({"l", "row"});
    shape.children.push_back({"z", "claim"});
    shape.children.push_back({"l", "part"});
    arrow::make_stream(std::move(shape), std::move(batches_), out);
  }

 private:
  static constexpr size_t most_bytes = size_t{256} << 20;
  static arrow::Items numbers(const std::vector<int64_t>& from) {
    arrow::FixedItems<int64_t> items(from.size());
    for (const int64_t number : from) items.add(number);
    return items.take();
  }
  void close() {
    arrow::TextItems claims(claims_.size());
    for (const std::string& claim : claims_) claims.add(claim);
    arrow::Items items;
    items.length = static_cast<int64_t>(rows_.size());
    items.valid.add(true, rows_.size());
    if (with_rows_) items.children.push_back(numbers(rows_));
    items.children.push_back(claims.take());
    items.children.push_back(numbers(groups_));
    batches_.push_back(std::move(items));
    rows_.clear();
    claims_.clear();
    groups_.clear();
    bytes_ = 0;
  }

  bool with_rows_;
  std::vector<int64_t> rows_, groups_;
  std::vector<std::string> claims_;
  size_t bytes_ = 0;
  std::vector<arrow::Items> batches_;
};

/// What shares a stage with measures of other entities cannot be settled from the rows of one.
void check_one_entity(const Compiled& compiled, const settlement::Stages& stages, uint32_t entity, const std::vector<uint32_t>& measures) {
  const Catalogue& catalogue = compiled.catalogue();
  const settlement::Terms& terms = catalogue.settlement;
  std::vector<bool> ours(stages.all.size());
  for (size_t b = 0; b < terms.bodies.size(); ++b) {
    const bool chosen = std::find(measures.begin(), measures.end(), terms.bodies[b].measure) != measures.end();
    for (const settlement::Visit& visit : stages.visits[b]) {
      if (chosen && catalogue.measures[terms.bodies[b].measure].entity == entity) ours[visit.stage] = true;
    }
  }
  for (size_t b = 0; b < terms.bodies.size(); ++b) {
    const catalogue::Measure& measure = catalogue.measures[terms.bodies[b].measure];
    if (measure.entity == entity) continue;
    for (const settlement::Visit& visit : stages.visits[b]) {
      if (!ours[visit.stage]) continue;
      const std::string& other = catalogue.entities[measure.entity].name;
      throw usage("a limit, choice or pool takes from measures of several entities, among them " + measure.name + " of " + other + ": decide these on one machine",
                  "有限额、择取或资金池涉及多个主体的措施，其中有 " + other + " 的 " + measure.name + "：请在一台机器上判定");
    }
  }
}

/// One entity's rows.
std::vector<Given> rows_of(const Compiled& compiled, const char* entity, ArrowArrayStream* rows) {
  std::vector<Given> given(1);
  given[0].rows = value_of(arrow::Table::take(rows, entity != nullptr ? entity : "rows"));
  given[0].entity = compiled.entity(entity);
  given[0].wanted = true;
  return given;
}

void claims_of(const Compiled& compiled, const huice_run_options* options, const char* entity, ArrowArrayStream* rows, ArrowArrayStream* claims) {
  std::vector<Given> given = rows_of(compiled, entity, rows);
  struct Made {
    uint64_t serial;
    std::string claim;
    int64_t group;
  };
  std::vector<Made> made;
  RowsOfClaims places;
  const Elsewhere elsewhere{&places, [&](Settling& settling) -> Outcome {
    check_one_entity(compiled, settling.stages(), given[0].entity, measures_of(compiled, options));
    return settling.each_taken([&](uint32_t stage, const Facts& facts) -> Outcome {
      Parcel parcel{facts.measure, {}, stage, std::string(facts.record)};
      settling.codec().renumber(parcel.record, stage, 0);
      made.push_back({facts.serial, parcel.pack(number_of(compiled)), parcel.group(settling.stages())});
      return Nothing{};
    });
  }};
  decide(compiled, options, given, nullptr, &elsewhere);
  std::sort(made.begin(), made.end(), [](const Made& a, const Made& b) { return a.serial < b.serial; });
  ClaimTable table(true);
  for (Made& each : made) table.add(places.of(each.serial), std::move(each.claim), each.group);
  table.give(claims);
}

// ---- One round ------------------------------------------------------------------------------------------------------------

void settle(const Compiled& compiled, const huice_run_options* options, uint32_t round, ArrowArrayStream* claims, ArrowArrayStream* settled) {
  const auto table = value_of(arrow::Table::take(claims, "claims"));
  const uint64_t program = number_of(compiled), memory = options != nullptr && options->memory != 0 ? options->memory : usual_memory;
  engine::Options room;
  room.memory = memory;
  Settling settling(compiled.catalogue(), engine::room_of(room), 1, false);
  const settlement::Stages& stages = settling.stages();
  const settlement::Codec& codec = settling.codec();
  const std::vector<uint32_t> rounds = settlement::rounds_of(stages);
  const auto unpack = [&](std::string_view bytes) { return Parcel::unpack(bytes, program, compiled.catalogue(), stages, codec); };

  settlement::Inbox inbox = settling.inbox();
  check(arrow::each_bytes(*table, "claim", [&](uint64_t row, std::string_view bytes) -> Outcome {
    auto parcel = unpack(bytes);
    if (!parcel || (parcel->stage && rounds[*parcel->stage] < round)) return unsound(*table);
    if (!parcel->stage || rounds[*parcel->stage] != round) return Nothing{};
    codec.renumber(parcel->record, *parcel->stage, row + 1);
    return inbox.add(parcel->record, *parcel->stage);
  }));
  settling.take(std::move(inbox));
  check(settling.settle_once());

  std::unordered_map<uint64_t, Parcel> onward;  // by serial
  check(settling.each_taken([&](uint32_t stage, const Facts& facts) -> Outcome {
    Parcel& parcel = onward[facts.serial];
    parcel.stage = stage;
    parcel.record = facts.record;
    codec.renumber(parcel.record, stage, 0);
    return Nothing{};
  }));
  settlement::Reductions reductions = settling.reductions();
  ClaimTable out(false);
  check(arrow::each_bytes(*table, "claim", [&](uint64_t row, std::string_view bytes) -> Outcome {
    Parcel parcel = *unpack(bytes);
    if (!parcel.stage || rounds[*parcel.stage] != round) {
      out.add(0, std::string(bytes), parcel.stage ? parcel.group(stages) : static_cast<int64_t>(hash_128(bytes).low));
      return Nothing{};
    }
    auto taken = reductions.of(row + 1);
    if (!taken) return taken.failure();
    parcel.reductions.insert(parcel.reductions.end(), (*taken)->begin(), (*taken)->end());
    const auto next = onward.find(row + 1);
    parcel.stage = next != onward.end() ? next->second.stage : std::nullopt;
    parcel.record = next != onward.end() ? std::move(next->second.record) : std::string();
    out.add(0, parcel.pack(program), parcel.stage ? parcel.group(stages) : static_cast<int64_t>(hash_128(bytes).low));
    return Nothing{};
  }));
  out.give(settled);
}

// ---- Decisions with what was granted --------------------------------------------------------------------------------------

using TakenOfRows = std::unordered_map<uint64_t, std::vector<settlement::Reduction>>;  // by row and measure

void grant(std::shared_ptr<const Compiled> program, const huice_run_options* options, const char* entity, ArrowArrayStream* rows, ArrowArrayStream* claims,
           ArrowArrayStream* results) {
  const Compiled& compiled = *program;
  const auto table = value_of(arrow::Table::take(claims, "claims"));
  std::vector<Given> given = rows_of(compiled, entity, rows);
  const size_t measures = compiled.catalogue().measures.size();
  const Elsewhere elsewhere{nullptr, [&](Settling& settling) -> Outcome {
    const auto places = arrow::whole_numbers(*table, "row");
    if (!places) return places.failure();
    TakenOfRows taken;
    Outcome outcome = arrow::each_bytes(*table, "claim", [&](uint64_t at, std::string_view bytes) -> Outcome {
      auto parcel = Parcel::unpack(bytes, number_of(compiled), compiled.catalogue(), settling.stages(), settling.codec());
      if (!parcel || parcel->stage) return unsound(*table);
      const std::string& measure = compiled.catalogue().measures[parcel->measure].name;
      const auto row = static_cast<uint64_t>((*places)[at]);
      if (taken.emplace(row * measures + parcel->measure, std::move(parcel->reductions)).second) return Nothing{};
      const std::string number = std::to_string(row);
      return Failure{Exit::environment, {"row " + number + " has two claims on " + measure + ": whatever tells rows apart is the same for several",
                                         "第 " + number + " 行在 " + measure + " 下有两份申领：用于区分数据行的列有重复"}};
    });
    if (!outcome || !given[0].results) return outcome;
    return given[0].results->settle(settling, [&](uint64_t row, uint32_t measure, uint64_t) -> Result<const std::vector<settlement::Reduction>*> {
      const auto found = taken.find(row * measures + measure);
      if (found == taken.end()) return unsound(*table);
      return &found->second;
    });
  }};
  decide(compiled, options, given, nullptr, &elsewhere);
  ResultStream::give(std::make_unique<ResultStream>(ResultStream{std::move(program), std::move(given[0].results)}), results);
}

/// A call takes its streams, whatever happens.
void release(ArrowArrayStream* stream) {
  if (stream != nullptr && stream->release != nullptr) stream->release(stream);
}

}  // namespace
}  // namespace huice::c

extern "C" {

huice_code huice_claims(huice_program program, const huice_run_options* options, const char* entity, struct ArrowArrayStream* rows, struct ArrowArrayStream* claims,
                        huice_error* error) {
  using namespace huice::c;
  const huice_code code = guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(rows, "rows");
    need(claims, "claims");
    check_options(options);
    claims_of(*compiled, options, entity, rows, claims);
  });
  release(rows);
  return code;
}

huice_code huice_settle(huice_program program, const huice_run_options* options, uint32_t round, struct ArrowArrayStream* claims, struct ArrowArrayStream* settled,
                        huice_error* error) {
  using namespace huice::c;
  const huice_code code = guarded(error, [&] {
    const auto compiled = compiled_of(program);
    need(claims, "claims");
    need(settled, "settled");
    check_options(options);
    settle(*compiled, options, round, claims, settled);
  });
  release(claims);
  return code;
}

huice_code huice_grant(huice_program program, const huice_run_options* options, const char* entity, struct ArrowArrayStream* rows, struct ArrowArrayStream* claims,
                       struct ArrowArrayStream* results, huice_error* error) {
  using namespace huice::c;
  const huice_code code = guarded(error, [&] {
    auto compiled = compiled_of(program);
    need(rows, "rows");
    need(claims, "claims");
    need(results, "results");
    check_options(options);
    grant(std::move(compiled), options, entity, rows, claims, results);
  });
  release(rows);
  release(claims);
  return code;
}
}
