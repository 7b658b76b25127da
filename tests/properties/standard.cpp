// Functions that come with the compiler: tests of codes, and the standard library.
#include "tests/properties/codes.h"
#include "tests/properties/writer.h"

namespace huice::properties {

void Writer::built_in() {
  static const char* const tests[][2] = {{"uscc_well_formed", "信用代码格式正确"},     {"uscc_checksum_holds", "信用代码校验正确"},
                                         {"citizen_id_valid", "身份号码有效"},         {"gtin13_valid", "商品条码有效"},
                                         {"division_code_well_formed", "区划代码格式正确"}, {"division_within", "区划属于"}};
  const Sort text{Family::text, -1}, truth{Family::boolean, -1};
  for (const auto& names : tests) {
    Callable made{random_.pick({names[0], names[1]}), {text}, truth};
    if (made.name == tests[5][0] || made.name == tests[5][1]) made.arguments.push_back(text);
    made.library = true;
    callables_.push_back(made);
  }
}

Piece Writer::use_standard(bool codes) {
  const Sort text{Family::text, -1}, truth{Family::boolean, -1}, plain{Family::plain, -1}, money{Family::money, -1};
  const auto type = [&](const char* alias, std::vector<std::string> members) {
    choices_.push_back({alias, std::move(members)});
    return Sort{Family::choice, static_cast<int>(choices_.size()) - 1};
  };
  const auto function = [&](const char* name, std::vector<Sort> arguments, Sort result) {
    Callable made{name, std::move(arguments), result};
    made.library = true;
    callables_.push_back(made);
  };
  if (codes) {
    const Sort status = type("UsccStatus", {"valid", "suspicious", "malformed"});
    function("uscc_status", {text}, status);
    function("in_division", {text, text}, truth);
  } else {
    const Sort industry = type("SmeIndustry", {"agriculture", "industry", "construction", "wholesale", "retail", "transport", "storage", "post",
                                               "lodging", "catering", "information", "software", "real_estate", "property", "leasing", "other"});
    const Sort size = type("SmeSize", {"large", "medium", "small", "micro"});
    function("sme_size", {industry, plain, money, money}, size);
    function("is_sme", {industry, plain, money, money}, truth);
  }
  return Piece(words_.word("use", "引用") + (codes ? "\"std/codes.policy\"\n" : "“std/sme.policy”\n"));
}

/// `uscc_status(code) in { valid, suspicious }`
std::optional<Piece> Writer::about_code(int fuel) {
  std::vector<Sort> results;
  for (const Callable& one : callables_) {
    if (one.library) results.push_back(one.result);
  }
  if (results.empty()) return std::nullopt;
  const Sort sort = random_.pick(results);
  auto called = call(sort, fuel);
  if (!called || sort.family == Family::boolean) return called;
  Piece piece({Family::boolean, -1}, level_compare);
  if (random_.chance(50)) return piece.add(*called).add(equality()).add(literal(sort));
  return piece.add(*called).add(words_.word("in", "属于") + members_of(sort.choice));
}

std::string Writer::code_literal() { return "\"" + random_code(random_) + "\""; }

}  // namespace huice::properties
