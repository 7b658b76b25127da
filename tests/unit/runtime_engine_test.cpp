// A run from files to files, with a kernel made of C++: its decisions are known, so that only the engine is tested.
#include "runtime/engine/run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "base/digest.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/manifest.h"
#include "runtime/decisions/summary.h"
#include "runtime/engine/find.h"
#include "tests/unit/runtime_fixture.h"

namespace huice::testing_runtime {
namespace {

using batch::Kind;
using Json = nlohmann::json;

void set_bit(uint64_t* words, int row) { words[row / 64] |= uint64_t{1} << (row % 64); }

/// The cell of `sales` says what becomes of the row: empty: undetermined; 1: ineligible; 2: error; 3: referred with a ceiling;
/// 4: referred without; 5: not in force; 6: eligible, capped; else eligible with the amount itself.
class Script final : public engine::Kernel {
 public:
  explicit Script(const catalogue::Measure& measure) : measure_(measure) {}
  Outcome decide(const huice_batch& batch, huice_decisions& out) const override {
    constexpr int words = HUICE_BATCH_WORDS;
    std::fill_n(out.amount, batch.rows, 0);
    std::fill_n(out.ceiling, batch.rows, 0);
    std::fill_n(out.error, batch.rows, uint16_t{0});
    std::fill_n(out.ceiling_known, words, 0);
    std::fill_n(out.capped, words, 0);
    std::fill_n(out.failed, words * measure_.conditions.size(), 0);
    std::fill_n(out.missing, words * measure_.inputs.size(), 0);
    const auto* sales = static_cast<const int64_t*>(batch.columns[1].data);
    for (int row = 0; row < batch.rows; ++row) {
      const bool known = (batch.columns[1].known[row / 64] >> (row % 64) & 1) != 0;
      const int64_t yuan = sales[row] / 100;
      Status status = Status::eligible;
      if (!known) status = Status::undetermined, set_bit(out.missing, row);
      else if (yuan == 1) status = Status::ineligible, set_bit(out.failed, row), set_bit(out.failed + words, row);
      else if (yuan == 2) status = Status::error, out.error[row] = HUICE_RANGE << 12;
      else if (yuan == 3 || yuan == 4) status = Status::referred, set_bit(out.missing + words, row);
      else if (yuan == 5) status = Status::not_in_force;
      else out.amount[row] = sales[row];
      if (yuan == 3) set_bit(out.ceiling_known, row), out.ceiling[row] = 9900;
      if (known && yuan == 6) set_bit(out.capped, row);
      out.status[row] = static_cast<uint8_t>(status);
    }
    return Nothing{};
  }

 private:
  const catalogue::Measure& measure_;
};

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    batch::Field rate = percent_field("rate", "核定比例");
    rate.decided = true;
    schemas.push_back({"Firm", "企业", {key_field("uscc", "信用代码"), money_field("sales", "销售额"), rate}});
    schemas.push_back({"Shop", "商店", {key_field("shop", "店号"), money_field("sales", "销售额")}});
    catalogue.entities = {{"Firm", "企业", {"uscc", "sales", "rate"}, {"信用代码", "销售额", "核定比例"}, {0}},
                          {"Shop", "商店", {"shop", "sales"}, {"店号", "销售额"}, {0}}};
    catalogue::Measure award;
    award.name = "award", award.label = "奖励", award.entity = 0;
    award.conditions = {"size", "age"}, award.inputs = {1, 2}, award.sites = {"pay", "size", "age"};
    award.pays = award.refers = true;
    catalogue::Measure check;
    check.name = "check", check.label = "认定", check.entity = 1, check.conditions = {"size", "age"}, check.inputs = {1}, check.sites = {"pay"};
    catalogue.measures = {award, check};
    options.out = folder / "out.csv";
    options.compiler_version = "0.1.0";
    options.program_digest = "xxh3:0";
  }

  Result<engine::Report> run(std::vector<plan::DataFile> data) {
    const auto measures = plan::select_measures(catalogue, {});
    const auto plan = plan::make_plan(catalogue, *measures, data, options.as_of.has_value());
    if (!plan) return plan.failure();
    return engine::run(catalogue, schemas, *plan, make_kernel, options);
  }
  Result<engine::Report> run_firms(const std::string& csv) { return run({{"Firm", folder.write("in.csv", csv)}}); }

