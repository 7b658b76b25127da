#include "compiler/program/program.h"

#include <deque>
#include <set>

#include "base/digest.h"
#include "compiler/ir/from_rules.h"
#include "compiler/program/beside.h"
#include "compiler/program/exceptions_meet.h"
#include "compiler/program/files.h"
#include "compiler/program/from_rules.h"
#include "compiler/program/lists.h"
#include "compiler/program/negative_pay.h"
#include "compiler/program/remembered.h"
#include "compiler/program/scenario_files.h"
#include "compiler/program/standard.h"
#include "compiler/program/table_files.h"
#include "compiler/rules/from_syntax.h"
#include "compiler/syntax/from_bytes.h"
#include "compiler/syntax/glued_names.h"

namespace huice::program {
namespace {

namespace fs = std::filesystem;
using diagnostics::Kind;

/// Reads the program's own files, then those that they use, each once.
struct Reading {
  Program& program;
  const Place& place;
  std::set<fs::path> seen;  // canonical
  size_t expanded = 0;      // tree files whose uses have been followed

  Outcome read(const fs::path& file) {
    auto bytes = read_policy(file);
    if (!bytes) return bytes.failure();
    syntax::from_bytes(program.sources, file.lexically_normal().string(), std::move(*bytes), program.tree, program.sink, program.cache);
    return Nothing{};
  }

  Outcome read_own() {
    for (const fs::path& file : place.files) {
      std::error_code error;
      seen.insert(fs::canonical(file, error));
      if (auto done = read(file); !done) return done;
    }
    return Nothing{};
  }

  /// A file that cannot be used is a fault of the `use`, not of the environment.
  void read_used(const syntax::Use& use, text::Span span) {
    if (use.path.starts_with("std/")) return read_standard(use, span);
    const auto found = find_beside(program, use.path, span);
    if (!found || !seen.insert(found->canonical).second) return;
    if (!read(found->file)) program.sink.report(Kind::use_not_found, span, {{"file", found->file.string()}});
  }

  /// `std/…` comes with the compiler.
  void read_standard(const syntax::Use& use, text::Span span) {
    const std::optional<std::string_view> bytes = standard_file(use.path);
    if (!bytes) {
      program.sink.report(Kind::use_not_found, span, {{"file", use.path}})
          .hint("the standard library has " + standard_names(), "标准库有 " + standard_names());
    } else if (seen.insert(use.path).second) {
      syntax::from_bytes(program.sources, use.path, std::string(*bytes), program.tree, program.sink, program.cache);
    }
  }

  void read_all_used() {
    while (expanded < program.tree.files.size()) {
      const size_t at = expanded++;
      std::vector<std::pair<syntax::Use, text::Span>> uses;
      for (const syntax::Item& item : program.tree.files[at].items) {
        if (auto* use = std::get_if<syntax::Use>(&item.node)) uses.emplace_back(*use, item.span);
      }
      for (const auto& [use, span] : uses) read_used(use, span);
    }
  }
};

/// Of the texts, whatever they are called and wherever they lie.
std::string digest_of_sources(const text::Sources& sources) {
  Digest digest;
  for (const text::Source& source : sources) {
    const std::string& contents = source.cells.empty() ? source.bytes : source.cells;
    digest.update(std::to_string(contents.size()) + ":");
    digest.update(contents);
  }
  return digest.text();
}

/// A program's lists are a part of it.
std::string digest_with_lists(const std::string& digest, const rules::Program& rules) {
  if (rules.lists.size() == 0) return digest;
  std::string all = digest;
  for (const rules::List& list : rules.lists) all += " " + list.digest;
  return digest_of(all);
}

/// Everything behind reading.
void finish(Program& program, Scenarios scenarios) {
  read_table_files(program);
  read_scenario_files(program);
  syntax::report_glued_names(program.tree, program.sources, program.sink);
  program.digest = digest_of_sources(program.sources);
  // What a broken text leaves out would be missed everywhere: its names are not looked up.
  if (program.sink.has_errors()) return;
  const auto check_scenarios = [&](const rules::Program& rules, const std::function<void()>& check) {
    if (scenarios == Scenarios::read) check();
    else remembered(program, digest_with_lists(program.digest, rules), "scenarios", check);
  };
  program.rules = rules::from_syntax(program.tree, program.sources, program.sink, list_loader(program), check_scenarios);
  if (program.sink.has_errors()) return;
  program.digest = digest_with_lists(program.digest, program.rules);
  program.catalogue = make_catalogue(program.rules);
  program.schemas = make_schemas(program.rules);
  remembered(program, program.digest, "checks", [&] {
    ir::check_widths(program.rules, program.sink);
    check_exceptions_meet(program.rules, program.catalogue, program.sink);
    check_negative_pay(program.rules, program.catalogue, program.sink);
  });
}

}  // namespace

Result<std::unique_ptr<Program>> compile(const std::string& path, Cache cache, Scenarios scenarios) {
  auto place = find_files(path);
  if (!place) return place.failure();
  auto program = std::make_unique<Program>();
  program->path = path;
  program->cache = std::move(cache);
  program->root = place->root.string();
  auto project = read_project(place->root);
  if (!project) return project.failure();
  program->project = std::move(*project);
  Reading reading{*program, *place, {}};
  if (auto done = reading.read_own(); !done) return done.failure();
  reading.read_all_used();
  finish(*program, scenarios);
  return program;
}

std::unique_ptr<Program> compile_text(const std::string& name, std::string bytes, Cache cache) {
  const Place nowhere{{}, no_root, {}};
  auto program = std::make_unique<Program>();
  program->path = name;
  program->cache = std::move(cache);
  program->root = no_root;
  syntax::from_bytes(program->sources, name, std::move(bytes), program->tree, program->sink, program->cache);
  Reading reading{*program, nowhere, {}};
  reading.read_all_used();
  finish(*program, Scenarios::read);
  return program;
}

}  // namespace huice::program
