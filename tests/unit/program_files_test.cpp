// Which files a program reads: order, `use`, the root, and links that would leave it.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "compiler/program/program.h"

namespace huice {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "huice-files-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
  std::string at(const std::string& name) const { return (path / name).string(); }
};

std::vector<std::string> names_of(const program::Program& program) {
  std::vector<std::string> names;
  for (const text::Source& source : program.sources) names.push_back(fs::path(source.path).filename().string());
  return names;
}

bool reports(const program::Program& program, diagnostics::Kind kind) {
  for (const auto& diagnostic : program.sink.all()) {
    if (diagnostic.kind == kind) return true;
  }
  return false;
}

TEST(Files, FolderInByteOrderThenUsedFilesOnce) {
  Folder folder;
  folder.write("p/b.policy", "use \"../shared/x.policy\"");
  folder.write("p/B.policy", "use \"../shared/x.policy\"\nuse \"b.policy\"");
  folder.write("p/十.policy", "// nothing yet");
  folder.write("p/notes.txt", "no policy");
  folder.write("p/below/c.policy", "entity");
  folder.write("shared/x.policy", "use \"x.policy\"\nuse \"../p/B.policy\"");
  folder.write("huice.toml", "");
  auto compiled = program::compile(folder.at("p"));
  ASSERT_TRUE(compiled);
  EXPECT_FALSE((*compiled)->sink.has_errors());
  EXPECT_EQ(names_of(**compiled), (std::vector<std::string>{"B.policy", "b.policy", "十.policy", "x.policy"}));
  EXPECT_EQ((*compiled)->root, fs::canonical(folder.path).string());
}

TEST(Files, WithoutProjectFileTheFolderIsTheRoot) {
  Folder folder;
  folder.write("p/a.policy", "use \"../x.policy\"");
  folder.write("x.policy", "");
  auto compiled = program::compile(folder.at("p"));
  ASSERT_TRUE(compiled);
  EXPECT_TRUE(reports(**compiled, diagnostics::Kind::use_outside_root));
}

TEST(Files, LinksOutOfTheRootAreRefused) {
  Folder folder;
  folder.write("secret.policy", "entity E { a : money }");
  folder.write("p/a.policy", "use \"link.policy\"");
  fs::create_symlink(folder.path / "secret.policy", folder.path / "p" / "link.policy");
  auto whole = program::compile(folder.at("p"));
  ASSERT_FALSE(whole);
  EXPECT_NE(whole.failure().message.en.find("link.policy"), std::string::npos);
  EXPECT_EQ(whole.failure().exit, Exit::environment);
  auto one = program::compile(folder.at("p/a.policy"));
  ASSERT_TRUE(one);
  EXPECT_TRUE(reports(**one, diagnostics::Kind::use_outside_root));
}

TEST(Files, LinksInsideTheRootAreRead) {
  Folder folder;
  folder.write("p/a.policy", "");
  fs::create_symlink("a.policy", folder.path / "p" / "z.policy");
  EXPECT_TRUE(program::compile(folder.at("p")));
  fs::create_symlink("nowhere", folder.path / "p" / "broken.policy");
  EXPECT_FALSE(program::compile(folder.at("p")));
}

TEST(Files, MissingThingsAreNamed) {
  Folder folder;
  folder.write("empty/readme.txt", "");
  for (const char* name : {"nothing", "empty"}) {
    auto compiled = program::compile(folder.at(name));
    ASSERT_FALSE(compiled);
    EXPECT_NE(compiled.failure().message.en.find(name), std::string::npos);
    EXPECT_NE(compiled.failure().message.zh.find(name), std::string::npos);
  }
}

TEST(Files, UnreadableUseIsTheAuthorsFault) {
  if (geteuid() == 0) GTEST_SKIP() << "root reads everything";
  Folder folder;
  folder.write("p/a.policy", "use \"b.policy\"");
  folder.write("p/b.policy", "");
  fs::permissions(folder.path / "p/b.policy", fs::perms::none);
  auto compiled = program::compile(folder.at("p/a.policy"));
  ASSERT_TRUE(compiled);
  EXPECT_TRUE(reports(**compiled, diagnostics::Kind::use_not_found));
}

