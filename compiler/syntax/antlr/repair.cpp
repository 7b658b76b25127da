// lex(): from what the lexer read to what the parser may see. Each fault is reported here once and repaired, so that it
// makes no second message further on.
#include <algorithm>
#include <array>

#include "base/unicode/closest.h"
#include "base/unicode/utf8.h"
#include "base/unicode/width.h"
#include "base/units.h"
#include "compiler/syntax/antlr/lexing.h"
#include "compiler/syntax/glued.h"

namespace huice::syntax::antlr {
namespace {

using antlr4::CommonToken;
using antlr4::Token;
using diagnostics::Kind;
using L = PolicyLexer;

class Repair {
 public:
  Repair(const Text& text, diagnostics::Sink& sink) : text_(text), sink_(sink) {}

  Lexed run() {
    Tokens raw = raw_tokens(text_);
    if (raw.size() == most_tokens) {
      sink_.report(Kind::file_too_large, text_.span(*raw.back()),
                   {{"limit", std::to_string(most_tokens) + " words and signs"}, {"limit_zh", std::to_string(most_tokens) + " 个词和符号"}})
          .hint("split it into several files of one folder", "请拆分为同一文件夹下的多个文件");
    }
    for (size_t i = 0; i < raw.size(); ++i) {
      next_type_ = i + 1 < raw.size() ? raw[i + 1]->getType() : static_cast<size_t>(Token::EOF);
      read(std::move(raw[i]));
    }
    mark_unit_prices();
    mark_subtraction();
    lexed_.tokens = bounded(std::move(lexed_.tokens), text_, sink_);
    return std::move(lexed_);
  }

 private:
  void read(std::unique_ptr<Token> token) {
    const size_t type = token->getType();
    if (type != L::ERROR_CHARACTER) bad_run_ = false;
    switch (type) {
      case L::LINE_COMMENT:
      case L::BLOCK_COMMENT: lexed_.comments.push_back(text_.span(*token)); return;
      case L::UNTERMINATED_COMMENT: return unterminated_comment(*token);
      case L::UNTERMINATED_STRING: return unterminated(std::move(token), Kind::unterminated_text, L::STRING);
      case L::UNTERMINATED_NAME: return unterminated(std::move(token), Kind::unterminated_name, L::QUOTED_NAME);
      case L::QUOTED_NAME: return quoted_name(std::move(token));
      case L::ERROR_CHARACTER: return bad_character(*token);
      case L::BAD_DATE: return bad_date(std::move(token));
      case L::AMBIGUOUS: return ambiguous(text_.span(*token));
      case L::NUMBER: return number(std::move(token));
      case L::NAME: return name(std::move(token));
      default: return put(std::move(token));
    }
  }

  void put(std::unique_ptr<Token> token) { lexed_.tokens.push_back(std::move(token)); }

  void put(size_t type, const Token& like, size_t first, size_t last) {
    auto token = std::make_unique<CommonToken>(type);
    token->setStartIndex(first);
    token->setStopIndex(last);
    token->setLine(like.getLine());
    token->setCharPositionInLine(like.getCharPositionInLine() + (first - like.getStartIndex()));
    put(std::move(token));
  }

  void retype(std::unique_ptr<Token> token, size_t type) {
    dynamic_cast<CommonToken&>(*token).setType(type);
    put(std::move(token));
  }

  void unterminated_comment(const Token& token) {
    sink_.report(Kind::unterminated_comment, text_.span(token.getStartIndex(), token.getStartIndex() + 1))
        .hint("close it with */", "请用 */ 闭合");
  }

  void unterminated(std::unique_ptr<Token> token, Kind kind, size_t type) {
    const char32_t open = text_.folded()[token->getStartIndex()];
    std::string close;
    unicode::append_utf8(close, open == U'「' ? U'」' : open == U'“' ? U'”' : open);
    sink_.report(kind, text_.span(*token)).hint("close it with " + close, "请用 " + close + " 闭合");
    retype(std::move(token), type);
  }

  void quoted_name(std::unique_ptr<Token> token) {
    if (token->getStopIndex() == token->getStartIndex() + 1) sink_.report(Kind::empty_name, text_.span(*token));
    put(std::move(token));
  }

  void bad_character(const Token& token) {
    if (bad_run_) return;
    bad_run_ = true;
    const std::string shown = "`" + unicode::printable(text_.slice(token)) + "`";
    auto& report = sink_.report(Kind::bad_character, text_.span(token), {{"character", shown}});
    switch (text_.folded()[token.getStartIndex()]) {
      case U';':
      case U'。': report.hint("items are separated by line breaks or commas", "各项以换行或逗号分隔"); break;
      case U'!': report.hint("write `not` or `!=`", "请写“非”或 !="); break;
      case U'&': report.hint("write `and`", "请写“且”"); break;
      case U'\'': report.hint("texts stand in \"…\" or “…”", "文本用 \"…\" 或“…”"); break;
      case U'[':
      case U']': report.hint("sets are written {a, b}", "集合写作 {a, b}"); break;
      case U'$':
      case U'￥':
      case U'¥': report.hint("write the unit behind the number: 5000元", "单位写在数字之后：5000元"); break;
      default: break;
    }
  }

