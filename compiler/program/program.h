// A compiled Program: runs the stages in order and holds what came out of each.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/cache.h"
#include "base/result.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/program/project.h"
#include "compiler/rules/rules.h"
#include "compiler/syntax/tree.h"
#include "compiler/text/source.h"
#include "runtime/batch/schema.h"
#include "runtime/catalogue.h"

namespace huice::program {

/// Everything the stages made of one program. When `sink` has errors, only sources and tree are whole.
struct Program {
  std::string path;                     // the folder or file
  std::string root;                     // the folder that `use` and data files must stay under
  Project project;                      // huice.toml
  text::Sources sources;
  syntax::Tree tree;
  diagnostics::Sink sink;
  rules::Program rules;
  Catalogue catalogue;
  std::vector<batch::Schema> schemas;   // one per entity, in the catalogue's order
  std::string digest;                   // of all sources, in order: `xxh3:` and 32 hex digits
  std::string supplied;                 // values of external parameters, for what depends on them
  Cache cache;                          // keeps what reading and checking found
};

/// What becomes of scenarios. `checked`: what is wrong with them is in `sink`, but the rules may have none.
enum class Scenarios { read, checked };

/// Reads a folder of `.policy` files (or one file) and everything they `use`, and checks it. Fails only when the
/// environment does (no such folder); faults of the text are in `sink`.
Result<std::unique_ptr<Program>> compile(const std::string& path, Cache cache = Cache(), Scenarios scenarios = Scenarios::read);

/// The same for one text that stands in no folder: it may use the standard library only. `name` stands for its file.
std::unique_ptr<Program> compile_text(const std::string& name, std::string bytes, Cache cache = Cache());

}  // namespace huice::program
