// The command line: every option of every command.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "api/version.h"
#include "cli/commands.h"
#include "cli/logging.h"
#include "cli/programs.h"
#include "cli/usage.h"

namespace huice::cli {
namespace {

/// `--lang` wherever it stands, else the locale: help must speak the language before anything is parsed.
Language language_of(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string value = word == "--lang" && i + 1 < argc ? argv[i + 1] : word.rfind("--lang=", 0) == 0 ? word.substr(7) : "";
    if (value == "zh") return Language::zh;
    if (value == "en") return Language::en;
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != 0) return std::string(value).rfind("zh", 0) == 0 ? Language::zh : Language::en;
  }
  return Language::en;
}

/// All options of all commands, bound to the parser.
class CommandLine {
 public:
  explicit CommandLine(Language language) : language_(language) {
    common_.language = language;
    app_.name("huice");
    app_.formatter(help_page(language));
    app_.description(say("Huice: policy measures as exact, explainable programs", "惠策：把政策措施变成精确、可解释的程序"));
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_help_flag("-h,--help", say("this help", "显示帮助"));
    app_.set_version_flag("-V,--version", version_text(), say("versions of this program and what it is made of", "显示版本信息"));
    app_.add_flag("-q,--quiet", common_.quiet, say("only errors", "只显示错误"));
    app_.add_option("--lang", lang_, say("language of messages: en, zh (default: the locale)", "消息语言：en、zh（默认随系统）"))
        ->check(words({"en", "zh"}));
    app_.add_option("--color", color_, "auto, always, never")->check(words({"auto", "always", "never"}));
    app_.add_option("--log", common_.log_level, say("log level: off error warn info debug trace", "日志级别：off error warn info debug trace"))
        ->check(words({"off", "error", "warn", "info", "debug", "trace"}));
    app_.add_option("--cache", cache_, say("on, off: keep compiled code between runs", "on、off：是否保留已编译代码"))
        ->check(words({"on", "off"}));
    add_check();
    add_run();
    add_explain();
    add_assess();
    add_test();
    add_coverage();
    add_fmt();
    add_schema();
    add_sample();
    add_ledger();
    add_build();
    add_dump();
  }

