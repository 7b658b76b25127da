#include "cli/suggestions.h"

#include <algorithm>

namespace huice::cli {
namespace {

/// What a run made of its data, as far as options of reading change it.
struct Understanding {
  bool failed = true;
  uint64_t rows = 0, rejected = 0, asides = 0, unwrapped = 0;
};

Understanding understanding_of(const Result<engine::Report>& report) {
  Understanding all;
  if (!report) return all;
  all.failed = false;
  for (const engine::EntityReport& entity : report->entities) {
    all.rows += entity.rows_in;
    all.rejected += entity.rejected;
    for (const batch::FileReport& file : entity.files) {
      for (const batch::AsideTotals& totals : file.asides) all.asides += totals.count;
      all.unwrapped += file.unwrapped;
    }
  }
  return all;
}

bool reads_stream(const plan::Plan& plan) {
  for (const plan::Pass& pass : plan.passes) {
    for (const plan::Step& step : pass.steps) {
      const auto* scan = std::get_if<plan::Scan>(&step);
      if (scan != nullptr && std::any_of(scan->files.begin(), scan->files.end(), batch::Streams::is_stream)) return true;
    }
  }
  return false;
}

std::string count(const Common& common, uint64_t n, const char* one, const char* many, const char* zh) {
  return std::to_string(n) + common.pick({n == 1 ? one : many, zh});
}

class Suggesting {
 public:
  Suggesting(const Common& common, engine::Options options, const Result<engine::Report>& first, const TryRun& try_run)
      : common_(common), options_(std::move(options)), report_(first), now_(understanding_of(first)), try_run_(try_run) {}

  std::string all() {
    if (options_.input.rules.dialect == batch::Dialect::strict) try_dialect();
    constexpr int most = 20;
    for (int i = 0; i < most && (try_serial_dates() || try_percent()); ++i) continue;  // a row's second fault shows when its first is gone
    if (lines_.empty()) return "";
    return "\n" + common_.pick({"Options that would read more:\n", "建议增加的选项：\n"}) + lines_;
  }

 private:
  /// Keeps the options if `better` than what there was.
  template <class Better>
  bool keep(const engine::Options& options, const Better& better) {
    auto report = try_run_(options);
    const Understanding then = understanding_of(report);
    if (then.failed || !better(then)) return false;
    before_ = now_;
    options_ = options;
    report_ = std::move(report);
    now_ = then;
    return true;
  }
  void suggest(const std::string& option, const std::string& why) { lines_ += "  " + option + "  " + why + "\n"; }
  std::string fewer_rejects() const {
    const uint64_t fewer = before_.rejected - now_.rejected;
    return common_.pick({"rejects fewer by ", "少拒收 "}) + std::to_string(fewer) + common_.pick({"", " 行"});
  }

  void try_dialect() {
    engine::Options options = options_;
    options.input.rules.dialect = batch::Dialect::spreadsheet;
    const bool better = keep(options, [&](const Understanding& then) {
      return now_.failed || then.rejected < now_.rejected || then.asides > now_.asides || then.unwrapped > now_.unwrapped;
    });
    if (!better) return;
    std::vector<std::string> why;
    if (before_.failed) why.push_back(common_.pick({"finds the header", "可找到表头"}));
    else if (now_.rejected < before_.rejected) why.push_back(fewer_rejects());
    if (now_.asides > before_.asides) why.push_back(count(common_, now_.asides - before_.asides, " row is no applicant", " rows are no applicants", " 行不是申请（合计、说明等）"));
    if (now_.unwrapped > before_.unwrapped) why.push_back(count(common_, now_.unwrapped - before_.unwrapped, " cell is as spreadsheets write it", " cells are as spreadsheets write them", " 个单元格带有电子表格的写法"));
    std::string list;
    for (const std::string& each : why) list += (list.empty() ? "" : common_.pick({", ", "，"})) + each;
    suggest("--dialect spreadsheet", list);
  }

  bool try_serial_dates() {
    if (options_.input.rules.serial_dates || rejected({batch::RejectCode::bad_date, batch::RejectCode::bad_datetime}) == nullptr) return false;
    engine::Options options = options_;
    options.input.rules.serial_dates = batch::DateSystem::from_1900;
    if (!keep(options, [&](const Understanding& then) { return then.rejected < now_.rejected; })) return false;
    suggest("--serial-dates 1900", common_.pick({"numbers in columns of dates are days, 45356 is 2024-03-05 (1904 for old workbooks of a Mac): ",
                                                 "日期列中的数字是日序号，45356 即 2024-03-05（旧版 Mac 工作簿用 1904）："}) + fewer_rejects());
    return true;
  }

  /// A column of bare percentages, if there is one.
  bool try_percent() {
    const engine::RejectTotals* totals = rejected({batch::RejectCode::bare_percent});
    if (totals == nullptr || totals->column.empty()) return false;
    engine::Options options = options_;
    options.aliases.insert(options.aliases.begin(), {totals->column, totals->column + "（%）"});
    const std::string column = totals->column;
    if (!keep(options, [&](const Understanding& then) { return then.rejected < now_.rejected; })) return false;
    suggest("--column '" + column + "=" + column + "（%）'", common_.pick({"where 30 stands for 30%; where 0.3 does: --column '", "若 30 表示 30%；若 0.3 表示 30%，则用 --column '"}) +
                                                                column + "=" + column + "（小数）'" + common_.pick({": ", "："}) + fewer_rejects());
    return true;
  }

  const engine::RejectTotals* rejected(std::initializer_list<batch::RejectCode> codes) const {
    if (!report_) return nullptr;
    for (const engine::EntityReport& entity : report_->entities) {
      for (const engine::RejectTotals& totals : entity.rejects) {
        if (std::find(codes.begin(), codes.end(), totals.code) != codes.end()) return &totals;
      }
    }
    return nullptr;
  }

  const Common& common_;
  engine::Options options_;
  Result<engine::Report> report_;
  Understanding now_, before_;
  const TryRun& try_run_;
  std::string lines_;
};

}  // namespace

std::string suggestions(const Common& common, const plan::Plan& plan, engine::Options options, const Result<engine::Report>& first, const TryRun& try_run) {
  if (reads_stream(plan)) return "";
  options.progress = nullptr;
  return Suggesting(common, std::move(options), first, try_run).all();
}

}  // namespace huice::cli
