// What CLI11 says to people, in their language: the help page, and a sentence for each way of getting the words wrong.
// This file, usage.cpp and parse.cpp are the only ones that see CLI11 (two seconds a translation unit).
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace huice::cli {

/// Help of the program and of its commands; a command's page ends with the options that every command takes.
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

/// The option takes one of `words`; says so in `language`.
CLI::Validator one_of(std::vector<std::string> words, Language language);
/// The option takes a number from `least` to `most`.
CLI::Validator number_between(int least, int most, Language language);

/// What is wrong with the words of the command line, and what was probably meant.
std::string sentence(const CLI::App& app, const CLI::ParseError& error, Language language);

}  // namespace huice::cli
