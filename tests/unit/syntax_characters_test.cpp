// Characters beyond ASCII: what begins a word, what continues one, what is white space, as Unicode has it.
#include <gtest/gtest.h>

#include "compiler/syntax/tokens.h"

namespace huice::syntax {
namespace {

/// `name(é1) sign(+)`
std::string shown(const std::string& bytes) {
  text::Sources sources;
  const text::SourceId id = text::add_source(sources, "t.policy", bytes);
  std::string all;
  for (const Token& token : tokens(sources[id], id)) {
    const char* kind = "";
    switch (token.kind) {
      case Token::Kind::name: kind = "name"; break;
      case Token::Kind::quoted_name: kind = "quoted"; break;
      case Token::Kind::number: kind = "number"; break;
      case Token::Kind::date: kind = "date"; break;
      case Token::Kind::text: kind = "text"; break;
      case Token::Kind::keyword: kind = "keyword"; break;
      case Token::Kind::sign: kind = "sign"; break;
      case Token::Kind::comment: kind = "comment"; break;
      case Token::Kind::bad: kind = "bad"; break;
    }
    all += (all.empty() ? "" : " ") + std::string(kind) + "(" + std::string(sources[id].slice(token.span)) + ")";
  }
  return all;
}

TEST(SyntaxCharacters, LettersOfAnyScript) {
  EXPECT_EQ(shown("é ñandú Ελλάδα Жизнь 税 𠮷野 ㄅ ª"), "name(é) name(ñandú) name(Ελλάδα) name(Жизнь) name(税) name(𠮷野) name(ㄅ) name(ª)");
  EXPECT_EQ(shown("x+é"), "name(x) sign(+) name(é)");
  EXPECT_EQ(shown("3é 5元 12㎡ 7m²"), "number(3é) number(5元) number(12㎡) number(7m²)");
}

TEST(SyntaxCharacters, WhatOnlyContinuesAWord) {
  EXPECT_EQ(shown("a·b e\u0301 x\u0661"), "name(a·b) name(e\u0301) name(x\u0661)");
  EXPECT_EQ(shown("·a"), "bad(·) name(a)");
  EXPECT_EQ(shown("\u0661"), "bad(\u0661)");  // an Arabic digit begins no number
}

TEST(SyntaxCharacters, NeitherLettersNorSpace) {
  EXPECT_EQ(shown("a€b ☃"), "name(a) bad(€) name(b) bad(☃)");
  EXPECT_EQ(shown("\"€ ☃\u00A0\u2028\" 「€ ☃」"), "text(\"€ ☃\u00A0\u2028\") quoted(「€ ☃」)");
  EXPECT_EQ(shown("a² ≥ ‰"), "name(a²) sign(≥) sign(‰)");
}

TEST(SyntaxCharacters, WhiteSpace) {
  EXPECT_EQ(shown("a\u00A0b\u2003c\u2028d\u0085e\uFEFFf\u3000g\vh\fi"), "name(a) name(b) name(c) name(d) name(e) name(f) name(g) name(h) name(i)");
  EXPECT_EQ(shown("// a\u2028b\nc"), "comment(// a\u2028b) name(c)");  // only \r and \n end a line
  EXPECT_EQ(shown("2024-01-01 10:00:00"), "date(2024-01-01 10:00:00)");
  EXPECT_EQ(shown("2024-01-01\u00A010"), "date(2024-01-01) number(10)");
}

TEST(SyntaxCharacters, KeywordsAreWholeWords) {
  EXPECT_EQ(shown("按 按é 按· 当 当期"), "keyword(按) name(按é) name(按·) keyword(当) name(当期)");
}

}  // namespace
}  // namespace huice::syntax
