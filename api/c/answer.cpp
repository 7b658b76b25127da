#include "api/c/answer.h"

#include <algorithm>

namespace huice::c {
namespace {

using arrow::Results;
using Json = nlohmann::ordered_json;

Json both(const Bilingual& text) { return {{"en", text.en}, {"zh", text.zh}}; }
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

Answer::Answer(const Compiled& compiled, uint32_t entity) : compiled_(compiled) {
  out_ = "{\"entity\": \"" + compiled.catalogue().entities[entity].name + "\", \"decisions\": [";
}

void Answer::add(uint32_t measure, const Results::One& one) {
  const catalogue::Measure& words = compiled_.catalogue().measures[measure];
  if (out_.back() != '[') out_ += ", ";
  out_ += "{\"measure\": \"" + words.name + "\", \"status\": \"";
  out_ += name(one.status);
  out_ += '"';
  if (words.settled) add_amount("computed", words, one.computed);
  if (words.pays) add_amount("amount", words, one.amount);
  if (words.pays && words.refers) add_amount("ceiling", words, one.ceiling);
  if (!words.shares.empty()) {
    out_ += ", \"shares\": {";
    for (const auto& [share, amount] : one.shares) {
      if (out_.back() != '{') out_ += ", ";
      out_ += '"' + share + "\": \"" + catalogue::amount_text(words, amount) + '"';
    }
    out_ += '}';
  }
  out_ += ", \"reasons\": [";
  for (std::string_view rest = one.reasons; !rest.empty();) {
    const size_t end = std::min(rest.find(';'), rest.size());
    if (out_.back() != '[') out_ += ", ";
    out_ += '"';
    out_ += rest.substr(0, end);
    out_ += '"';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  out_ += "]}";
}

void Answer::reject(const Results::Rejected& rejected) {
  rejected_ = Json{{"code", rejected.code}, {"column", rejected.column}, {"value", rejected.value}, {"message", both(rejected.message)}};
}

void Answer::leave_out(uint32_t measure, const Bilingual& why) {
  left_out_.push_back({{"measure", compiled_.catalogue().measures[measure].name}, {"why", both(why)}});
}

std::string Answer::text() && {
  out_ += "], \"rejected\": " + dump(rejected_) + ", \"left_out\": " + dump(left_out_);
  if (!explanation_.empty()) out_ += ", \"explanation\": " + explanation_;
  return std::move(out_) + "}";
}

void Answer::add_amount(const char* what, const catalogue::Measure& measure, const std::optional<int64_t>& amount) {
  out_ += std::string(", \"") + what + "\": " + (amount ? '"' + catalogue::amount_text(measure, *amount) + '"' : "null");
}

std::string answer_of(const Compiled& compiled, const Results& results, uint64_t row, const engine::Report& report, uint32_t entity, Explaining* explaining) {
  Answer answer(compiled, entity);
  if (const auto* rejected = results.rejected(row)) {
    answer.reject(*rejected);
  } else {
    for (size_t m = 0; m < results.measures().size(); ++m) answer.add(results.measures()[m], results.one(row, m));
    if (explaining != nullptr) answer.explain(explanation::to_json(*explaining->of(row)));
  }
  for (size_t i = 0; i < report.left_out.size(); ++i) {
    const std::string& lacking = compiled.catalogue().entities[report.lacking[i]].name;
    if (compiled.catalogue().measures[report.left_out[i]].entity != entity) continue;
    answer.leave_out(report.left_out[i], {"it reads rows of " + lacking + ": give them along", "需要 " + lacking + " 的数据：请一并提供"});
  }
  return std::move(answer).text();
}

}  // namespace huice::c