  void bad_date(std::unique_ptr<Token> token) {
    const text::Span span = text_.span(*token);
    sink_.report(Kind::bad_date, span, {{"text", std::string(text_.source().slice(span))}})
        .hint("a date is written 2024-03-05 or 2024年3月5日", "日期写作 2024-03-05 或 2024年3月5日");
    retype(std::move(token), L::DATE);
  }

  void ambiguous(text::Span span) {
    const bool above = text_.source().slice(span) != "以下";
    sink_.report(Kind::ambiguous_bound, span, {{"word", std::string(text_.source().slice(span))}})
        .hint(above ? "write `>=` if the number itself counts, `>` if it does not"
                    : "write `<=` if the number itself counts, `<` if it does not",
              above ? "含本数请写 >=（不低于），不含本数请写 >（超过）" : "含本数请写 <=（不超过），不含本数请写 <（不足）");
  }

  /// `300万元以上`, `3年的`, `50亩且`: a number whose suffix is a known unit and then a word.
  void number(std::unique_ptr<Token> token) {
    const std::u32string& all = text_.folded();
    const size_t first = token->getStartIndex();
    const size_t last = token->getStopIndex();
    size_t suffix = first;
    while (suffix <= last && (all[suffix] < 0x80 && (std::isdigit(static_cast<int>(all[suffix])) != 0 || all[suffix] == U'_' || all[suffix] == U'.'))) ++suffix;
    const auto part = [&](size_t from, size_t to) { return std::u32string_view(all).substr(from, to - from); };
    if (suffix > last || known_unit(part(suffix, last + 1))) return put(std::move(token));
    for (size_t split = last; split > suffix; --split) {
      if (!known_unit(part(suffix, split))) continue;
      const std::u32string_view rest = part(split, last + 1);
      if (rest == U"以上" || rest == U"以下") {
        ambiguous(text_.span(split, last));
        return put(L::NUMBER, *token, first, split - 1);
      }
      if (!begins_with_keyword(rest)) break;
      report_glued(text_.span(*token), {text_.span(split, last).begin - text_.span(*token).begin});
      put(L::NUMBER, *token, first, split - 1);
      return relex(*token, split, last);
    }
    unknown_unit(*token, suffix);
    put(L::UNREADABLE, *token, first, last);
  }

  void unknown_unit(const Token& token, size_t suffix) {
    const text::Span span = text_.span(suffix, token.getStopIndex());
    std::string unit = text_.word(token);
    unit = unit.substr(suffix - token.getStartIndex());  // digits are one byte each
    std::vector<std::string> known;
    for (const Unit& one : all_units()) known.emplace_back(one.name);
    auto& diagnostic = sink_.report(Kind::unknown_unit, span, {{"unit", unit}});
    if (const auto meant = unicode::closest(unit, known)) diagnostic.hint("did you mean `" + *meant + "`?", "是否应为“" + *meant + "”？");
    diagnostic.hint("for example 300万元, 30%, 50亩, 3年, 12人; a name needs a space or a sign before it",
              "例如 300万元、30%、50亩、3年、12人；名称之前须有空格或符号");
  }

  /// `最高300万元`; `按贸易类型 {` where an operand stands.
  void name(std::unique_ptr<Token> token) {
    const std::string_view word = text_.slice(*token);
    static constexpr std::array<std::string_view, 9> before_number{"不超过", "不低于", "不足", "超过", "最高", "最低", "缺省", "自", "至"};
    for (const auto keyword : before_number) {
      if (word.size() > keyword.size() && word.starts_with(keyword) && std::isdigit(static_cast<unsigned char>(word[keyword.size()])) != 0) {
        return split_name(*token, keyword.size());
      }
    }
    static constexpr std::array<std::string_view, 4> before_selector{"分档按", "累进按", "插值按", "按"};
    if (next_type_ == L::LEFT_BRACE && operand_expected()) {
      for (const auto keyword : before_selector) {
        if (word.size() > keyword.size() && word.starts_with(keyword)) return split_name(*token, keyword.size());
      }
    }
    put(std::move(token));
  }

  bool operand_expected() const {
    if (lexed_.tokens.empty()) return false;
    switch (lexed_.tokens.back()->getType()) {
      case L::EQUAL: case L::COLON: case L::LEFT_PAREN: case L::COMMA: case L::PLUS: case L::MINUS: case L::STAR:
      case L::SLASH: case L::OF: case L::PAY: case L::REQUIRE: case L::LIMIT: case L::AT_MOST: case L::AT_LEAST:
      case L::MOST: case L::LEAST: return true;
      default: return false;
    }
  }

