// The commands of the `huice` program: parse.cpp reads the command line into these options; a file per command does it.
// Every command returns the process's exit status (interfaces: 0 done, 1 wrong, 2 usage, 3 environment, 4 rejects, 70 ours).
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "compiler/diagnostics/diagnostic.h"
#include "runtime/plan.h"

namespace huice::cli {

using diagnostics::Language;

/// What every command understands.
struct Common {
  Language language = Language::en;
  bool quiet = false;
  bool color_out = false, color_err = false;
  bool cache = true;
  std::string log_level = "off";
  std::vector<std::string> command_line;  // as typed, for the manifest
  std::string pick(const Bilingual& message) const { return language == Language::zh ? message.zh : message.en; }
};

struct CheckOptions {
  std::string program;
  bool json = false, fix = false;
};

/// Values from outside the program.
struct ParameterOptions {
  std::string parameters, parameters_digest;  // a file; what it must still be (explain --run)
  std::vector<std::string> set;               // NAME=VALUE
};

struct RunOptions : ParameterOptions {
  std::string program;
  std::vector<plan::DataFile> data;
  std::string out, format;  // format: csv, arrow, or empty: as the output is named
  std::optional<Date> as_of;
  std::vector<std::string> measures, only, keep;
  bool long_layout = false;
  int threads = 0;  // 0: one for each processor
  std::string engine = "auto";  // auto, jit, reference
  std::string rejects, manifest;
  std::string referred, decisions;  // what authorities have to decide; what they decided
  std::string ledger, run_id;       // where payments are recorded, and as which run
  std::string memory;        // --memory; empty: half of the machine's
  std::string reject_limit;  // `N`, `P%`, or empty: no limit
  std::string encoding = "auto", dialect = "strict", labels = "names", out_encoding = "utf-8";
  std::string serial_dates;          // 1900, 1904, or empty: such numbers are no dates
  std::vector<std::string> columns;  // HEADER=NAME
  bool check_keys = false, dry_run = false, summary_json = false, sync = false;
  std::string progress = "auto";
};

struct ExplainOptions {
  RunOptions run;
  std::string key, where, manifest;
  bool json = false;
};

struct AssessOptions {
  RunOptions run;
  std::vector<std::string> targets;
  std::string format, fail_on = "never";  // format: text, csv, json, or empty: as the output is named
};

struct TestOptions {
  std::string program;
  bool reference = true;
};

struct CoverageOptions {
  std::string program, sources, format = "text";  // sources: a folder; empty: as huice.toml says
};

struct FmtOptions {
  std::string program;
  bool check = false, fix = false;
  std::string keywords;  // en, zh, or empty: as they are
};

struct SchemaOptions {
  std::string program, entity, format = "csv", labels = "names", out = "-";
};

struct SampleOptions : ParameterOptions {
  std::string program, entity, out = "-", labels = "names";
  std::optional<Date> as_of;
  uint64_t rows = 1000, seed = 1;
  bool histogram = false;
};

struct DumpOptions : ParameterOptions {
  std::string program, stage, measure;
};

struct BuildOptions : ParameterOptions {
  std::string program, out, name = "policy", cpu = "x86-64-v3";
  std::vector<std::string> measures;
};

/// Of every `huice ledger COMMAND`; each takes some of them.
struct LedgerOptions {
  RunOptions run_options;  // of compare
  std::string ledger, program;
  std::vector<std::string> data;
  std::string run, run_id, key, where;
  std::string format = "text", out = "-", encoding = "auto", dialect = "strict";
  int wait = 60;  // seconds, for another process that writes
};

int check(const Common&, const CheckOptions&);
int run(const Common&, const RunOptions&);
int explain(const Common&, const ExplainOptions&);
int assess(const Common&, const AssessOptions&);
int test(const Common&, const TestOptions&);
int coverage(const Common&, const CoverageOptions&);
int fmt(const Common&, const FmtOptions&);
int schema(const Common&, const SchemaOptions&);
int sample(const Common&, const SampleOptions&);
int build(const Common&, const BuildOptions&);
int dump(const Common&, const DumpOptions&);
int ledger_list(const Common&, const LedgerOptions&);
int ledger_show(const Common&, const LedgerOptions&);
int ledger_reverse(const Common&, const LedgerOptions&);
int ledger_import(const Common&, const LedgerOptions&);
int ledger_export(const Common&, const LedgerOptions&);
int ledger_compare(const Common&, const LedgerOptions&);

int main(int argc, char** argv);

}  // namespace huice::cli
