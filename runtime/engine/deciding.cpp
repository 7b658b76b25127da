#include "runtime/engine/deciding.h"

#include <algorithm>
#include <cstring>

#include "runtime/decisions/rejects.h"
#include "runtime/engine/counting.h"
#include "runtime/status_switch.h"

namespace huice::engine {
namespace {

using decisions::Decisions;

}  // namespace

bool Shared::in_order() const {
  return reader.admits_in_order() || values != nullptr || pass.tally != nullptr || members.any_on_disk();
}

Deciding::Deciding(Shared& shared, std::vector<Decisions> decided, std::unique_ptr<Claims> claims)
    : shared_(shared),
      chunk_(shared.reader.make_chunk()),
      batch_(shared.values != nullptr ? batch::Batch(shared.reader.schema(), shared.values->bound(shared.reader.bound())) : shared.reader.make_batch()),
      decided_(std::move(decided)),
      claims_(std::move(claims)),
      output_(shared.output != nullptr ? shared.output->another() : nullptr) {
  if (shared.options.as_of) batch_.set_as_of(shared.options.as_of->days);
  if (shared.pass.gather != nullptr) gathered_ = shared.members.make_gathered(*shared.pass.gather);
}

void Deciding::parse() {
  shared_.reader.parse(chunk_, batch_);
  shared_.members.prepare(*shared_.pass.scan, shared_.pass.index, chunk_.rows(), batch_);
}

/// Admits the piece's rows, and fills what they take from others.
Outcome Deciding::take() {
  shared_.members.begin(batch_);
  if (Outcome outcome = shared_.reader.admit(chunk_, batch_); !outcome) return outcome;
  if (batch_.rows() == 0) return Nothing{};
  const batch::Rows& rows = chunk_.rows();
  if (shared_.values != nullptr) {
    if (Outcome outcome = shared_.values->apply(batch_, rows); !outcome) return outcome;
  }
  shared_.members.fill(*shared_.pass.scan, rows, batch_);
  if (shared_.pass.gather != nullptr) {
    if (Outcome outcome = shared_.members.gather(chunk_, batch_, gathered_); !outcome) return outcome;
  }
  return shared_.pass.tally != nullptr ? shared_.tallies->add(*shared_.pass.tally, rows, batch_) : Outcome(Nothing{});
}

Outcome Deciding::judge(uint64_t item) {
  totals_.clear();
  for (const uint32_t measure : shared_.measures) totals_.push_back({measure, {}, 0, 0});
  lines_ = 0;
  if (batch_.rows() == 0) return Nothing{};
  const huice_batch view = batch_.view();
  for (size_t m = 0; m < shared_.kernels.size(); ++m) {
    huice_decisions out = decided_[m].view();
    if (Outcome outcome = shared_.kernels[m]->decide(view, out); !outcome) return outcome;
    switch_statuses(view.rows, out);
    count_decisions(totals_[m], decided_[m], chunk_.rows());
  }
  if (claims_ && claims_->in_order()) return Nothing{};
  if (Outcome outcome = claim(item); !outcome) return outcome;
  return format(item);
}

Outcome Deciding::claim(uint64_t item) { return claims_ ? claims_->add(item, chunk_, batch_, decided_) : Outcome(Nothing{}); }

void Deciding::finish() {
  if (claims_) claims_->finish();
}

Outcome Deciding::format(uint64_t item) {
  if (output_) lines_ = draft() != nullptr ? output_->add_draft(chunk_, batch_, decided_) : output_->add(chunk_, batch_, decided_);
  if (shared_.outputs.rejects) decisions::append_rejects(rejects_, chunk_, shared_.options.output.dialect);
  if (shared_.outputs.referred) shared_.referred.append(referred_, batch_, chunk_.rows(), decided_);
  return shared_.outputs.sink != nullptr ? shared_.outputs.sink->add(item, chunk_, batch_, decided_) : Outcome(Nothing{});
}

void Deciding::count() {
  EntityReport& report = shared_.report;
  const batch::Rows& rows = chunk_.rows();
  report.rows_in += static_cast<uint64_t>(rows.count() - rows.skips());
  report.rejected += rows.faults().size();
  report.written += lines_;
  for (size_t m = 0; m < totals_.size(); ++m) {
    MeasureTotals& all = report.measures[m];
    for (size_t status = 0; status < status_count; ++status) all.count[status] += totals_[m].count[status];
    all.granted += totals_[m].granted;
    all.computed = all.granted;  // settlement takes from it when all is decided
  }
  count_rejects();
}

void Deciding::count_rejects() {
  EntityReport& report = shared_.report;
  const batch::FileReport& file = chunk_.report();
  for (const batch::Fault& fault : chunk_.rows().faults()) {
    const auto same = [&](const RejectTotals& totals) { return totals.code == fault.code; };
    auto found = std::find_if(report.rejects.begin(), report.rejects.end(), same);
    if (found == report.rejects.end()) {
      const auto column = static_cast<size_t>(fault.column);
      const std::string header = column < file.binding.headers.size() ? file.binding.headers[column] : "";
      report.rejects.push_back({fault.code, 0, file.path, chunk_.rows().place(fault.row).line, header});
      found = report.rejects.end() - 1;
    }
    ++found->count;
  }
}

Outcome Deciding::write(uint64_t item) {
  if (shared_.admits_late()) {
    if (Outcome outcome = take(); !outcome) return outcome;
    if (Outcome outcome = judge(item); !outcome) return outcome;
  }
  if (shared_.pass.gather != nullptr && batch_.rows() > 0) {
    if (Outcome outcome = shared_.members.add_up(chunk_, batch_, gathered_); !outcome) return outcome;
  }
  if (claims_ && claims_->in_order() && batch_.rows() > 0) {
    if (Outcome outcome = claim(item); !outcome) return outcome;
    if (Outcome outcome = format(item); !outcome) return outcome;
  }
  count();
  if (output_ && batch_.rows() > 0) {
    if (Outcome outcome = draft() != nullptr ? draft()->add(output_->draft()) : output_->write(); !outcome) return outcome;
  }
  if (Outcome outcome = write_out(shared_.outputs.rejects.get(), rejects_); !outcome) return outcome;
  if (Outcome outcome = write_out(shared_.outputs.referred.get(), referred_); !outcome) return outcome;
  if (shared_.stats != nullptr) shared_.stats->add(batch_, chunk_.rows());
  const auto rows = static_cast<uint64_t>(chunk_.rows().count() - chunk_.rows().skips());
  return shared_.meter.add(rows, chunk_.bytes_read()) ? Outcome(Nothing{}) : Outcome(Failure{Exit::wrong, {"stopped", "已中止"}});
}

}  // namespace huice::engine
