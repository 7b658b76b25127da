// Rules only: applicants are read once into batches that stay in memory, then every measure's machine code runs over all of them.
//
//   huice-bench-kernels PROGRAM ENTITY FILE CACHE ROUNDS THREADS…
//
// For each number of threads: `threads N seconds S…` of each round. Before them: rows, batches, and the bytes of columns that a row
// has; what was decided, for comparison: `measure NAME eligible … granted FEN`.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <thread>

#include "compiler/program/kernels.h"
#include "compiler/program/program.h"
#include "runtime/batch/from_csv.h"
#include "runtime/decisions/decisions.h"

namespace {

using namespace huice;
using decisions::Decisions;

[[noreturn]] void fail(const Failure& failure) {
  std::cerr << failure.message.en << '\n';
  std::exit(1);
}

template <class T>
T or_fail(Result<T> result) {
  if (!result) fail(result.failure());
  return std::move(*result);
}

/// Bits that a kernel reads of a row of this field: the value, and whether it is known.
size_t bits_of(batch::Kind kind) {
  switch (kind) {
    case batch::Kind::boolean: return 1 + 1;
    case batch::Kind::choice: return 16 + 1;
    case batch::Kind::date: return 32 + 1;
    case batch::Kind::text: return 128 + 1;
    default: return 64 + 1;
  }
}

struct Rules {
  std::vector<uint32_t> measures;
  std::vector<std::shared_ptr<const engine::Kernel>> kernels;
  std::vector<batch::Batch> batches;

  std::vector<Decisions> room(const Catalogue& catalogue) const {
    std::vector<Decisions> made;
    for (const uint32_t measure : measures) made.emplace_back(catalogue.measures[measure]);
    return made;
  }
  void decide(const batch::Batch& batch, std::vector<Decisions>& decided) const {
    const huice_batch view = batch.view();
    for (size_t m = 0; m < kernels.size(); ++m) {
      huice_decisions out = decided[m].view();
      if (const Outcome outcome = kernels[m]->decide(view, out); !outcome) fail(outcome.failure());
    }
  }
};

double round(const Rules& rules, const Catalogue& catalogue, int threads) {
  std::atomic<size_t> next{0};
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t) {
    workers.emplace_back([&] {
      std::vector<Decisions> decided = rules.room(catalogue);
      for (size_t i; (i = next++) < rules.batches.size();) rules.decide(rules.batches[i], decided);
    });
  }
  for (std::thread& worker : workers) worker.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void show_totals(const Rules& rules, const Catalogue& catalogue) {
  std::vector<Decisions> decided = rules.room(catalogue);
  std::vector<std::array<uint64_t, 6>> counts(rules.measures.size());
  std::vector<int64_t> granted(rules.measures.size());
  for (const batch::Batch& batch : rules.batches) {
    rules.decide(batch, decided);
    for (size_t m = 0; m < decided.size(); ++m) {
      for (int row = 0; row < batch.rows(); ++row) {
        ++counts[m][static_cast<size_t>(decided[m].status(row))];
        if (decided[m].status(row) == Status::eligible) granted[m] += decided[m].amount(row);
      }
    }
  }
  for (size_t m = 0; m < counts.size(); ++m) {
    std::cout << "measure " << catalogue.measures[rules.measures[m]].name << ' ' << counts[m][HUICE_ELIGIBLE] << ' ' << counts[m][HUICE_INELIGIBLE] << ' '
              << counts[m][HUICE_UNDETERMINED] << ' ' << granted[m] << '\n';
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 7) return 2;
  const auto program = or_fail(program::compile(words[1]));
  const Catalogue& catalogue = program->catalogue;
  const auto entity = static_cast<size_t>(std::find_if(catalogue.entities.begin(), catalogue.entities.end(), [&](const auto& each) { return each.name == words[2]; }) - catalogue.entities.begin());
  if (program->sink.has_errors() || entity == catalogue.entities.size()) return 2;
  Rules rules;
  std::set<uint32_t> fields;
  for (uint32_t m = 0; m < catalogue.measures.size(); ++m) {
    if (catalogue.measures[m].entity != entity) continue;
    rules.measures.push_back(m);
    fields.insert(catalogue.measures[m].inputs.begin(), catalogue.measures[m].inputs.end());
  }
  batch::Wanted wanted{std::vector<bool>(program->schemas[entity].fields.size()), {}, {}};
  for (const uint32_t field : fields) wanted.fields[field] = true;
  const auto reader = or_fail(batch::CsvReader::open(program->schemas[entity], wanted, {words[3]}, {}));
  size_t bits = 0;
  for (const uint32_t field : fields) bits += bits_of(reader->schema().fields[field].kind);
  const auto make = program::kernels_of(*program, {program::Engine::machine, words[4], false});
  for (const uint32_t measure : rules.measures) rules.kernels.push_back(or_fail(make(measure, reader->schema())));
  batch::Chunk chunk = reader->make_chunk();
  size_t rows = 0;
  for (;;) {
    batch::Batch batch = reader->make_batch();
    if (!or_fail(reader->next(chunk, batch))) break;
    rows += static_cast<size_t>(batch.rows());
    rules.batches.push_back(std::move(batch));
  }
  std::cout << "rows " << rows << "\nbatches " << rules.batches.size() << "\nbits " << bits << '\n';
  show_totals(rules, catalogue);
  for (int i = 6; i < count; ++i) {
    std::cout << "threads " << words[i];
    for (int n = 0; n < std::atoi(words[5]); ++n) std::cout << ' ' << round(rules, catalogue, std::atoi(words[i]));
    std::cout << '\n';
  }
}
