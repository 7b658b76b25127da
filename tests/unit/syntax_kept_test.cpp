// Trees that were kept are those that were parsed: every policy file of the project, there and back.
#include "compiler/syntax/kept.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "compiler/syntax/from_bytes.h"
#include "compiler/syntax/print.h"

namespace huice::syntax {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> policies() {
  std::vector<fs::path> all;
  for (const char* folder : {"policies", "bench", "standard", "examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(HUICE_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".policy") all.push_back(entry.path());
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

struct Parsed {
  text::Sources sources;
  Tree tree;
  diagnostics::Sink sink;
  std::string kept;  // of the last file
  void parse(const std::string& name, std::string bytes) {
    const size_t first = tree.exprs.size();
    from_bytes(sources, name, std::move(bytes), tree, sink);
    kept = to_bytes(tree, first);
  }
};

TEST(SyntaxKept, EveryPolicyThereAndBack) {
  size_t files = 0;
  for (const fs::path& path : policies()) {
    Parsed parsed;
    parsed.parse(path.string(), bytes_of(path));
    Parsed other;  // where it is not the first file
    other.parse("first.policy", "let x = 1 + 2 * 3\n");
    const text::SourceId source = text::add_source(other.sources, path.string(), bytes_of(path));
    const size_t first = other.tree.exprs.size();
    ASSERT_TRUE(add_kept(parsed.kept, source, other.tree)) << path;
    EXPECT_EQ(to_bytes(other.tree, first), parsed.kept) << path;
    const File &was = parsed.tree.files.back(), &is = other.tree.files.back();
    EXPECT_EQ(is.source, source);
    EXPECT_EQ(is.comments.size(), was.comments.size());
    ASSERT_EQ(is.items.size(), was.items.size());
    for (size_t i = 0; i < is.items.size(); ++i) {
      EXPECT_EQ(print(other.tree, is.items[i]), print(parsed.tree, was.items[i]));
      EXPECT_EQ(is.items[i].span.source, source);
      EXPECT_EQ(is.items[i].span.begin, was.items[i].span.begin);
    }
    ++files;
  }
  EXPECT_GT(files, 50U);
}

TEST(SyntaxKept, NothingIsAddedOfWhatIsNotWhole) {
  Parsed parsed;
  parsed.parse("p.policy", bytes_of(fs::path(HUICE_SOURCE_DIR) / "bench/workload/applicants.policy"));
  Tree tree;
  for (size_t size = 0; size < parsed.kept.size(); ++size) EXPECT_FALSE(add_kept(std::string_view(parsed.kept).substr(0, size), {0}, tree)) << size;
  EXPECT_FALSE(add_kept(parsed.kept + "x", {0}, tree));
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {  // the cache's digest keeps such bytes away; still, no fault of memory
    std::string damaged = parsed.kept;
    for (int n = 0; n < 3; ++n) damaged[random() % damaged.size()] = static_cast<char>(random());
    Tree thrown_away;
    (void)add_kept(damaged, {0}, thrown_away);
  }
  EXPECT_EQ(tree.files.size() + tree.exprs.size(), 0U);
}

/// A program that was read from the cache is the program that was parsed.
TEST(SyntaxKept, TheCacheIsAsked) {
  std::string folder = (fs::temp_directory_path() / "huice-kept-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const Cache cache(folder + "/cache");
  const auto entries = [&] { return std::distance(fs::directory_iterator(folder + "/cache"), fs::directory_iterator()); };
  for (const char* text : {"let x = 1\n", "let x = 1\n", "let x = 2\n"}) {
    Parsed parsed;
    from_bytes(parsed.sources, "p.policy", text, parsed.tree, parsed.sink, cache);
    EXPECT_EQ(parsed.tree.files.at(0).items.size(), 1U);
  }
  EXPECT_EQ(entries(), 2);
  Parsed faulty;
  from_bytes(faulty.sources, "p.policy", "let x = \n", faulty.tree, faulty.sink, cache);
  EXPECT_TRUE(faulty.sink.has_errors());
  EXPECT_EQ(entries(), 2);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace huice::syntax