TEST(Files, DigestFollowsTheTextAlone) {
  Folder folder;
  folder.write("one/a.policy", "entity E { a : money }");
  folder.write("two/renamed.policy", "entity E { a : money }");
  folder.write("three/a.policy", "entity E { b : money }");
  auto digest = [&](const char* name) { return (*program::compile(folder.at(name)))->digest; };
  EXPECT_EQ(digest("one"), digest("two"));
  EXPECT_NE(digest("one"), digest("three"));
  EXPECT_EQ(digest("one").substr(0, 5), "xxh3:");
  EXPECT_EQ(digest("one").size(), 37u);
}

TEST(Files, ATextInNoFolderReadsNoFile) {
  const std::string firm = "entity Firm { sales : money }\nmeasure m for Firm { pay 1% of sales }\n";
  for (const char* reads : {"use \"huice.policy\"", "scenarios for m from \"cases.csv\"", "table t(x: money) -> money from \"tiers.csv\"",
                            "list l of text from \"names.csv\"\nmeasure n for Firm { require \"a\" in l }"}) {
    const auto text = program::compile_text("text.policy", firm + reads);
    EXPECT_TRUE(reports(*text, diagnostics::Kind::no_folder)) << reads;
  }
  EXPECT_FALSE(program::compile_text("text.policy", firm)->sink.has_errors());
}

TEST(Files, CasesArePartOfTheDigest) {
  Folder folder;
  folder.write("p/a.policy", "entity Firm { sales : money }\nmeasure m for Firm { pay 1% of sales }\nscenarios for m from \"cases.csv\"\n");
  folder.write("p/cases.csv", "sales,status,pays\n100,eligible,1\n");
  const auto before = program::compile(folder.at("p"));
  folder.write("p/cases.csv", "sales,status,pays\n200,eligible,2\n");
  const auto after = program::compile(folder.at("p"));
  ASSERT_TRUE(before && after);
  EXPECT_FALSE((*after)->sink.has_errors());
  EXPECT_EQ((*after)->rules.scenarios.size(), 1);
  EXPECT_NE((*before)->digest, (*after)->digest);
}

TEST(Files, WhatIsWrongWithScenariosIsKnownWithoutThem) {
  Folder folder;
  const Cache cache(folder.at("cache"));
  const std::string rules = "huice 1\nentity Firm { sales : money  name : text }\nlist l of text from \"names.csv\"\n"
                            "measure m for Firm { require listed: name in l  pay 1% of sales }\nmeasure n for Firm { pay 1% of sales }\n";
  folder.write("p/names.csv", "name\na\n");
  folder.write("p/a.policy", rules + "scenario for m { given sales = 100元, name = \"a\"  expect eligible, pays 1元 }\n");
  const auto compiled = [&](program::Scenarios scenarios) { auto result = program::compile(folder.at("p"), cache, scenarios); return std::move(*result); };
  const auto said = [](const program::Program& program) { return diagnostics::to_json(program.sink.all(), program.sources, diagnostics::Language::en); };
  const auto whole = compiled(program::Scenarios::read), first = compiled(program::Scenarios::checked), then = compiled(program::Scenarios::checked);
  ASSERT_TRUE(reports(*whole, diagnostics::Kind::measure_without_scenario));
  EXPECT_EQ(said(*first), said(*whole));
  EXPECT_EQ(first->rules.scenarios.size(), 1);
  EXPECT_EQ(said(*then), said(*whole));
  EXPECT_EQ(then->rules.scenarios.size(), 0);  // they were not looked at
  EXPECT_EQ(then->digest, whole->digest);
  EXPECT_EQ(compiled(program::Scenarios::read)->rules.scenarios.size(), 1);
  folder.write("p/names.csv", "name\nb\n");  // a list is a part of the program
  EXPECT_EQ(compiled(program::Scenarios::checked)->rules.scenarios.size(), 1);

  folder.write("p/a.policy", rules + "scenario for m { given sales = 100元, nonsense = 1  expect eligible }\n");
  for (int i = 0; i < 2; ++i) {
    const auto wrong = compiled(program::Scenarios::checked);
    EXPECT_TRUE(wrong->sink.has_errors()) << i;
    EXPECT_EQ(said(*wrong), said(*compiled(program::Scenarios::read))) << i;
  }
}

}  // namespace
}  // namespace huice
