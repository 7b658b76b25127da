#include <gtest/gtest.h>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/text/from_bytes.h"

namespace huice::diagnostics {
namespace {

text::Span find(const text::Sources& sources, text::SourceId source, std::string_view what) {
  const auto begin = static_cast<uint32_t>(sources[source].bytes.find(what));
  return {source, begin, begin + static_cast<uint32_t>(what.size())};
}

TEST(Rendering, underlines_wide_text) {
  text::Sources sources;
  const auto source = text::add_source(sources, "a.policy", "// 一\n条件\t实缴保费 > 0\n");
  Sink sink;
  sink.report(Kind::unknown_name, find(sources, source, "实缴保费"), {{"name", "实缴保费"}})
      .hint("wait", "请等待");
  EXPECT_EQ(to_text(sink.all()[0], sources, Language::en, false),
            "a.policy:2:4: error: unknown name 实缴保费 [unknown_name]\n"
            "  2 | 条件\t实缴保费 > 0\n"
            "    |     \t^^^^^^^^\n"
            "    = wait\n");
  EXPECT_EQ(to_text(sink.all()[0], sources, Language::zh, false),
            "a.policy:2:4: 错误: 未知名称“实缴保费” [unknown_name]\n"
            "  2 | 条件\t实缴保费 > 0\n"
            "    |     \t^^^^^^^^\n"
            "    = 请等待\n");
}

TEST(Rendering, cuts_a_long_line_around_the_span) {
  text::Sources sources;
  const std::string line = std::string(1'000'000, 'a') + "错" + std::string(1'000'000, 'b');
  const auto source = text::add_source(sources, "long.policy", line);
  Sink sink;
  sink.report(Kind::invalid_utf8, find(sources, source, "错"));
  EXPECT_EQ(to_text(sink.all()[0], sources, Language::en, false),
            "long.policy:1:1000001: error: this byte is not UTF-8 [invalid_utf8]\n"
            "  1 | …" + std::string(60, 'a') + "错" + std::string(58, 'b') + "…\n" +
            "    |   " + std::string(60, ' ') + "^^\n");
}

TEST(Rendering, marks_an_empty_span_and_the_end_of_the_text) {
  text::Sources sources;
  const auto source = text::add_source(sources, "e.policy", "ab");
  Sink sink;
  sink.report(Kind::invalid_utf8, {source, 2, 2});
  EXPECT_EQ(to_text(sink.all()[0], sources, Language::en, false),
            "e.policy:1:3: error: this byte is not UTF-8 [invalid_utf8]\n  1 | ab\n    |   ^\n");
}

TEST(Rendering, gives_json_with_places_from_one) {
  text::Sources sources;
  const auto source = text::add_source(sources, "j.policy", "a\n元 b");
  Sink sink;
  sink.report(Kind::invalid_utf8, find(sources, source, "b")).hint("save it as UTF-8", "请存为 UTF-8");
  const std::string json = to_json(sink.all(), sources, Language::zh);
  EXPECT_NE(json.find(R"("code": "invalid_utf8")"), std::string::npos);
  EXPECT_NE(json.find(R"("message": "此处字节不是 UTF-8 编码")"), std::string::npos);
  EXPECT_NE(json.find(R"("line": 2,
    "column": 3,
    "end_line": 2,
    "end_column": 4)"), std::string::npos) << json;
}

TEST(Sink, keeps_the_same_fault_at_the_same_place_once) {
  text::Sources sources;
  const auto source = text::add_source(sources, "s.policy", "ab");
  Sink sink;
  sink.report(Kind::invalid_utf8, {source, 1, 2});
  sink.report(Kind::invalid_utf8, {source, 1, 2});
  sink.report(Kind::invalid_utf8, {source, 0, 1});
  ASSERT_EQ(sink.all().size(), 2U);
  sink.sort();
  EXPECT_EQ(sink.all()[0].span.begin, 0U);
  EXPECT_TRUE(sink.has_errors());
}

TEST(Fixes, are_applied_from_left_to_right_without_overlap) {
  text::Sources sources;
  const auto source = text::add_source(sources, "f.policy", "最高300万元");
  Sink sink;
  sink.report(Kind::invalid_utf8, {source, 0, 2}).fix({source, 6, 6}, " ").fix({source, 6, 6}, " ");
  size_t applied = 0;
  EXPECT_EQ(apply_fixes(sink.all(), source, sources[source].bytes, &applied), "最高 300万元");
  EXPECT_EQ(applied, 1U);
}

}  // namespace
}  // namespace huice::diagnostics

namespace huice::text {
namespace {

Reading read(Sources& sources, std::string bytes) { return from_bytes(sources, "t.policy", std::move(bytes)); }

TEST(FromBytes, finds_what_is_no_text) {
  Sources sources;
  for (const char* empty : {"", "\xEF\xBB\xBF", " \n\t\r\n"}) {
    const Reading nothing = read(sources, empty);
    ASSERT_TRUE(nothing.fault);
    EXPECT_EQ(nothing.fault->kind, Fault::Kind::empty_file);
  }
  const Reading marked = read(sources, "\xEF\xBB\xBFhuice 1");
  EXPECT_FALSE(marked.fault);
  EXPECT_EQ(sources[marked.source].bytes, "huice 1");
  const Reading gb = read(sources, "ab\xB4\xEB");
  ASSERT_TRUE(gb.fault);
  EXPECT_EQ(gb.fault->kind, Fault::Kind::invalid_utf8);
  EXPECT_EQ(gb.fault->span.begin, 2U);
  const Reading nuls = read(sources, std::string(100, '\0'));
  ASSERT_TRUE(nuls.fault);
  EXPECT_EQ(nuls.fault->kind, Fault::Kind::nul_byte);
  EXPECT_EQ(nuls.fault->span.begin, 0U);
  const Reading large = read(sources, std::string(largest_file + 1, ' '));
  ASSERT_TRUE(large.fault);
  EXPECT_EQ(large.fault->kind, Fault::Kind::file_too_large);
}

TEST(Source, counts_lines_however_they_end) {
  Sources sources;
  const SourceId id = add_source(sources, "l.policy", "a\r\n元b\rc\n");
  const Source& source = sources[id];
  EXPECT_EQ(source.line_starts.size(), 4U);
  EXPECT_EQ(source.line(2), "元b");
  EXPECT_EQ(source.position(6).line, 2U);
  EXPECT_EQ(source.position(6).column, 2U);
  EXPECT_EQ(source.position(10).line, 4U);
}

}  // namespace
}  // namespace huice::text
