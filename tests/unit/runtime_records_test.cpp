// Records, quotes, limits, encodings: what a file is before its cells mean anything.
#include <zlib.h>
#include <zstd.h>

#include <random>

#include "base/unicode/transcode.h"
#include "tests/unit/runtime_fixture.h"

namespace huice::testing_runtime {
namespace {

using batch::Kind;
using batch::Schema;

const Schema texts{"E", "", {key_field(), field_of(Kind::text, "name", "名称")}};

TEST(Records, LineEndsAndQuotes) {
  const ReadResult result = read_text(texts, "id,name\r\n1,a\r\n2,\"b,\"\"c\"\"\"\n3,\"two\r\nlines\"\r\n4,\n5,\"\"\n6,x\"y\n7,last");
  EXPECT_EQ(result.rows, (Lines{"1|a", "2|b,\"c\"", "3|two\r\nlines", "4|-", "5|-", "6|x\"y", "7|last"}));
  EXPECT_EQ(result.rejects, Lines{});
}

TEST(Records, QuotedLastCellAtTheEnd) {
  EXPECT_EQ(read_text(texts, "id,name\n1,\"a\"").rows, Lines{"1|a"});
  EXPECT_EQ(read_text(texts, "id,name\n1,\"a\"\r\n").rows, Lines{"1|a"});
  EXPECT_EQ(read_text(texts, "id,name\n1,\"a\"\r").rows, Lines{"1|a"});
  EXPECT_EQ(read_text(texts, "id,name\n1,\"\"\"\"\n").rows, Lines{"1|\""});
}

TEST(Records, LinesAreCountedInsideQuotes) {
  const ReadResult result = read_text(texts, "id,name\n1,\"a\nb\nc\"\n,x\n\n,y\n");
  EXPECT_EQ(result.rejects, (Lines{"5 id missing_key ", "7 id missing_key "}));
}

TEST(Records, RaggedRows) {
  const ReadResult result = read_text(texts, "id,name,other\n1,a,b\n2,c\n3,d,e,f\n4,g,h\n");
  EXPECT_EQ(result.rows, (Lines{"1|a", "4|g"}));
  EXPECT_EQ(result.rejects, (Lines{"3  too_few_cells ", "4  too_many_cells "}));
}

TEST(Records, FaultyQuotesCostOneLine) {
  const ReadResult result = read_text(texts, "id,name\n1,\"a\"x\n2,b\n3,\"open\n4,d\n5,e\n");
  EXPECT_EQ(result.rows, (Lines{"2|b", "4|d", "5|e"}));
  EXPECT_EQ(result.rejects, (Lines{"2 name bad_quote ", "4 name unterminated_quote "}));
  EXPECT_EQ(read_text(texts, "id,name\n1,\"open").rejects, Lines{"2 name unterminated_quote "});
  // A quote that a later row's quote ends: the first line is at fault, the second is whole.
  EXPECT_EQ(read_text(texts, "id,name\n1,\"abc\n2,\"def\"\n").rows, Lines{"2|def"});
}

TEST(Records, LongRecordsAreSkippedInBoundedMemory) {
  batch::InputOptions options;
  options.record_limit = 1000;
  const std::string longer(2'000'000, 'x');
  const ReadResult result = read_text(texts, "id,name\n1,a\n2," + longer + "\n3,c\n4,\"" + longer + "\"\n5,e\n6," + longer, options);
  EXPECT_EQ(result.rows, (Lines{"1|a", "3|c", "5|e"}));
  EXPECT_EQ(result.rejects, (Lines{"3  too_long ", "5 name unterminated_quote ", "7  too_long "}));
  EXPECT_EQ(result.rows_in, 6u);
}

TEST(Records, TheLimitIsExact) {
  batch::InputOptions options;
  options.record_limit = 100;
  const std::string fits(98, 'x'), longer(99, 'x');
  EXPECT_EQ(read_text(texts, "id,name\n1," + fits + "\n", options).rows.size(), 1u);
  EXPECT_EQ(read_text(texts, "id,name\n1," + longer + "\n", options).rejects, Lines{"2  too_long "});
  EXPECT_EQ(read_text(texts, "id,name\n1," + longer, options).rejects, Lines{"2  too_long "});
}

TEST(Records, NulBytes) {
  using namespace std::string_literals;
  const ReadResult result = read_text(texts, "id,name\n1,a\0b\n2,c\n\0\n"s);
  EXPECT_EQ(result.rows, Lines{"2|c"});
  EXPECT_EQ(result.rejects, (Lines{"2 name nul_byte a\0b"s, "4 id nul_byte \0"s}));
}

TEST(Records, OneColumnKeepsEmptyLines) {
  const Schema schema{"E", "", {key_field()}};
  const ReadResult result = read_text(schema, "id\na\n\nb\n");
  EXPECT_EQ(result.rows, (Lines{"a", "b"}));
  EXPECT_EQ(result.rejects, Lines{"3 id missing_key "});
}

TEST(Records, BatchesAndBlocksDoNotShow) {
  std::string csv = "id,name\n";
  Lines expected;
  for (int i = 0; i < 30'000; ++i) {
    const std::string id = std::to_string(i), quoted = i % 7 == 0 ? "\"x,\"\"" + id + "\ny\"" : "名称" + id;
    csv += id + "," + quoted + (i % 3 == 0 ? "\r\n" : "\n");
    expected.push_back(id + "|" + (i % 7 == 0 ? "x,\"" + id + "\ny" : "名称" + id));
  }
  const ReadResult result = read_text(texts, csv);
  EXPECT_EQ(result.rejects, Lines{});
  EXPECT_TRUE(result.rows == expected);
}

// ---- Headers and files that cannot be read at all ---------------------------------------------------------------------

TEST(Files, EmptyOrWithoutHeader) {
  using namespace std::string_literals;
  EXPECT_NE(read_text(texts, "").failure.find("the file is empty"), std::string::npos);
  EXPECT_NE(read_text(texts, "\n\n\n").failure.find("the file is empty"), std::string::npos);
  EXPECT_NE(read_text(texts, std::string(5000, '\0')).failure.find("NUL"), std::string::npos);
  EXPECT_NE(read_text(texts, std::string(9'000'000, 'x')).failure.find("longer than"), std::string::npos);
  EXPECT_NE(read_text(texts, "id,\"name\n1,a\n").failure.find("closing quote"), std::string::npos);
  EXPECT_EQ(read_text(texts, "id,name\n").rows, Lines{});
  EXPECT_NE(read_files(texts, {"/nonexistent/a.csv"}).failure.find("there is no file"), std::string::npos);
  const Folder folder;
  EXPECT_NE(read_files(texts, {folder / ""}).failure.find("is a folder"), std::string::npos);
}

TEST(Files, SeveralAreReadAsOne) {
  const Folder folder;
  const auto a = folder.write("a.csv", "id,name\n1,a\n"), b = folder.write("b.csv", "name,x,id\nb,,2\nc,,3"), c = folder.write("c.csv", "id,name\n");
  const ReadResult result = read_files(texts, {a, b, c});
  EXPECT_EQ(result.rows, (Lines{"1|a", "2|b", "3|c"}));
  EXPECT_EQ(result.files.size(), 3u);
  EXPECT_EQ(result.files[0].bytes, 12u);
  EXPECT_EQ(result.files[0].digest.substr(0, 5), "xxh3:");
}

TEST(Files, OneLayoutForAllUnits) {
  const Schema schema{"E", "", {key_field(), area_field("a", "面积")}};
  const Folder folder;
  const auto a = folder.write("a.csv", "id,面积\n1,50\n"), b = folder.write("b.csv", "id,面积（平方米）\n2,0.0001\n3,2000\n");
  const ReadResult result = read_files(schema, {a, b});
  EXPECT_EQ(result.rows, (Lines{"1|50", "2|0.00000015", "3|3"}));
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

TEST(Files, PackedBySuffix) {
  const Folder folder;
  std::string csv = "id,name\n";
  for (int i = 0; i < 20'000; ++i) csv += std::to_string(i) + ",name\n";
  const std::string half = csv.substr(0, 50'000), rest = csv.substr(50'000);
  EXPECT_EQ(read_files(texts, {folder.write("a.csv.gz", gzip(csv))}).rows.size(), 20'000u);
  EXPECT_EQ(read_files(texts, {folder.write("b.csv.gz", gzip(half) + gzip(rest))}).rows.size(), 20'000u);
  EXPECT_EQ(read_files(texts, {folder.write("c.csv.zst", zstd(csv))}).rows.size(), 20'000u);
  EXPECT_EQ(read_files(texts, {folder.write("d.csv.zst", zstd(half) + zstd(rest))}).rows.size(), 20'000u);
  for (const std::string& packed : {gzip(csv), zstd(csv)}) {
    const std::string name = packed[0] == '\x1F' ? "e.csv.gz" : "e.csv.zst";
    EXPECT_NE(read_files(texts, {folder.write(name, packed.substr(0, packed.size() / 2))}).failure.find("cannot unpack"), std::string::npos);
    EXPECT_NE(read_files(texts, {folder.write(name, "plain text")}).failure.find("cannot unpack"), std::string::npos);
    EXPECT_FALSE(read_files(texts, {folder.write(name, "")}).failure.empty());
  }
}

// ---- Encodings ----------------------------------------------------------------------------------------------------------

std::string to_gb18030(const std::string& text) {
  unicode::Gb18030Encoder encoder;
  std::string bytes;
  for (char c : text) encoder.encode({&c, 1}, bytes);  // cut everywhere
  return bytes;
}

std::string to_utf16(const std::string& ascii_and_bmp, bool big) {
  std::string bytes = big ? "\xFE\xFF" : "\xFF\xFE";
  for (char32_t c : std::u32string(ascii_and_bmp.begin(), ascii_and_bmp.end())) {
    const char high = static_cast<char>(c >> 8 & 0xFF), low = static_cast<char>(c & 0xFF);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

TEST(Encodings, ByteOrderMarks) {
  EXPECT_EQ(read_text(texts, "\xEF\xBB\xBFid,name\n1,名\n").rows, Lines{"1|名"});
  EXPECT_EQ(read_text(texts, to_utf16("id,name\n1,abc\n", false)).rows, Lines{"1|abc"});
  EXPECT_EQ(read_text(texts, to_utf16("id,name\n1,abc\n", true)).rows, Lines{"1|abc"});
  const ReadResult wide = read_text(texts, std::string("\xFF\xFE") + std::string("i\0d\0,\0n\0a\0m\0e\0\n\0", 16) +
                                               std::string("1\0,\0\x0D\x54\x3D\xD8\x00\xDE\n\0", 12));  // 名 and U+1F600
  EXPECT_EQ(wide.rows, Lines{"1|名😀"});
  EXPECT_EQ(wide.files[0].encoding, "UTF-16LE");
  EXPECT_FALSE(wide.files[0].encoding_guessed);
}

TEST(Encodings, Gb18030IsFound) {
  const std::string csv = "id,名称\n1,南京市𠀀\n2,x\n";
  const ReadResult result = read_text(texts, to_gb18030(csv));
  EXPECT_EQ(result.rows, (Lines{"1|南京市𠀀", "2|x"}));
  EXPECT_EQ(result.files[0].encoding, "GB18030");
  EXPECT_TRUE(result.files[0].encoding_guessed);
  EXPECT_FALSE(result.files[0].encoding_doubtful);
  const ReadResult utf_8 = read_text(texts, csv);
  EXPECT_EQ(utf_8.rows, (Lines{"1|南京市𠀀", "2|x"}));
  EXPECT_FALSE(utf_8.files[0].encoding_guessed);
}

TEST(Encodings, DecidedAtTheFirstByteThatIsNotAscii) {
  std::string csv = "id,name\n";
  for (int i = 0; i < 200'000; ++i) csv += std::to_string(i) + ",a\n";  // over 1 MiB
  const ReadResult result = read_text(texts, csv + to_gb18030("x,名称\n"));
  ASSERT_EQ(result.rows.size(), 200'001u);
  EXPECT_EQ(result.rows.back(), "x|名称");
  EXPECT_EQ(result.files[0].encoding, "GB18030");
}

TEST(Encodings, ALaterInvalidByteRejectsItsRow) {
  std::string csv = "id,名称\n";
  for (int i = 0; i < 100'000; ++i) csv += std::to_string(i) + ",名称名称\n";
  const ReadResult utf_8 = read_text(texts, csv + "x,a\xFF\ny,b\n");
  EXPECT_EQ(utf_8.rows.size(), 100'001u);
  EXPECT_EQ(utf_8.rejects, Lines{"100002 名称 undecodable a\xFF"});
  EXPECT_EQ(utf_8.files[0].encoding, "UTF-8");
  const ReadResult gb = read_text(texts, to_gb18030(csv) + "x,a\xFF,\ny,b\n");
  EXPECT_EQ(gb.rows.size(), 100'001u);
  EXPECT_EQ(gb.rejects, Lines{"100002 名称 undecodable a\xFF" "FF"});
}

TEST(Encodings, FewBadBytesInUtf8) {
  const ReadResult result = read_text(texts, "id,名称\n1,南京\n2,\xE5\x8D\n3,苏州\n4,\xC3\n");
  EXPECT_EQ(result.rows, (Lines{"1|南京", "3|苏州"}));
  EXPECT_EQ(result.rejects, (Lines{"3 名称 undecodable \xE5\x8D", "5 名称 undecodable \xC3"}));
  ASSERT_EQ(result.files.size(), 1u);
  EXPECT_TRUE(result.files[0].encoding_doubtful);
  // Valid GB18030 by chance, but plainly UTF-8.
  EXPECT_EQ(read_text(texts, "id,名称\n1,南京苏州无锡南京苏州无锡南京苏州\n2,\xE5\x8D\n").rejects, Lines{"3 名称 undecodable \xE5\x8D"});
}

TEST(Encodings, FewBadBytesInGb18030) {
  const ReadResult result = read_text(texts, to_gb18030("id,名称\n1,南京市外贸企业统一社会信用代码\n2,") + "\xFF" + to_gb18030("\n3,苏州\n"));
  EXPECT_EQ(result.rows, (Lines{"1|南京市外贸企业统一社会信用代码", "3|苏州"}));
  EXPECT_EQ(result.rejects, Lines{"3 名称 undecodable \xFF" "FF"});
}

TEST(Encodings, TheCallerMayChoose) {
  batch::InputOptions options;
  options.encoding = batch::EncodingChoice::gb18030;
  EXPECT_EQ(read_text(texts, to_gb18030("id,名称\n1,南京\n"), options).rows, Lines{"1|南京"});
  options.encoding = batch::EncodingChoice::utf_8;
  EXPECT_NE(read_text(texts, to_gb18030("id,名称\n1,南京\n"), options).failure.find("UTF-8"), std::string::npos);
  options.encoding = batch::EncodingChoice::utf_16;
  EXPECT_EQ(read_text(texts, to_utf16("id,name\n1,a\n", false).substr(2), options).rows, Lines{"1|a"});
  EXPECT_EQ(read_text(texts, to_utf16("id,name\n1,a\n", true), options).rows, Lines{"1|a"});
}

TEST(Encodings, Utf16WithLoneSurrogatesAndAnOddByte) {
  std::string bytes = to_utf16("id,name\n1,a\n", false);
  bytes += std::string("2\0,\0\x00\xD8\n\0", 8) + std::string("3\0,\0b\0\n\0", 8) + "4";
  const ReadResult result = read_text(texts, bytes);
  EXPECT_EQ(result.rows, (Lines{"1|a", "3|b"}));
  EXPECT_EQ(result.rejects.size(), 2u);
}

// ---- Anything at all ------------------------------------------------------------------------------------------------------

TEST(Records, RandomBytesNeverLoseARow) {
  Schema schema = texts;
  schema.fields.push_back(money_field("m", "金额"));
  schema.fields.push_back(field_of(Kind::date, "d"));
  const std::string pieces[] = {",", ",", "\"", "\"\"", "\n", "\r\n", "\r", "a", "1", "12.5", "名", "\xFF", "\x81", std::string(1, '\0'), "2024-03-05",
                                "-", "%", " ", "\xE5\x90", "\t", "1,a,2,2024-01-01\n"};
  for (unsigned seed = 0; seed < 400; ++seed) {
    std::mt19937 random(seed);
    std::string csv = "id,name,m,d\n";
    for (int i = 0; i < 300; ++i) csv += pieces[random() % std::size(pieces)];
    batch::InputOptions options;
    options.record_limit = 200;
    options.encoding = seed % 2 == 0 ? batch::EncodingChoice::utf_8 : batch::EncodingChoice::gb18030;
    options.rules.dialect = seed % 3 == 0 ? batch::Dialect::spreadsheet : batch::Dialect::strict;
    options.check_keys = seed % 5 == 0;
    const ReadResult result = read_text(schema, csv, options);
    ASSERT_EQ(result.failure, "") << seed;
    ASSERT_EQ(result.rows.size() + result.rejects.size(), result.rows_in) << seed;
  }
}

}  // namespace
}  // namespace huice::testing_runtime
