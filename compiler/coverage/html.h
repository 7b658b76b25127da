// Parts of the page that a legal department signs. Only to_html.cpp includes it.
#pragma once
#include <string>
#include <string_view>

#include "compiler/coverage/coverage.h"

namespace huice::coverage {

std::string escaped(std::string_view text);
/// A declaration as in its file, keywords and literals marked.
std::string html_of(const program::Program& program, text::Span declaration);
/// The comment right before a declaration, as a paragraph: how its author read the clause.
std::string html_of_comment(const program::Program& program, text::Span declaration);
/// What came of a rule's scenarios: tables as they are written, with a mark for each row.
std::string html_of_scenarios(const program::Program& program, const Rule& rule, Language language);
/// A clause's text with its quoted fragments, and its figures outside of them, marked.
std::string html_of_text(const Clause& clause);
/// Everything before the first document, with the style; it needs nothing from elsewhere.
std::string html_head(const std::string& title, Language language);

}  // namespace huice::coverage