  Folder folder;
  Catalogue catalogue;
  std::vector<batch::Schema> schemas;
  engine::Options options;
  engine::MakeKernel make_kernel = [this](uint32_t measure, const batch::Schema&) -> Result<std::shared_ptr<const engine::Kernel>> {
    return std::shared_ptr<const engine::Kernel>(std::make_shared<Script>(catalogue.measures[measure]));
  };
};

const std::string all_cases =
    "uscc,sales,rate,note\nA,1000.5,,n1\nB,,,\nC,1,,\"x,y\"\nD,2,,\nE,3,,\nF,4,,\nG,5,,\n\"H,\"\"h\",6,,\nI,bad,,\nJ,7\nK,0,,\n";

TEST_F(EngineTest, Wide) {
  auto report = run_firms(all_cases);
  ASSERT_TRUE(report.ok()) << report.failure().message.en;
  EXPECT_EQ(folder.read("out.csv"),
            "uscc,award.status,award.amount,award.ceiling,award.reasons\n"
            "A,eligible,1000.50,,\n"
            "B,undetermined,,,sales\n"
            "C,ineligible,,,size;age\n"
            "D,error,,,range@pay\n"
            "E,referred,,99.00,rate\n"
            "F,referred,,,rate\n"
            "G,not_in_force,,,\n"
            "\"H,\"\"h\",eligible,6.00,,ceiling\n"
            "K,eligible,0.00,,\n");
  EXPECT_EQ(folder.read("out.rejects.csv"), "file,line,column,code,value,message,row\n" + (folder / "in.csv") +
                                                ",10,sales,bad_number,bad,not a number such as 1234.56 / 不是数值，应形如 1234.56,\"I,bad,,\"\n" +
                                                (folder / "in.csv") + ",11,,too_few_cells,,fewer cells than the header's 4 / 单元格少于表头的 4 列,\"J,7\"\n");
  const engine::EntityReport& firm = report->entities.at(0);
  EXPECT_EQ(firm.rows_in, 11u);
  EXPECT_EQ(firm.decided, 9u);
  EXPECT_EQ(firm.rejected, 2u);
  EXPECT_EQ(firm.measures.at(0).count, (std::array<uint64_t, 6>{3, 1, 1, 1, 2, 1}));
  EXPECT_TRUE(firm.measures.at(0).granted == 100650);
  EXPECT_EQ(report->left_out, std::vector<uint32_t>{1});
}

TEST_F(EngineTest, Long) {
  options.output.shape = decisions::Shape::tall;
  ASSERT_TRUE(run_firms(all_cases).ok());
  EXPECT_EQ(folder.read("out.csv"),
            "uscc,measure,status,computed,amount,ceiling,shares,reasons\n"
            "A,award,eligible,,1000.50,,,\n"
            "B,award,undetermined,,,,,sales\n"
            "C,award,ineligible,,,,,size;age\n"
            "D,award,error,,,,,range@pay\n"
            "E,award,referred,,,99.00,,rate\n"
            "F,award,referred,,,,,rate\n"
            "G,award,not_in_force,,,,,\n"
            "\"H,\"\"h\",award,eligible,,6.00,,,ceiling\n"
            "K,award,eligible,,0.00,,,\n");
}

TEST_F(EngineTest, OnlyFiltersOutputNotCounts) {
  options.output.only = {Status::referred, Status::error};
  auto report = run_firms(all_cases);
  EXPECT_EQ(folder.read("out.csv"),
            "uscc,award.status,award.amount,award.ceiling,award.reasons\nD,error,,,range@pay\nE,referred,,99.00,rate\nF,referred,,,rate\n");
  EXPECT_EQ(report->entities[0].decided, 9u);
  EXPECT_EQ(report->entities[0].written, 3u);
  options.output.shape = decisions::Shape::tall;
  ASSERT_TRUE(run_firms(all_cases).ok());
  EXPECT_EQ(folder.read("out.csv"),
            "uscc,measure,status,computed,amount,ceiling,shares,reasons\nD,award,error,,,,,range@pay\nE,award,referred,,,99.00,,rate\nF,award,referred,,,,,rate\n");
}