  int parse_and_run(int argc, char** argv) {
    common_.command_line.assign(argv + 1, argv + argc);
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& success) {
      return app_.exit(success);
    } catch (const CLI::ParseError& error) {
      std::cerr << "huice: " << sentence(app_, error, language_) << '\n'
                << say("Try `huice --help` or `huice COMMAND --help`.", "请用 `huice --help` 或 `huice 命令 --help` 查看用法。") << '\n';
      return static_cast<int>(Exit::usage);
    }
    if (const auto project = read_language(); !project) return complain(common_, project.failure());
    common_.cache = cache_ != "off";
    const bool plain = color_ == "never" || (color_ == "auto" && std::getenv("NO_COLOR") != nullptr);
    common_.color_out = color_ == "always" || (!plain && isatty(STDOUT_FILENO) != 0);
    common_.color_err = color_ == "always" || (!plain && isatty(STDERR_FILENO) != 0);
    start_logging(common_.log_level);
    return action_();
  }

 private:
  std::string say(const char* en, const char* zh) const { return language_ == Language::zh ? zh : en; }
  CLI::Validator words(std::vector<std::string> all) const { return one_of(std::move(all), language_); }

  CLI::App* command(const char* name, const char* en, const char* zh, const char* example, std::string& program) {
    CLI::App* sub = app_.add_subcommand(name, say(en, zh));
    sub->footer(say("Example:\n  ", "示例：\n  ") + std::string(example));
    sub->set_help_flag("-h,--help", say("this help", "显示帮助"));
    sub->add_option("PROGRAM", program, say("a folder of .policy files, or one file", "政策文件夹，或单个 .policy 文件"))->required();
    return sub;
  }

  void add_check() {
    auto* sub = command("check", "all compile-time checks", "编译期检查", "huice check policies/ningbo/2024", check_.program);
    sub->add_option("--format", check_format_, "text, json")->check(words({"text", "json"}));
    sub->add_flag("--fix", check_.fix, say("apply the fixes that diagnostics offer", "应用诊断给出的修正"));
    sub->callback([this] { action_ = [this] { check_.json = check_format_ == "json"; return check(common_, check_); }; });
  }

  void add_parameter_options(CLI::App* sub, ParameterOptions& options) {
    sub->add_option("--parameters", options.parameters, say("values of external parameters: a file of name,from,value", "外部参数取值文件：名称,自,取值"));
    sub->add_option("--set", options.set, say("NAME=VALUE, a what-if: another value of a parameter, repeatable", "名称=取值，试算：改用另一参数值，可重复"))->expected(1, -1)->take_all();
  }

  void add_data_options(CLI::App* sub, RunOptions& run) {
    sub->add_option("--data", data_, say("[ENTITY=]FILE, repeatable; - is standard input", "[主体=]文件，可重复；- 为标准输入"))->expected(1, -1)->take_all();
    sub->add_option("--as-of", as_of_, say("the date of measures that have no `dated` field, 2024-11-01", "无基准日字段的措施按此日期，2024-11-01"));
    add_parameter_options(sub, run);
    sub->add_option("--encoding", run.encoding, "auto, utf-8, gb18030, utf-16")->check(words({"auto", "utf-8", "gb18030", "utf-16"}));
    sub->add_option("--dialect", run.dialect, "strict, spreadsheet")->check(words({"strict", "spreadsheet"}));
    sub->add_option("--serial-dates", run.serial_dates, say("1900, 1904: a bare number in a column of dates is a spreadsheet's day", "1900、1904：日期列中的数字按电子表格的日序号读取"))->check(words({"1900", "1904"}));
    sub->add_option("--column", run.columns, say("HEADER=NAME: what a header stands for, with its unit: 占比=研发占比（%）", "表头=名称：表头所指的字段，可带单位：占比=研发占比（%）"))->expected(1, -1)->take_all();
    sub->add_flag("--check-keys", run.check_keys, say("reject later rows of a duplicated key", "主键重复的后续行予以退回"));
  }

  void add_measures_option(CLI::App* sub, RunOptions& run) {
    sub->add_option("--decisions", run.decisions, say("values that authorities decided: the file of --referred, filled in", "主管部门的核定值：填好的 --referred 文件"));
    sub->add_option("--measures", run.measures, say("only these measures", "只运行这些措施"))->delimiter(',');
  }

  void add_ledger(CLI::App* sub, RunOptions& run) {
    sub->add_option("--ledger", run.ledger, say("what was paid before, and where a run's payments are recorded", "台账：此前已付的款项，并记录运行的付款"));
    sub->add_option("--run-id", run.run_id, say("the run's name in the ledger; the same again makes its files anew", "运行在台账中的名称；同名重跑只重做文件"));
  }

  void add_engine(CLI::App* sub, RunOptions& run) {
    sub->add_option("--engine", run.engine, say("auto: machine code where it pays; jit: from the first row; reference", "auto：划算时用机器码；jit：自第一行起；reference：参考求值器"))
        ->envname("HUICE_ENGINE")
        ->check(words({"auto", "jit", "reference"}));
  }

  void add_memory(CLI::App* sub, RunOptions& run) {
    sub->add_option("--memory", run.memory, say("tables beyond it go to disk: 200MB, 4GiB; default: half of the machine's memory", "数据表超出则写入磁盘：200MB、4GiB；默认为本机内存的一半"));
  }

  void add_run() {
    auto* sub = command("run", "decides applicants in bulk", "批量判定", "huice run policies/ningbo/2024 --data Enterprise=enterprises.csv --out decisions.csv", run_.program);
    add_data_options(sub, run_);
    add_memory(sub, run_);
    add_measures_option(sub, run_);
    add_ledger(sub, run_);
    sub->add_option("--out", run_.out, say("decisions: a file, a folder (several entities), or -", "结果：文件、文件夹（多个主体）或 -"));
    sub->add_option("--format", run_.format, say("csv, arrow; otherwise as --out is called", "csv、arrow；缺省按 --out 的后缀"))->check(words({"csv", "arrow"}));
    sub->add_option("--layout", layout_, "wide, long")->check(words({"wide", "long"}));
    sub->add_option("--only", run_.only, say("write only rows with these statuses", "只输出这些状态的行"))->delimiter(',');
    sub->add_option("--threads", run_.threads, say("number of threads", "线程数"))->check(number_between(1, 1024, language_));
    add_engine(sub, run_);
    sub->add_option("--rejects", run_.rejects, say("file of rejected rows", "退回行文件"));
    sub->add_option("--referred", run_.referred, say("writes what authorities still have to decide", "写出尚待主管部门核定的事项"));
    sub->add_option("--manifest", run_.manifest, say("file of the run's record", "运行记录文件"));
    sub->add_option("--reject-limit", run_.reject_limit, say("N or P%: more rejects end the run with status 4", "N 或 P%：退回超过则以状态 4 结束"));
    sub->add_flag("--strict", strict_, say("the same as --reject-limit 0", "等同 --reject-limit 0"));
    sub->add_option("--keep", run_.keep, say("input columns to copy into the output", "原样带到结果的输入列"))->delimiter(',');
    sub->add_option("--labels", run_.labels, "names, en, zh")->check(words({"names", "en", "zh"}));
    sub->add_option("--out-encoding", run_.out_encoding, "utf-8, utf-8-bom, gb18030")->check(words({"utf-8", "utf-8-bom", "gb18030"}));
    sub->add_flag("--dry-run", run_.dry_run, say("show how the data are understood; write nothing", "只显示数据如何被理解，不写文件"));
    sub->add_option("--summary", summary_, "text, json")->check(words({"text", "json"}));
    sub->add_option("--progress", run_.progress, "auto, never")->check(words({"auto", "never"}));
    sub->add_flag("--sync", run_.sync, say("flush files to disk before they are renamed", "改名前将文件刷入磁盘"));
    sub->callback([this] { action_ = [this] { return finish_run(run_) ? run(common_, run_) : static_cast<int>(Exit::usage); }; });
  }

  void add_explain() {
    auto* sub = app_.add_subcommand("explain", say("one applicant's decisions, with clauses and arithmetic", "解释一个申请人的判定"));
    sub->footer(say("Example:\n  ", "示例：\n  ") +
                std::string("huice explain policies/ningbo/2024 --data Enterprise=enterprises.csv --key 91330200MA00000001"));
    auto* program = sub->add_option("PROGRAM", explain_.run.program, say("a folder of .policy files, or one file", "政策文件夹，或单个 .policy 文件"));
    add_data_options(sub, explain_.run);
    add_memory(sub, explain_.run);
    add_measures_option(sub, explain_.run);
    add_ledger(sub, explain_.run);
    sub->add_option("--key", explain_.key, say("the applicant's key (several key fields: joined by commas)", "申请人主键（多个字段以逗号相连）"));
    sub->add_option("--where", explain_.where, say("COLUMN=VALUE: every row whose column holds the value", "列=值：该列等于该值的每一行"));
    sub->add_option("--run", explain_.manifest, say("a run's manifest: program and data are taken from it", "运行记录：从中取得政策与数据"))->excludes(program);
    sub->add_option("--format", explain_format_, "text, json")->check(words({"text", "json"}));
    sub->callback([this] {
      action_ = [this] {
        explain_.json = explain_format_ == "json";
        return finish_run(explain_.run) ? explain(common_, explain_) : static_cast<int>(Exit::usage);
      };
    });
  }

  void add_assess() {
    auto* sub = command("assess", "targets: met, missed or undetermined", "评估目标：达到、未达到或待补正", "huice assess policies/taizhou-2024 --data Contract=contracts.csv", assess_.run.program);
    add_data_options(sub, assess_.run);
    add_memory(sub, assess_.run);
    sub->add_option("--targets", assess_.targets, say("only these targets", "只评估这些目标"))->delimiter(',');
    sub->add_option("--format", assess_.format, say("text (default), csv (default of --out FILE), json", "text（缺省）、csv（--out 文件时缺省）、json"))->check(words({"text", "csv", "json"}));
    sub->add_option("--out", assess_.run.out, say("a file, or - (default)", "文件，或 -（默认）"));
    sub->add_option("--fail-on", assess_.fail_on, say("missed: exit 1 where a target is missed", "missed：有目标未达到时以状态 1 结束"))->check(words({"missed", "never"}));
    add_engine(sub, assess_.run);
    sub->add_option("--rejects", assess_.run.rejects, say("file of rejected rows", "退回行文件"));
    sub->add_option("--reject-limit", assess_.run.reject_limit, say("N or P%: rows that may be left out; default 0", "N 或 P%：允许缺少的行；缺省 0"));
    sub->callback([this] {
      action_ = [this] {
        if (assess_.run.reject_limit.empty()) assess_.run.reject_limit = "0";
        return finish_run(assess_.run) ? assess(common_, assess_) : static_cast<int>(Exit::usage);
      };
    });
  }

  void add_test() {
    auto* sub = command("test", "runs the scenarios", "运行算例", "huice test policies", test_.program);
    sub->add_option("--engine", test_engine_, "jit, reference")->check(words({"jit", "reference"}));
    sub->callback([this] { action_ = [this] { test_.reference = test_engine_ == "reference"; return test(common_, test_); }; });
  }

  void add_coverage() {
    auto* sub = command("coverage", "which clauses of the documents are accounted for, and by what", "文件各条款由哪些规则落实", "huice coverage policies/ningbo/2024 --sources texts", coverage_.program);
    sub->add_option("--sources", coverage_.sources, say("the documents' texts: also checks fragments and figures (default: huice.toml)", "文件原文所在文件夹：同时核对引文与数字（默认见 huice.toml）"));
    sub->add_option("--format", coverage_.format, "text, json, html")->check(words({"text", "json", "html"}));
    sub->callback([this] { action_ = [this] { return coverage(common_, coverage_); }; });
  }

  void add_fmt() {
    auto* sub = command("fmt", "canonical layout, comments kept", "规范排版，保留注释", "huice fmt --check policies", fmt_.program);
    sub->add_flag("--check", fmt_.check, say("only say which files would change (exit 1)", "只报告将改变的文件（状态 1）"));
    sub->add_flag("--fix", fmt_.fix, say("apply the fixes that diagnostics offer first", "先应用诊断给出的修正"));
    sub->add_option("--keywords", fmt_.keywords, say("en, zh: every keyword and sign in this language", "en、zh：关键字与符号统一为该语言"))->check(words({"en", "zh"}));
    sub->callback([this] { action_ = [this] { return fmt(common_, fmt_); }; });
  }

  void add_schema() {
    auto* sub = command("schema", "the input that each entity expects", "各主体所需的输入", "huice schema policies/ningbo/2024 --entity Enterprise > enterprises.csv", schema_.program);
    sub->add_option("--entity", schema_.entity, say("only this entity", "只看此主体"));
    sub->add_option("--format", schema_.format, "csv, json, sql, xlsx")->check(words({"csv", "json", "sql", "xlsx"}));
    sub->add_option("--out", schema_.out, say("a file (default: standard output); a workbook needs one", "输出文件（默认标准输出）；工作簿须指定文件"));
    sub->add_option("--labels", schema_.labels, "names, zh")->check(words({"names", "zh"}));
    sub->callback([this] { action_ = [this] { return schema(common_, schema_); }; });
  }

  void add_sample() {
    auto* sub = command("sample", "made-up applicants that reach every status and threshold", "生成覆盖各状态与界限的样例申请人",
                        "huice sample policies/ningbo/2024 --entity Enterprise --rows 1000 --out enterprises.csv", sample_.program);
    sub->add_option("--rows", sample_.rows, say("how many rows", "行数"))->required();
    sub->add_option("--seed", sample_.seed, say("another seed, other rows", "随机种子"));
    sub->add_option("--entity", sample_.entity, say("which entity", "哪个主体"));
    sub->add_option("--as-of", as_of_, say("the date of measures that have no `dated` field, 2024-11-01", "无基准日字段的措施按此日期，2024-11-01"));
    sub->add_option("--out", sample_.out, say("a file, a folder (several entities), or - (default)", "文件、文件夹（多个主体）或 -（默认）"));
    add_parameter_options(sub, sample_);
    sub->add_option("--labels", sample_.labels, "names, zh")->check(words({"names", "zh"}));
    sub->add_flag("--histogram", sample_.histogram, say("instead: statuses and thresholds that the rows reach", "改为显示这些行覆盖的状态与界限"));
    sub->callback([this] { action_ = [this] { return read_date(sample_.as_of) ? sample(common_, sample_) : static_cast<int>(Exit::usage); }; });
  }

  void add_build() {
    auto* sub = command("build", "ahead of time: libraries and a header for C that need nothing at run time", "提前编译：C 语言库与头文件，运行时无需其他组件",
                        "huice build policies/ningbo/2024 -o built", build_.program);
    sub->add_option("-o,--out", build_.out, say("the folder", "文件夹"))->required();
    sub->add_option("--name", build_.name, say("of the files, and before every name in C (default policy)", "文件名及 C 名称的前缀（默认 policy）"));
    sub->add_option("--cpu", build_.cpu, say("x86-64, x86-64-v2, x86-64-v3 (default), x86-64-v4", "x86-64、x86-64-v2、x86-64-v3（默认）、x86-64-v4"));
    sub->add_option("--measures", build_.measures, say("only these measures: a,b", "只构建这些措施：a,b"))->delimiter(',');
    add_parameter_options(sub, build_);
    sub->callback([this] { action_ = [this] { return build(common_, build_); }; });
  }

  void add_dump() {
    auto* sub = command("dump", "one stage of the compiler (for developers of Huice)", "查看某一编译阶段（供开发者）", "huice dump policies/ningbo/2024 --stage ir --measure rd_increment", dump_.program);
    sub->add_option("--stage", dump_.stage, "text, syntax, rules, ir, llvm, asm")->required()->check(words({"text", "syntax", "rules", "ir", "llvm", "asm"}));
    sub->add_option("--measure", dump_.measure, say("only this measure", "只看此措施"));
    add_parameter_options(sub, dump_);
    sub->callback([this] { action_ = [this] { return dump(common_, dump_); }; });
  }

  CLI::App* ledger_command(CLI::App* ledger, const char* name, const char* en, const char* zh, const char* example,
                           int (*act)(const Common&, const LedgerOptions&)) {
    CLI::App* sub = ledger->add_subcommand(name, say(en, zh));
    sub->footer(say("Example:\n  ", "示例：\n  ") + std::string(example));
    sub->set_help_flag("-h,--help", say("this help", "显示帮助"));
    sub->add_option("LEDGER", ledger_.ledger, say("the ledger's file", "台账文件"))->required();
    sub->add_option("--wait", ledger_.wait, say("seconds to wait for a run that is recording (default 60)", "等待正在记账的运行的秒数（默认 60）"))
        ->check(number_between(0, 86400, language_));
    sub->callback([this, act] { action_ = [this, act] { return act(common_, ledger_); }; });
    return sub;
  }

  void add_ledger() {
    auto* all = app_.add_subcommand("ledger", say("what was paid: list, show, reverse, import, export", "台账：列出、查看、冲销、导入、导出"));
    all->footer(say("Example:\n  ", "示例：\n  ") + std::string("huice ledger list payments.ledger"));
    all->set_help_flag("-h,--help", say("this help", "显示帮助"));
    all->require_subcommand(1);
    all->fallthrough();
    auto* list = ledger_command(all, "list", "the runs that are recorded", "列出已记账的运行", "huice ledger list payments.ledger", ledger_list);
    auto* show = ledger_command(all, "show", "one beneficiary's payments, run by run", "查看一个受益人的历次支付",
                                "huice ledger show payments.ledger --key 91330200MA00000001", ledger_show);
    for (CLI::App* sub : {list, show}) sub->add_option("--format", ledger_.format, "text, csv, json")->check(words({"text", "csv", "json"}));
    show->add_option("--key", ledger_.key, say("the applicant's key (several key fields: joined by commas)", "申请人主键（多个字段以逗号相连）"));
    show->add_option("--where", ledger_.where, say("FIELD=VALUE: lines whose recorded field holds the value", "字段=值：所存字段等于该值的各笔"));
    auto* reverse = ledger_command(all, "reverse", "takes a run back by counter-entries", "以反向记录冲销一次运行",
                                   "huice ledger reverse payments.ledger --run 2024-11", ledger_reverse);
    reverse->add_option("--run", ledger_.run, say("the id of the run", "运行标识"))->required();
    auto* import = ledger_command(all, "import", "payments made before there was a ledger", "导入建账前的支付",
                                  "huice ledger import payments.ledger policies/ningbo/2024 --data paid-2023.csv", ledger_import);
    import->add_option("PROGRAM", ledger_.program, say("a folder of .policy files, or one file", "政策文件夹，或单个 .policy 文件"))->required();
    import->add_option("--data", ledger_.data, say("columns measure, the key's fields, date, amount, …", "列：措施、主键各字段、基准日、金额等"))->required()->expected(1, -1)->take_all();
    import->add_option("--encoding", ledger_.encoding, "auto, utf-8, gb18030, utf-16")->check(words({"auto", "utf-8", "gb18030", "utf-16"}));
    import->add_option("--dialect", ledger_.dialect, "strict, spreadsheet")->check(words({"strict", "spreadsheet"}));
    for (CLI::App* sub : {reverse, import}) sub->add_option("--run-id", ledger_.run_id, say("the id of the new run", "新运行的标识"));
    auto* compare = ledger_command(all, "compare", "decides what is recorded once more, and lists what would be to pay or to reclaim", "将已记账的各笔重新判定，列出应补付或追回的差额",
                                   "huice ledger compare payments.ledger policies/ningbo-2025 --data Enterprise=enterprises.csv", ledger_compare);
    compare->add_option("PROGRAM", ledger_.program, say("a folder of .policy files, or one file", "政策文件夹，或单个 .policy 文件"))->required();
    add_data_options(compare, ledger_.run_options);
    add_memory(compare, ledger_.run_options);
    add_measures_option(compare, ledger_.run_options);
    compare->add_option("--format", ledger_.format, "text, csv, json")->check(words({"text", "csv", "json"}));
    compare->add_option("--out", ledger_.out, say("a file, or - (default)", "文件，或 -（默认）"));
    compare->callback([this] { action_ = [this] { return finish_run(ledger_.run_options) ? ledger_compare(common_, ledger_) : static_cast<int>(Exit::usage); }; });
    auto* out = ledger_command(all, "export", "every entry as CSV, which import reads back", "全部记录导出为 CSV，可再导入",
                               "huice ledger export payments.ledger --out payments.csv", ledger_export);
    out->add_option("--run", ledger_.run, say("only the entries of this run: what is to be paid for it", "仅此次运行的记录：应支付的清单"));
    out->add_option("--out", ledger_.out, say("a file, or - (default)", "文件，或 -（默认）"));
  }

  /// huice.toml may say the language of messages; `--lang` wins, the locale does not.
  Outcome read_language() {
    if (!lang_.empty()) return Nothing{};
    for (CLI::App* sub = &app_; sub != nullptr; sub = sub->get_subcommands().empty() ? nullptr : sub->get_subcommands().front()) {
      const auto* option = sub->get_option_no_throw("PROGRAM");
      if (option == nullptr || option->count() == 0) continue;
      const auto project = program::find_project(option->as<std::string>());
      if (!project) return project.failure();
      if (!project->lang.empty()) common_.language = language_ = project->lang == "zh" ? Language::zh : Language::en;
    }
    return Nothing{};
  }

  bool read_date(std::optional<Date>& as_of) {
    if (as_of_.empty()) return true;
    as_of = parse_iso_date(as_of_);
    if (as_of) return true;
    std::cerr << "huice: " << say("--as-of takes a date such as 2024-11-01", "--as-of 应为日期，如 2024-11-01") << '\n';
    return false;
  }

  /// Options that several words make up; false (and a message) when one is malformed.
  bool finish_run(RunOptions& run) {
    for (const std::string& word : data_) {
      const size_t sign = word.find('=');
      // a path may hold `=`; an entity name may not hold `/` or `.`
      const bool named = sign != std::string::npos && word.substr(0, sign).find_first_of("/.") == std::string::npos;
      run.data.push_back(named ? plan::DataFile{word.substr(0, sign), word.substr(sign + 1)} : plan::DataFile{"", word});
    }
    if (!read_date(run.as_of)) return false;
    run.long_layout = layout_ == "long";
    run.summary_json = summary_ == "json";
    if (strict_) run.reject_limit = "0";
    return true;
  }

  Language language_;
  Common common_;
  CLI::App app_;
  std::function<int()> action_;
  std::string lang_, color_ = "auto", cache_ = "on";
  CheckOptions check_;
  std::string check_format_ = "text";
  RunOptions run_;
  std::vector<std::string> data_;
  std::string as_of_, layout_ = "wide", summary_ = "text";
  bool strict_ = false;
  ExplainOptions explain_;
  std::string explain_format_ = "text";
  AssessOptions assess_;
  TestOptions test_;
  std::string test_engine_ = "reference";
  CoverageOptions coverage_;
  FmtOptions fmt_;
  SchemaOptions schema_;
  SampleOptions sample_;
  BuildOptions build_;
  DumpOptions dump_;
  LedgerOptions ledger_;
};

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a failure with a message, not a death
  const Language language = language_of(argc, argv);
  try {
    return CommandLine(language).parse_and_run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::cerr << "huice: " << (language == Language::zh ? "内存不足" : "out of memory") << '\n';
    return static_cast<int>(Exit::environment);
  } catch (const std::exception& error) {
    std::cerr << "huice: "
              << (language == Language::zh ? "内部错误，请附上政策文件、命令和下面一行报告给我们："
                                           : "a fault of ours; please report it with the policy, the command and this line:")
              << "\n  " << error.what() << '\n';
    return static_cast<int>(Exit::internal);
  }
}

}  // namespace huice::cli
