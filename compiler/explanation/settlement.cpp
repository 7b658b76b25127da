#include "compiler/explanation/settlement.h"

#include <algorithm>

#include "base/decimal.h"
#include "runtime/settlement/shares.h"

namespace huice::explanation {
namespace {

using settlement::Cause;
using settlement::StageKind;
using settlement::Visited;

class Teller {
 public:
  Teller(const program::Program& program, uint32_t measure, const engine::Tracing& tracing, Language language)
      : catalogue_(program.catalogue), terms_(program.catalogue.settlement), measure_(program.catalogue.measures[measure]), tracing_(tracing),
        zh_(language == Language::zh) {}

  Settlement tell(const settlement::Story& story) const {
    Settlement out;
    out.computed = yuan(story.amount);
    for (const Visited& visit : story.visits) {
      Taken taken = tell(visit);
      taken.took = visit.after < visit.before;
      taken.before = yuan(visit.before);
      taken.after = yuan(visit.after);
      out.steps.push_back(std::move(taken));
    }
    const int64_t granted = story.visits.empty() ? story.amount : story.visits.back().after;
    out.granted = yuan(granted);
    const settlement::Body& body = terms_.bodies[story.body];
    const bool alike = std::all_of(body.shares.begin(), body.shares.end(), [](const auto& share) { return share.rest || share.part.fixed; });
    const auto shares = alike ? settlement::shares_of(body, granted, [](size_t) { return int64_t{0}; }) : std::nullopt;
    for (size_t i = 0; shares && i < shares->size(); ++i) out.shares.emplace_back(body.shares[i].name, yuan((*shares)[i]));
    return out;
  }

  std::string yuan(__int128 steps) const {
    std::string text;
    const __int128 num = steps * terms_.step_num * 100 / terms_.step_den;  // fen: a step is never more
    append_decimal(text, num, 2);
    return text + "元";
  }
  std::string say(const std::string& en, const std::string& zh) const { return zh_ ? zh : en; }
  std::string run(uint64_t number) const {
    const auto found = tracing_.runs.find(number);
    return found == tracing_.runs.end() ? std::to_string(number) : found->second;
  }

 private:
  std::string name(uint32_t measure) const { return catalogue_.measures[measure].name; }
  static std::string count(__int128 rows) { return std::to_string(static_cast<int64_t>(rows)); }

  Taken tell(const Visited& visit) const {
    const auto [kind, index] = tracing_.stages.at(visit.stage);
    switch (kind) {
      case StageKind::filled: return filled(visit, terms_.limits[index]);
      case StageKind::limit: return limit(visit, terms_.limits[index]);
      case StageKind::choose: return choice(visit, terms_.chooses[index]);
      case StageKind::pool: return pool(visit, terms_.pools[index]);
    }
    return {};
  }

  void add_causes(const Visited& visit, bool counts, Taken& out) const {
    for (const Cause& cause : visit.causes) {
      std::string line = cause.paid ? say("paid before: ", "此前已付：") : "";
      line += cause.key.empty() ? say("somebody", "某行") : cause.key;
      if (cause.measure < catalogue_.measures.size() && catalogue_.measures[cause.measure].name != measure_.name) line += say(" by ", "，措施 ") + name(cause.measure);
      if (!counts || cause.amount > 0) line += say(": ", "：") + yuan(cause.amount);
      if (cause.paid) line += say(" on ", "，基准日 ") + to_string(Date{cause.day}) + say(", run ", "，运行 ") + run(cause.run);
      out.causes.push_back(std::move(line));
    }
    if (visit.more_causes > 0) out.causes.push_back(say("and " + std::to_string(visit.more_causes) + " more", "及另外 " + std::to_string(visit.more_causes) + " 笔"));
  }

  Taken filled(const Visited& visit, const settlement::Limit& limit) const {
    Taken out{limit.reason, say("the ledger has " + count(visit.used) + " of " + count(visit.most) + " already", "台账中已有 " + count(visit.used) + " 件，限 " + count(visit.most) + " 件"), {}};
    add_causes(visit, true, out);
    return out;
  }

