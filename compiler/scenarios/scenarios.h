// Runs a program's scenarios, with the reference or machine code: what `huice test` does.
//
//   Program → run → Report → to_text
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "compiler/explanation/explanation.h"
#include "compiler/program/program.h"

namespace huice::scenarios {

using diagnostics::Language;

/// One `given … expect …`. Where it fails, what was expected, what came out, and why.
struct Step {
  bool passed = false;
  std::string expected, got;  // `eligible, pays 8万元, because ceiling`
  std::optional<explanation::Explanation> explanation;
};

struct Scenario {
  std::string place;  // `policies/ningbo/rd.policy:20`
  std::string measure, name;
  std::vector<Step> steps;
  bool passed() const;
};

struct Report {
  std::vector<Scenario> scenarios;  // program order
  Language language = Language::en;
  bool machine = false;
  size_t passed() const;
  size_t failed() const { return scenarios.size() - passed(); }
};

/// Who decides the rows and adds up their members; explanations are the reference's.
struct Options {
  bool machine = false;
  std::optional<std::string> cache = {};  // machine code: folder of compiled objects; empty: none is kept
};

/// External parameters have a scenario's values while it runs. Fails only where machine code cannot be had.
Result<Report> run(program::Program& program, Language language, const Options& options = {});

/// The failing scenarios with their explanations; nothing when all pass.
std::string failures(const Report& report);
/// `N passed, N failed`, as the last line says it in both languages; without a line feed.
std::string summary(size_t passed, size_t failed);

}  // namespace huice::scenarios
