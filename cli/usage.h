// What CLI11 says to people, in their language: the help page, and a sentence for each way of getting the words wrong.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace CLI {
class App;
class FormatterBase;
class ParseError;
class Validator;
}  // namespace CLI

namespace huice::cli {

/// Help of the program and of its commands; a command's page ends with the options that every command takes.
std::shared_ptr<CLI::FormatterBase> help_page(Language language);

/// The option takes one of `words`; says so in `language`.
CLI::Validator one_of(std::vector<std::string> words, Language language);
/// The option takes a number from `least` to `most`.
CLI::Validator number_between(int least, int most, Language language);

/// What is wrong with the words of the command line, and what was probably meant.
std::string sentence(const CLI::App& app, const CLI::ParseError& error, Language language);

}  // namespace huice::cli
