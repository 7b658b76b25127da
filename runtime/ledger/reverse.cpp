#include "runtime/ledger/state.h"

namespace huice::ledger {
namespace {

Failure refusal(std::string en, std::string zh) { return {Exit::environment, {std::move(en), std::move(zh)}}; }

/// The id of the last run after `number`, neither reversed nor a reversal, with an entry for a line that run `number` has
/// one for.
Result<std::string> later_run(Database& database, uint64_t number) {
  auto statement = database.prepare(R"(
    SELECT r.id
    FROM entries e
    CROSS JOIN entries f ON f.measure = e.measure AND f.key = e.key AND f.date = e.date AND f.run > ?1
    CROSS JOIN runs r ON r.number = f.run
    WHERE e.run = ?1 AND r.kind <> 'reversal' AND NOT EXISTS (SELECT 1 FROM runs t WHERE t.reverses = r.number)
    ORDER BY f.run DESC LIMIT 1)");
  if (!statement) return statement.failure();
  statement->bind(0, static_cast<int64_t>(number));
  const auto found = database.next(*statement);
  if (!found) return found.failure();
  return *found ? std::string(statement->text(0)) : std::string();
}

/// What brings back `before`, or that nothing stands.
Entry counter_entry(const Entry& entry, const std::optional<Entry>& before) {
  Entry counter = before ? *before : entry;
  if (!before) {  // still found by its fields, pool and category
    counter.computed = counter.granted = counter.charged = 0;
    counter.inputs.clear();
    counter.reasons.clear();
    counter.shares.clear();
  }
  counter.paid = counter.granted - entry.granted;
  return counter;
}

}  // namespace

Result<Run> Ledger::reverse(std::string_view id, Run reversal) {
  Database& database = *state_->database;
  if (Outcome outcome = begin(); !outcome) return outcome.failure();
  const auto abandon = [&](Failure failure) {
    state_->adding = {};
    if (database.in_transaction()) (void)database.run("ROLLBACK");
    return failure;
  };
  const std::string name(id);
  const auto found = find_run(id);
  if (!found) return abandon(found.failure());
  if (!*found) return abandon({Exit::usage, {"there is no run " + name + " in " + path(), path() + " 中没有运行 " + name}});
  const Run& run = **found;
  if (run.kind == RunKind::reversal)
    return abandon(refusal(
        "run " + name + " reverses run " + run.reverses + ": a reversal cannot be reversed; run again what it took back",
        "运行 " + name + " 是对运行 " + run.reverses + " 的冲销，不能再冲销；请重新运行被冲销的内容"));
  if (!run.reversed_by.empty())
    return abandon(refusal("run " + name + " was reversed already, by run " + run.reversed_by,
                           "运行 " + name + " 已被运行 " + run.reversed_by + " 冲销"));
  const auto later = later_run(database, run.number);
  if (!later) return abandon(later.failure());
  if (!later->empty())
    return abandon(refusal("run " + *later + " decided some of the same lines after run " + name + ": reverse it first",
                           "运行 " + *later + " 在运行 " + name + " 之后又判定了其中一些笔：请先冲销它"));

  reversal.kind = RunKind::reversal;
  reversal.reverses = run.id;
  if (reversal.id.empty()) reversal.id = run.id + "-reversed";
  const auto number = add_run(reversal);
  if (!number) return abandon(number.failure());
  const Outcome added = each_entry({{}, run.number}, [&](const Entry& entry) -> Outcome {
    const auto before = find_line(entry.measure, entry.key, entry.date, run.number);
    if (!before) return before.failure();
    return state_->add(counter_entry(entry, *before), *before ? (*before)->decision : 0);
  });
  if (!added) return abandon(added.failure());
  const std::string reversal_id = reversal.id;
  if (Outcome outcome = commit(); !outcome) return abandon(outcome.failure());
  const auto done = find_run(reversal_id);
  if (!done) return done.failure();
  return **done;
}

}  // namespace huice::ledger