TEST_F(EngineTest, KeepCopiesColumns) {
  options.keep = {"note", "销售额"};
  ASSERT_TRUE(run_firms("uscc,sales,rate,note\nA,\"1,000\",,\"x,y\"\n").ok());
  EXPECT_EQ(folder.read("out.csv"), "uscc,note,sales,award.status,award.amount,award.ceiling,award.reasons\nA,\"x,y\",\"1,000\",eligible,1000.00,,\n");
  options.keep = {"notes"};
  const auto failed = run_firms(all_cases);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.failure().exit, Exit::environment);
  EXPECT_NE(failed.failure().message.en.find("the closest header is `note`"), std::string::npos);
}

TEST_F(EngineTest, Labels) {
  options.output.labels = decisions::Labels::zh;
  ASSERT_TRUE(run_firms("uscc,sales\nA,1\nB,7\n").ok());
  EXPECT_EQ(folder.read("out.csv"), "信用代码,奖励.状态,奖励.金额,奖励.上限,奖励.原因\nA,不符合,,,size;age\nB,符合,7.00,,\n");
  options.output.labels = decisions::Labels::en;
  ASSERT_TRUE(run_firms("uscc,sales\nB,7\n").ok());
  EXPECT_EQ(folder.read("out.csv"), "信用代码,奖励.status,奖励.amount,奖励.ceiling,奖励.reasons\nB,eligible,7.00,,\n");
}

TEST_F(EngineTest, OutEncodings) {
  options.output.encoding = decisions::OutEncoding::utf_8_bom;
  ASSERT_TRUE(run_firms("uscc,sales\n南,7\n").ok());
  EXPECT_EQ(folder.read("out.csv").substr(0, 7), "\xEF\xBB\xBFuscc");
  options.output.encoding = decisions::OutEncoding::gb18030;
  ASSERT_TRUE(run_firms("uscc,sales\n南,7\n").ok());
  EXPECT_NE(folder.read("out.csv").find("\n\xC4\xCF,eligible"), std::string::npos);
}

TEST_F(EngineTest, KeysAreWrittenInOneWay) {
  schemas[0].fields[0] = key_field("uscc");
  schemas[0].fields[0].kind = Kind::date;
  ASSERT_TRUE(run_firms("uscc,sales\n2024/3/5,7\n").ok());
  EXPECT_NE(folder.read("out.csv").find("\n2024-03-05,eligible"), std::string::npos);
}

TEST_F(EngineTest, Manifest) {
  options.as_of = make_date(2024, 11, 1);
  options.recorded = {{"as-of", "2024-11-01"}};
  ASSERT_TRUE(run_firms(all_cases).ok());
  const Json manifest = Json::parse(folder.read("out.manifest.json"));
  EXPECT_EQ(manifest["format"], 1);
  EXPECT_EQ(manifest["compiler"], "0.1.0");
  EXPECT_EQ(manifest["program"]["digest"], "xxh3:0");
  EXPECT_EQ(manifest["as_of"], "2024-11-01");
  EXPECT_EQ(manifest["simulation"], false);
  EXPECT_EQ(manifest["measures_without_data"], Json::array({"check"}));
  const Json& firm = manifest["entities"][0];
  EXPECT_EQ(firm["rows"], (Json{{"in", 11}, {"decided", 9}, {"rejected", 2}, {"written", 9}}));
  EXPECT_EQ(firm["measures"][0]["counts"]["referred"], 2);
  EXPECT_EQ(firm["measures"][0]["granted"], "1006.50");
  EXPECT_EQ(firm["inputs"][0]["digest"], digest_of(all_cases));
  EXPECT_EQ(firm["output"]["digest"], digest_of(folder.read("out.csv")));
  EXPECT_EQ(firm["rejects_file"]["digest"], digest_of(folder.read("out.rejects.csv")));
  EXPECT_EQ(firm["rejects"][0], (Json{{"code", "bad_number"}, {"count", 1}, {"file", folder / "in.csv"}, {"line", 10}, {"column", "sales"}}));

  const auto read = decisions::read_manifest(folder / "out.manifest.json");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->as_of, "2024-11-01");
  EXPECT_EQ(read->inputs.at(0).entity, "Firm");
  EXPECT_TRUE(decisions::check_inputs(*read).ok());
  folder.write("in.csv", all_cases + " ");
  EXPECT_FALSE(decisions::check_inputs(*read).ok());
  folder.write("m.json", "{\"format\": 99}");
  EXPECT_FALSE(decisions::read_manifest(folder / "m.json").ok());
  folder.write("m.json", "no json");
  EXPECT_FALSE(decisions::read_manifest(folder / "m.json").ok());
  EXPECT_FALSE(decisions::read_manifest(folder / "absent.json").ok());
}

