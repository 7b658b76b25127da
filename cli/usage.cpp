#include "cli/usage.h"

#include <CLI/CLI.hpp>
#include <regex>

#include "base/unicode/closest.h"
#include "base/unicode/width.h"

namespace huice::cli {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
  return all;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  return names;
}

/// The command that was given, `import` of `huice ledger import`; the program itself where none was.
const CLI::App& command_of(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : command_of(*given.front());
}

/// The options of the program and of the command that was given: `--data`.
std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  std::vector<const CLI::App*> apps{&app};
  for (const CLI::App* sub = &app; !sub->get_subcommands().empty(); apps.push_back(sub)) sub = sub->get_subcommands().front();
  for (const CLI::App* each : apps)
    for (const CLI::Option* option : each->get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

Bilingual did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const auto close = unicode::closest(word, known);
  if (!close) return {};
  return {"; did you mean `" + *close + "`?", "；是否指“" + *close + "”？"};
}

Bilingual unknown_command(const std::string& word, const std::vector<std::string>& known) {
  const Bilingual close = did_you_mean(word, known);
  if (!close.en.empty()) return {"there is no command `" + word + "`" + close.en, "没有命令“" + word + "”" + close.zh};
  return {"there is no command `" + word + "`; there are " + joined(known, ", "), "没有命令“" + word + "”；可用 " + joined(known, "、")};
}

Bilingual unexpected(const CLI::App& app, const std::string& word) {
  if (word.rfind("-", 0) != 0 || word == "-") return {"`" + word + "` is one word too many", "多了一个词“" + word + "”"};
  const Bilingual close = did_you_mean(word.substr(0, word.find('=')), options_of(app));
  return {"there is no option `" + word + "` here" + close.en, "此处没有选项“" + word + "”" + close.zh};
}

/// CLI11 gives finished English sentences; what they are about is taken out of them. One that is not known stays English.
Bilingual reworded(const std::string& text) {
  std::smatch part;
  const auto is = [&](const char* pattern) { return std::regex_match(text, part, std::regex(pattern)); };
  if (is("(.+) is required")) return {part[1].str() + " is missing", "缺少 " + part[1].str()};
  if (is("(.+): .* required .* missing") || is("Expected .* arguments to (.+), got 0"))
    return {part[1].str() + " needs a value behind it", part[1].str() + " 之后应有一个值"};
  if (is("Expected exactly 1 arguments to (.+), got .*")) return {part[1].str() + " is given twice", part[1].str() + " 重复给出"};
  if (is("Could not convert: (.+) = (.*)"))
    return {part[1].str() + " takes a number, not `" + part[2].str() + "`", part[1].str() + " 应为数字，而不是“" + part[2].str() + "”"};
  if (is("(.+) excludes (.+)"))
    return {part[1].str() + " and " + part[2].str() + " do not go together", part[1].str() + " 与 " + part[2].str() + " 不能同时使用"};
  return {text, text};
}

class HelpPage : public CLI::Formatter {
 public:
  explicit HelpPage(Language language);
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_description(const CLI::App* app) const override;
  std::string make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const override;
  std::string make_option(const CLI::Option* option, bool positional) const override;
  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override;

 private:
  std::string say(const char* en, const char* zh) const { return language_ == Language::zh ? zh : en; }
  Language language_;
};

HelpPage::HelpPage(Language language) : language_(language) {
  if (language != Language::zh) return;
  for (const auto& [en, zh] : std::vector<std::pair<const char*, const char*>>{{"Usage", "用法"},
                                                                                {"OPTIONS", "选项"},
                                                                                {"SUBCOMMAND", "命令"},
                                                                                {"Positionals", "参数"},
                                                                                {"REQUIRED", "必填"},
                                                                                {"TEXT", "文本"},
                                                                                {"INT", "整数"},
                                                                                {"UINT", "整数"},
                                                                                {"Excludes", "不可同时使用"}})
    label(en, zh);
}

std::string HelpPage::make_description(const CLI::App* app) const { return app->get_description() + "\n"; }

