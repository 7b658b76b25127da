#include "api/c/words.h"

#include <regex>
#include <vector>

namespace huice::c {
namespace {

struct Phrase {
  std::regex said;
  const char* meant;
};

const std::vector<Phrase>& english() {
  static const std::vector<Phrase> all = {
      {std::regex("add --data [^ ]*=FILE"), "give its rows as well"},
      {std::regex("say which file with --data FILE"), "give at least one table"},
      {std::regex("add --as-of YYYY-MM-DD"), "set as_of"},
      {std::regex("if it is the same: --column '[^']*'"), "if it is the same, rename the column"},
      {std::regex("; try another one with --set"), ""},
      {std::regex("give them with --parameters FILE \\(lines name,from,value\\)"), "give them when the program is compiled"},
      {std::regex("--reject-limit"), "reject_limit"},
      {std::regex("--memory"), "memory"},
  };
  return all;
}

const std::vector<Phrase>& chinese() {
  static const std::vector<Phrase> all = {
      {std::regex("请加 --data [^ ]*=文件"), "请一并提供其数据"},
      {std::regex("请用 --data 文件 指定"), "请至少提供一张表"},
      {std::regex("请加 --as-of 年-月-日"), "请设置 as_of"},
      {std::regex("若是同一列：--column '[^']*'"), "若是同一列，请将该列改名"},
      {std::regex("；如需试算请用 --set"), ""},
      {std::regex("请用 --parameters 文件 提供（每行：名称,自,取值）"), "请在编译程序时提供"},
      {std::regex("--reject-limit"), "reject_limit"},
      {std::regex("--memory"), "memory"},
  };
  return all;
}

std::string reworded(std::string text, const std::vector<Phrase>& phrases) {
  if (text.find("--") == std::string::npos) return text;
  for (const Phrase& phrase : phrases) text = std::regex_replace(text, phrase.said, phrase.meant);
  return text;
}

}  // namespace

Bilingual in_api_words(Bilingual message) { return {reworded(std::move(message.en), english()), reworded(std::move(message.zh), chinese())}; }

}  // namespace huice::c