TEST_F(EngineTest, FilesAreReplacedWhole) {
  folder.write("out.csv", "previous");
  chmod((folder / "out.csv").c_str(), 0640);
  ASSERT_TRUE(run_firms(all_cases).ok());
  EXPECT_EQ(folder.names(), (Lines{"in.csv", "out.csv", "out.manifest.json", "out.rejects.csv"}));
  struct stat status {};
  stat((folder / "out.csv").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(EngineTest, AFailedRunLeavesThePreviousOutput) {
  folder.write("out.csv", "previous");
  make_kernel = [](uint32_t, const batch::Schema&) -> Result<std::shared_ptr<const engine::Kernel>> { return Failure{Exit::environment, {"no", "无"}}; };
  EXPECT_FALSE(run_firms(all_cases).ok());
  EXPECT_EQ(folder.read("out.csv"), "previous");
  EXPECT_EQ(folder.names(), (Lines{"in.csv", "out.csv"}));
}

TEST_F(EngineTest, AStoppedRunLeavesNothing) {
  options.progress = [](const engine::Progress&) { return false; };
  EXPECT_FALSE(run_firms(all_cases).ok());
  EXPECT_EQ(folder.names(), Lines{"in.csv"});
}

TEST_F(EngineTest, RejectLimit) {
  for (const char* limit : {"1", "18%", "0", "0%", "18.1818%"}) {
    options.reject_limit = *engine::parse_reject_limit(limit);
    auto report = run_firms(all_cases);
    ASSERT_TRUE(report.ok());
    ASSERT_TRUE(report->too_many_rejects) << limit;
    EXPECT_EQ(report->too_many_rejects->exit, Exit::too_many_rejects);
    EXPECT_EQ(folder.names(), (Lines{"in.csv", "out.rejects.csv"})) << limit;
  }
  for (const char* limit : {"2", "19%", "18.1819%", "100%"}) {
    options.reject_limit = *engine::parse_reject_limit(limit);
    EXPECT_FALSE(run_firms(all_cases)->too_many_rejects) << limit;
  }
  for (const char* wrong : {"", "%", "-1", "1.5", "101%", "1.23456%", "x", "1e3", "5 %"}) EXPECT_FALSE(engine::parse_reject_limit(wrong)) << wrong;
}

TEST_F(EngineTest, SeveralEntitiesGoIntoAFolder) {
  options.out = folder / "results";
  const auto firms = folder.write("f.csv", "uscc,sales\nA,7\n"), shops = folder.write("s.csv", "店号,sales\nS,1\n");
  auto report = run({{"Shop", shops}, {"企业", firms}});
  ASSERT_TRUE(report.ok()) << report.failure().message.en;
  EXPECT_EQ(folder.read("results/Firm.csv"), "uscc,award.status,award.amount,award.ceiling,award.reasons\nA,eligible,7.00,,\n");
  EXPECT_EQ(folder.read("results/Shop.csv"), "shop,check.status,check.reasons\nS,ineligible,size;age\n");
  EXPECT_TRUE(folder.has("results/Shop.rejects.csv"));
  EXPECT_EQ(Json::parse(folder.read("results/manifest.json"))["entities"].size(), 2u);
}

TEST_F(EngineTest, DevicesAndPipesAreWrittenDirectly) {
  options.out = "/dev/null";
  ASSERT_TRUE(run_firms(all_cases).ok());
  EXPECT_EQ(folder.names(), Lines{"in.csv"});
  options.out = folder / "pipe";
  options.rejects = folder / "r.csv";
  ASSERT_EQ(mkfifo(options.out.c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = folder.read("pipe"); });
  ASSERT_TRUE(run_firms("uscc,sales\nA,7\n").ok());
  reader.join();
  EXPECT_EQ(got, "uscc,award.status,award.amount,award.ceiling,award.reasons\nA,eligible,7.00,,\n");
  EXPECT_EQ(folder.names(), (Lines{"in.csv", "pipe", "r.csv"}));
}

TEST_F(EngineTest, ABrokenPipeIsAFailure) {
  options.out = folder / "pipe";
  ASSERT_EQ(mkfifo(options.out.c_str(), 0600), 0);
  std::thread reader([&] { close(open(options.out.c_str(), O_RDONLY)); });
  std::string csv = "uscc,sales\n";
  for (int i = 0; i < 100'000; ++i) csv += "A,7\n";
  const auto failed = run_firms(csv);
  reader.join();
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.failure().message.en.find("went away"), std::string::npos) << failed.failure().message.en;
}

TEST_F(EngineTest, AFullDiskIsAFailure) {
  options.out = "/dev/full";
  const auto failed = run_firms(all_cases);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.failure().exit, Exit::environment);
  EXPECT_NE(failed.failure().message.en.find("no space left"), std::string::npos);
}

TEST_F(EngineTest, OutputThatCannotBeWritten) {
  options.out = folder / "absent/out.csv";
  EXPECT_FALSE(run_firms(all_cases).ok());
  options.out = folder / "in.csv";  // the data themselves
  const auto failed = run_firms(all_cases);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.failure().exit, Exit::usage);
  EXPECT_EQ(folder.read("in.csv"), all_cases);
}

