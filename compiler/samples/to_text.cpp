// A histogram as a table: columns aligned as terminals show them.
#include <algorithm>
#include <vector>

#include "base/unicode/width.h"
#include "compiler/samples/samples.h"

namespace huice::samples {
namespace {

using Line = std::vector<std::string>;

/// The first `texts` columns are flush left, the others flush right.
void append_table(std::string& out, const std::vector<Line>& lines, size_t texts) {
  std::vector<size_t> widths;
  for (const Line& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], unicode::display_width(line[i]));
  }
  for (const Line& line : lines) {
    std::string row = " ";
    for (size_t i = 0; i < line.size(); ++i) {
      std::string padding(widths[i] - unicode::display_width(line[i]), ' ');
      row += " " + (i < texts ? line[i] + padding : padding + line[i]) + " ";
    }
    row.erase(row.find_last_not_of(' ') + 1);
    out += row + "\n";
  }
}

std::string count_text(uint64_t count, const std::string& otherwise) {
  return count == 0 ? otherwise : std::to_string(count);
}

class Writer {
 public:
  Writer(const Histogram& histogram, diagnostics::Language language)
      : histogram_(histogram), zh_(language == diagnostics::Language::zh) {}

  std::string write() {
    out_ = histogram_.entity + say(": ", "：") + std::to_string(histogram_.rows) + say(histogram_.rows == 1 ? " row, seed " : " rows, seed ", " 行，种子 ") +
           std::to_string(histogram_.seed) + "\n";
    statuses();
    for (const auto& measure : histogram_.measures) {
      if (!measure.thresholds.empty()) thresholds(measure);
    }
    return out_ + "\n";
  }

 private:
  std::string say(const char* en, const char* zh) const { return zh_ ? zh : en; }

  void statuses() {
    std::vector<Line> lines{{say("measure", "措施")}};
    for (int i = 0; i < status_count; ++i) {
      auto status = static_cast<Status>(i);
      lines[0].emplace_back(zh_ ? label_zh(status) : name(status));
    }
    for (const auto& measure : histogram_.measures) {
      lines.push_back({measure.name});
      for (uint64_t count : measure.statuses) lines.back().push_back(count_text(count, say("not reached", "未出现")));
    }
    out_ += "\n" + say("Rows by status", "各状态的行数") + "\n";
    append_table(out_, lines, 1);
  }

  void thresholds(const Histogram::Measure& measure) {
    std::vector<Line> lines{{say("place", "位置"), say("threshold", "界限"), say("one unit", "一个单位"),
                             say("below", "低一单位"), say("at", "恰好"), say("above", "高一单位")}};
    std::string never = say("not reached", "未出现");
    std::string none = say("no such value", "无此值");
    for (const auto& threshold : measure.thresholds) {
      lines.push_back({threshold.place, threshold.text, threshold.unit,
                       count_text(threshold.below, threshold.below_exists ? never : none), count_text(threshold.at, never),
                       count_text(threshold.above, threshold.above_exists ? never : none)});
    }
    out_ += "\n" + measure.name + say(": rows at thresholds", "：界限上的行数") + "\n";
    append_table(out_, lines, 3);
  }

  const Histogram& histogram_;
  const bool zh_;
  std::string out_;
};

}  // namespace

std::string to_text(const Histogram& histogram, diagnostics::Language language) {
  return Writer(histogram, language).write();
}

}  // namespace huice::samples