  void split_name(const Token& token, size_t bytes) {
    const std::string_view word = text_.slice(token);
    report_glued(text_.span(token), {bytes});
    const size_t split = token.getStartIndex() + unicode::count_code_points(word.substr(0, bytes));
    relex(token, token.getStartIndex(), split - 1);
    relex(token, split, token.getStopIndex());
  }

  void report_glued(text::Span span, const std::vector<size_t>& offsets) {
    const std::string_view word = text_.source().slice(span);
    auto& report = sink_.report(Kind::glued_words, span, {{"words", with_spaces(word, offsets)}});
    for (const size_t offset : offsets) {
      const auto at = static_cast<uint32_t>(span.begin + offset);
      report.fix({span.source, at, at}, " ");
    }
  }

  /// Reads characters [first, last] of `token` again, as tokens of their own.
  void relex(const Token& token, size_t first, size_t last) {
    const std::u32string part = text_.folded().substr(first, last + 1 - first);
    antlr4::ANTLRInputStream characters(to_utf8(part));
    PolicyLexer lexer(&characters);
    lexer.removeErrorListeners();
    for (auto inner = lexer.nextToken(); inner->getType() != Token::EOF; inner = lexer.nextToken()) {
      if (inner->getChannel() != Token::DEFAULT_CHANNEL) continue;
      if (inner->getType() == L::AMBIGUOUS) {
        ambiguous(text_.span(first + inner->getStartIndex(), first + inner->getStopIndex()));
        continue;
      }
      put(inner->getType(), token, first + inner->getStartIndex(), first + inner->getStopIndex());
    }
  }

  static std::string to_utf8(std::u32string_view text) {
    std::string result;
    for (const char32_t c : text) unicode::append_utf8(result, c);
    return result;
  }

  static bool known_unit(std::u32string_view text) {
    return text.size() <= 20 && parse_scaled_unit(unicode_nfc(text)).has_value();
  }
  static std::string unicode_nfc(std::u32string_view text) { return to_utf8(text); }

  static bool begins_with_keyword(std::u32string_view text) {
    static constexpr std::array<std::u32string_view, 22> words{U"的",   U"且",   U"或",   U"除非", U"当",   U"最高", U"最低", U"超过",
                                                               U"不超过", U"不低于", U"不足", U"以上", U"以下", U"缺省", U"取整", U"至",
                                                               U"到",   U"每",   U"其中", U"例外", U"因",   U"属于"};
    return std::any_of(words.begin(), words.end(), [&](std::u32string_view word) { return text.starts_with(word); });
  }

  static bool adjacent(const Token& a, const Token& b) { return a.getStopIndex() + 1 == b.getStartIndex(); }

  /// `800元/亩` is a number with a unit price; `800元/亩数` and `a / 亩` divide.
  void mark_unit_prices() {
    Tokens& all = lexed_.tokens;
    for (size_t i = 1; i + 1 < all.size(); ++i) {
      if (all[i]->getType() != L::SLASH || all[i - 1]->getType() != L::NUMBER) continue;
      if (!adjacent(*all[i - 1], *all[i]) || !adjacent(*all[i], *all[i + 1])) continue;
      const char32_t before = text_.folded()[all[i]->getStartIndex() - 1];
      if (before < 0x80 && std::isdigit(static_cast<int>(before)) != 0) continue;
      const size_t type = all[i + 1]->getType();
      if (type != L::NAME && type != L::UNIT_NAME && !is_contextual(type)) continue;
      const std::optional<ScaledUnit> unit = parse_scaled_unit(text_.word(*all[i + 1]));
      if (unit && unit->unit != nullptr) dynamic_cast<CommonToken&>(*all[i]).setType(L::UNIT_SLASH);
    }
  }

  /// A `-` behind an operand on the same line subtracts, so that the parser need not look for a `:` far ahead, as in
  /// `match x { 1: a \n -1: b }`.
  void mark_subtraction() {
    Tokens& all = lexed_.tokens;
    for (size_t i = 1; i < all.size(); ++i) {
      if (all[i]->getType() != L::MINUS || all[i - 1]->getLine() != all[i]->getLine()) continue;
      switch (all[i - 1]->getType()) {
        case L::NUMBER: case L::NAME: case L::QUOTED_NAME: case L::RIGHT_PAREN: case L::RIGHT_BRACE: case L::DATE:
        case L::DATETIME: case L::UNREADABLE: dynamic_cast<CommonToken&>(*all[i]).setType(L::MINUS_BETWEEN); break;
        default: break;
      }
    }
  }

  const Text& text_;
  diagnostics::Sink& sink_;
  Lexed lexed_;
  size_t next_type_ = 0;
  bool bad_run_ = false;
};

}  // namespace

Lexed lex(const Text& text, diagnostics::Sink& sink) { return Repair(text, sink).run(); }

}  // namespace huice::syntax::antlr