TEST_F(EngineTest, PackedOutputs) {
  for (const char* suffix : {".gz", ".zst"}) {
    options.out = folder / (std::string("packed.csv") + suffix);
    std::string csv = "uscc,sales\n";
    for (int i = 0; i < 50'000; ++i) csv += std::to_string(i) + ",7\n";
    ASSERT_TRUE(run_firms(csv).ok());
    EXPECT_TRUE(folder.has("packed.rejects.csv"));
    const batch::Schema output{"O", "", {key_field("uscc"), field_of(Kind::text, "award.amount")}};
    const ReadResult result = read_files(output, {options.out});
    ASSERT_EQ(result.rows.size(), 50'000u) << suffix << result.failure;
    EXPECT_EQ(result.rows.back(), "49999|7.00");
  }
}

TEST_F(EngineTest, UndecodableBytesInTheRejects) {
  options.input.encoding = batch::EncodingChoice::utf_8;
  using namespace std::string_literals;
  ASSERT_TRUE(run_firms("uscc,sales\nA\xFF\xC3,7\nB\0,7\n"s).ok());
  const std::string rejects = folder.read("out.rejects.csv");
  EXPECT_NE(rejects.find(",2,uscc,undecodable,A\\xFF\\xC3,"), std::string::npos) << rejects;
  EXPECT_NE(rejects.find(",\"A\\xFF\\xC3,7\"\n"), std::string::npos) << rejects;
  EXPECT_NE(rejects.find(",3,uscc,nul_byte,B\\x00,"), std::string::npos) << rejects;
  options.input.encoding = batch::EncodingChoice::gb18030;
  ASSERT_TRUE(run_firms("uscc,sales\n\xC4\xCF\xFF,7\n").ok());
  EXPECT_NE(folder.read("out.rejects.csv").find(",2,uscc,undecodable,南\\xFF,"), std::string::npos);
}

TEST_F(EngineTest, Plans) {
  const auto measures = *plan::select_measures(catalogue, {});
  const auto plan_of = [&](std::vector<plan::DataFile> data, bool dated = false) { return plan::make_plan(catalogue, measures, data, dated); };
  EXPECT_EQ(plan_of({{"", "a.csv"}}).failure().exit, Exit::usage);  // two entities have measures
  EXPECT_NE(plan_of({{"Fim", "a.csv"}}).failure().message.en.find("did you mean `Firm`"), std::string::npos);
  EXPECT_EQ(plan_of({}).failure().exit, Exit::usage);
  EXPECT_NE(plan::select_measures(catalogue, {"awrd"}).failure().message.en.find("`award`"), std::string::npos);
  EXPECT_EQ(*plan::select_measures(catalogue, {"认定", "award", "award"}), (std::vector<uint32_t>{0, 1}));
  EXPECT_EQ(plan::make_plan(catalogue, {0}, {{"", "a.csv"}}, false)->passes.size(), 1u);
  EXPECT_EQ(plan::make_plan(catalogue, {0}, {{"Shop", "a.csv"}}, false).failure().exit, Exit::usage);
  catalogue.measures[0].needs_as_of = true;
  EXPECT_NE(plan_of({{"Firm", "a.csv"}}).failure().message.en.find("--as-of"), std::string::npos);
  EXPECT_TRUE(plan_of({{"Firm", "a.csv"}}, true).ok());
  const auto scan = std::get<plan::Scan>(plan_of({{"Firm", "a.csv"}, {"Firm", "b.csv"}}, true)->passes.at(0).steps.at(0));
  EXPECT_EQ(scan.files, (Lines{"a.csv", "b.csv"}));
  EXPECT_EQ(scan.fields, (std::vector<uint32_t>{0, 1, 2}));
}

TEST_F(EngineTest, Summary) {
  auto report = run_firms(all_cases);
  report->entities[0].files[0].path = "in.csv";
  for (auto& reject : report->entities[0].rejects) reject.file = "in.csv";
  EXPECT_EQ(decisions::summary_text(catalogue, *report, false),
            "Firm: 11 rows, 9 decided, 2 rejected\n"
            "\n"
            "measure  eligible  ineligible  error  undetermined  referred  not_in_force   granted\n"
            "-------  --------  ----------  -----  ------------  --------  ------------  --------\n"
            "award           3           1      1             1         2             1  1,006.50\n"
            "\n"
            "rejected because  rows  column  first at\n"
            "----------------  ----  ------  ---------\n"
            "bad_number           1  sales   in.csv:10\n"
            "too_few_cells        1          in.csv:11\n"
            "\n"
            "check: left out, no data for Shop\n");
  EXPECT_EQ(decisions::summary_text(catalogue, *report, true),
            "企业：11 行，9 行已判定，2 行拒收\n"
            "\n"
            "措施  符合  不符合  出错  待补正  待核定  不在有效期  核定金额\n"
            "----  ----  ------  ----  ------  ------  ----------  --------\n"
            "奖励     3       1     1       1       2           1  1,006.50\n"
            "\n"
            "拒收原因       行数  列     首见于\n"
            "-------------  ----  -----  ---------\n"
            "bad_number        1  sales  in.csv:10\n"
            "too_few_cells     1         in.csv:11\n"
            "\n"
            "认定：未运行，没有数据：商店\n");
  const Json json = Json::parse(decisions::summary_json(catalogue, *report));
  EXPECT_EQ(json["entities"][0]["rows"]["in"], 11);
  EXPECT_EQ(json["measures_without_data"], Json::array({"check"}));
  EXPECT_EQ(json["entities"][0]["measures"][0]["granted"], "1006.50");
}

TEST_F(EngineTest, DryRunWritesNothing) {
  options.dry_run = true;
  options.out.clear();
  auto report = run_firms("uscc,销售额（万元）,note\nA,1.5,x\nB,,\nC,0.0001,\nD,x,\n");
  ASSERT_TRUE(report.ok()) << report.failure().message.en;
  EXPECT_EQ(folder.names(), Lines{"in.csv"});
  const auto& fields = report->entities[0].fields;
  ASSERT_EQ(fields.size(), 3u);
  EXPECT_EQ(fields[1].missing, 1u);
  EXPECT_EQ(fields[1].least, "1元");
  EXPECT_EQ(fields[1].most, "15000元");
  EXPECT_FALSE(fields[2].bound);
  const std::string text = decisions::dry_run_text(catalogue, schemas, *report, false);
  EXPECT_NE(text.find("销售额（万元）  sales       万元\n"), std::string::npos) << text;
  EXPECT_NE(text.find("note            (not read)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("sales      33.3%    1元  15000元\n"), std::string::npos) << text;
  EXPECT_NE(text.find("rate   no column\n"), std::string::npos) << text;
}

TEST_F(EngineTest, FindsRowsByKeyAndColumn) {
  const std::string file = folder.write("in.csv", all_cases);
  const plan::Scan scan{0, {file}, {0, 1, 2}};
  const auto find = [&](engine::Query query) { return engine::find(catalogue, schemas, scan, options, query); };
  auto found = find({{"A"}, "", "", 10});
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->rows.size(), 1u);
  EXPECT_EQ(found->rows[0].line, 2u);
  ASSERT_TRUE(found->rows[0].batch);
  EXPECT_TRUE(found->rows[0].batch->number(1, 0) == 100050);
  EXPECT_EQ(found->rows[0].cells.at(3), (std::pair<std::string, std::string>{"note", "n1"}));
  EXPECT_EQ(find({{"H,\"h"}, "", "", 10})->rows.size(), 1u);
  EXPECT_EQ(find({{"nobody"}, "", "", 10})->rows.size(), 0u);
  EXPECT_EQ(find({{"nobody"}, "", "", 10})->rows_in, 11u);
  found = find({{"I"}, "", "", 10});
  ASSERT_EQ(found->rows.size(), 1u);
  EXPECT_FALSE(found->rows[0].batch);
  EXPECT_EQ(found->rows[0].line, 10u);
  EXPECT_EQ(found->rows[0].code, batch::RejectCode::bad_number);
  EXPECT_EQ(found->rows[0].column, "sales");
  EXPECT_EQ(find({{}, "note", "x,y", 10})->rows.at(0).line, 4u);
  EXPECT_EQ(find({{}, "销售额", "3", 10})->rows.size(), 1u);
  EXPECT_EQ(find({{}, "rate", "", 3})->rows.size(), 3u);
  EXPECT_EQ(find({{}, "nothing", "", 3}).failure().exit, Exit::usage);
  EXPECT_EQ(find({{"A", "B"}, "", "", 3}).failure().exit, Exit::usage);
}

TEST_F(EngineTest, ManyRowsKeepTheirOrder) {
  std::string csv = "uscc,sales\n", expected = "uscc,award.status,award.amount,award.ceiling,award.reasons\n";
  for (int i = 0; i < 70'000; ++i) {
    const std::string id = std::to_string(i);
    csv += id + (i % 10 == 9 ? ",x\n" : ",7\n");
    if (i % 10 != 9) expected += id + ",eligible,7.00,,\n";
  }
  uint64_t seen = 0;
  options.progress = [&](const engine::Progress& progress) { return seen = progress.rows, true; };
  auto report = run_firms(csv);
  EXPECT_TRUE(folder.read("out.csv") == expected);
  EXPECT_EQ(report->entities[0].rejected, 7'000u);
  EXPECT_EQ(seen, 70'000u);
}

TEST(CsvText, SpreadsheetFormulasAreQuoted) {
  const auto csv = [](std::string_view cell, batch::Dialect dialect) {
    std::string out;
    decisions::append_csv(out, cell, dialect);
    return out;
  };
  for (const char* formula : {"=1+1", "+1", "-1", "@x", "\tx"}) {
    EXPECT_EQ(csv(formula, batch::Dialect::spreadsheet), "'" + std::string(formula));
    EXPECT_EQ(csv(formula, batch::Dialect::strict), formula);
  }
  EXPECT_EQ(csv("=A(1,2)", batch::Dialect::spreadsheet), "\"'=A(1,2)\"");
  EXPECT_EQ(csv("x=1", batch::Dialect::spreadsheet), "x=1");
  EXPECT_EQ(csv("a\nb", batch::Dialect::strict), "\"a\nb\"");
  EXPECT_EQ(csv("a\"b", batch::Dialect::strict), "\"a\"\"b\"");
}

}  // namespace
}  // namespace huice::testing_runtime