std::string HelpPage::make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const {
  return CLI::Formatter::make_group(group == "Options" ? say("Options", "选项") : group, positional, std::move(options));
}

/// As CLI11 does it, but as wide as it looks: a Chinese character takes two cells.
std::string HelpPage::make_option(const CLI::Option* option, bool positional) const {
  std::string text = "  " + make_option_name(option, positional) + make_option_opts(option);
  const size_t width = unicode::display_width(text), column = get_column_width();
  text += width < column ? std::string(column - width, ' ') : "\n" + std::string(column, ' ');
  return text + make_option_desc(option) + "\n";
}

std::string HelpPage::make_subcommands(const CLI::App* app, CLI::AppFormatMode) const {
  const auto commands = app->get_subcommands({});
  if (commands.empty()) return "";
  std::string text = "\n" + say("Commands:\n", "命令：\n");
  for (const CLI::App* command : commands) text += make_subcommand(command);
  return text;
}

std::string HelpPage::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  const CLI::App* root = app->get_parent();
  if (root == nullptr || mode == CLI::AppFormatMode::Sub) return CLI::Formatter::make_help(app, std::move(name), mode);
  while (root->get_parent() != nullptr) root = root->get_parent();
  std::vector<const CLI::Option*> shared;
  for (const CLI::Option* option : root->get_options())
    if (option->nonpositional() && option != root->get_help_ptr() && option->get_lnames() != std::vector<std::string>{"version"})
      shared.push_back(option);
  return make_description(app) + make_usage(app, std::move(name)) + make_positionals(app) + make_groups(app, mode) + make_subcommands(app, mode) +
         make_group(say("Options of every command", "所有命令通用的选项"), false, shared) + "\n" + make_footer(app);
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_page(Language language) { return std::make_shared<HelpPage>(language); }

CLI::Validator one_of(std::vector<std::string> words, Language language) {
  const auto check = [words, language](std::string& word) -> std::string {
    if (std::find(words.begin(), words.end(), word) != words.end()) return "";
    return language == Language::zh ? "应为 " + joined(words, "、") + "，而不是“" + word + "”" : "takes " + joined(words, ", ") + ", not `" + word + "`";
  };
  return CLI::Validator(check, "", "one_of");
}

CLI::Validator number_between(int least, int most, Language language) {
  const auto check = [=](std::string& word) -> std::string {
    int number = 0;
    if (CLI::detail::lexical_cast(word, number) && number >= least && number <= most) return "";
    const std::string from = std::to_string(least), to = std::to_string(most);
    return language == Language::zh ? "应为 " + from + " 至 " + to + " 的整数，而不是“" + word + "”" : "takes a number from " + from + " to " + to + ", not `" + word + "`";
  };
  return CLI::Validator(check, "", "number_between");
}

std::string sentence(const CLI::App& app, const CLI::ParseError& error, Language language) {
  const auto pick = [&](const Bilingual& message) { return language == Language::zh ? message.zh : message.en; };
  const std::vector<std::string> left = app.remaining(true);
  const auto first = std::find_if(left.begin(), left.end(), [](const std::string& word) { return word != "--"; });
  const CLI::App& command = command_of(app);
  const bool command_given = command.get_subcommands({}).empty();
  if (!command_given && first != left.end() && first->rfind("-", 0) != 0) return pick(unknown_command(*first, commands_of(command)));
  const auto option = std::find_if(left.begin(), left.end(), [](const std::string& word) { return word.size() > 1 && word[0] == '-' && word != "--"; });
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && first != left.end()) return pick(unexpected(app, option != left.end() ? *option : *first));
  if (!command_given && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    if (first != left.end()) return pick(unexpected(app, *first));
    return pick({"say what to do: " + joined(commands_of(command), ", "), "请写明命令：" + joined(commands_of(command), "、")});
  }
  std::string text = error.what();
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {  // `--format: takes text, json, not xml`
    const size_t colon = text.find(": ");
    if (colon != std::string::npos) text.erase(colon, 1);
    return text;
  }
  return pick(reworded(text));
}

}  // namespace huice::cli