  Taken limit(const Visited& visit, const settlement::Limit& limit) const {
    const std::string per = limit.per_year ? say(" in the year", "（当年）") : "";
    const auto amount = [&](__int128 n) { return limit.counts ? count(n) + say("", " 件") : yuan(n); };
    Taken out{limit.reason, say("at most " + amount(visit.most) + per + ", " + amount(visit.used) + " used before", "最高 " + amount(visit.most) + per + "，此前已用 " + amount(visit.used)), {}};
    if (visit.after < visit.before) add_causes(visit, limit.counts, out);
    return out;
  }

  Taken choice(const Visited& visit, const settlement::Choose& choose) const {
    Taken out{"choose:" + name(visit.winner), "", {}};
    std::string totals;
    for (const auto& [measure, total] : visit.totals) totals += (totals.empty() ? "" : say(", ", "，")) + name(measure) + " " + yuan(total);
    out.line = (choose.highest ? say("the highest of ", "取最高者：") : say("the earliest of ", "取最先者：")) + totals + say("; chosen: ", "；选定：") + name(visit.winner);
    if (visit.used > 0) out.line += say("; paid before: ", "；此前已付：") + yuan(visit.used);
    return out;
  }

  Taken pool(const Visited& visit, const settlement::Pool& pool) const {
    Taken out{"pool:" + pool.name, "", {}};
    if (pool.exhausted == settlement::Exhausted::prorate) {
      out.line = say(yuan(visit.left) + " for claims of " + yuan(visit.asked) + ", in proportion", "总额 " + yuan(visit.left) + "，各申请合计 " + yuan(visit.asked) + "，按比例分配");
    } else {
      out.line = say(yuan(visit.left) + " left of " + yuan(pool.total), "总额 " + yuan(pool.total) + "，余 " + yuan(visit.left));
    }
    if (visit.has_quota) out.line += say("; of its quota ", "；所属配额余 ") + yuan(visit.quota_left);
    return out;
  }

  const Catalogue& catalogue_;
  const settlement::Terms& terms_;
  const catalogue::Measure& measure_;
  const engine::Tracing& tracing_;
  bool zh_;
};

}  // namespace

std::string alone_note(Language language) {
  return language == Language::zh ? "仅就本申请单独结算：未计其他申请和此前已付，与全部申请一并结算时核定结果可能不同"
                                  : "settled alone: what others claim, and what was paid before, is not counted; among all it may be granted otherwise";
}

void add_settlement(const program::Program& program, uint32_t measure, const engine::Tracing& tracing, uint64_t serial, Language language, Measure& out) {
  const Teller teller(program, measure, tracing, language);
  const auto known = tracing.known.find(serial);
  const auto yuan = [&](int64_t fen) {
    std::string text;
    append_decimal(text, fen, 2);
    return text;
  };
  if (known != tracing.known.end() && known->second.recorded) {
    const ledger::Entry& entry = known->second.entry;
    Settlement told;
    told.computed = yuan(entry.computed) + "元";
    told.granted = yuan(entry.granted) + "元";
    told.recorded = teller.run(entry.run);
    if (!entry.reasons.empty()) told.steps.push_back({entry.reasons, teller.say("as recorded", "依台账记录"), {}, true, told.computed, told.granted});
    for (const auto& [name, amount] : entry.shares) told.shares.emplace_back(name, yuan(amount) + "元");
    out.pays = yuan(entry.granted);
    out.pays_shown = told.granted;
    out.settlement = std::move(told);
    return;
  }
  const auto story = tracing.stories.find(serial);
  if (story == tracing.stories.end()) return;
  Settlement told = teller.tell(story->second);
  if (known != tracing.known.end()) told.changed = yuan(known->second.entry.granted) + "元";
  for (const Taken& step : told.steps) {
    if (!step.took || std::find(out.reasons.begin(), out.reasons.end(), step.what) != out.reasons.end()) continue;
    out.reasons.push_back(step.what);
    out.reason_notes.push_back(step.line);
  }
  out.pays = told.granted.substr(0, told.granted.size() - std::string("元").size());
  out.pays_shown = told.granted;
  if (!told.steps.empty() || !told.changed.empty()) out.settlement = std::move(told);
}

}  // namespace huice::explanation
