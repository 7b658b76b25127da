#include <nlohmann/json.hpp>

#include "compiler/diagnostics/diagnostic.h"

namespace huice::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

const std::string& in(Language language, const Bilingual& text) { return language == Language::en ? text.en : text.zh; }

void put_place(Json& json, text::Span span, const text::Sources& sources) {
  if (!span.source.valid()) return;
  const text::Source& source = sources[span.source];
  const text::Position begin = source.position(span.begin);
  const text::Position end = source.position(span.end);
  json["file"] = source.path;
  json["line"] = begin.line;
  json["column"] = begin.column;
  json["end_line"] = end.line;
  json["end_column"] = end.column;
}

Json to_json(const Diagnostic& diagnostic, const text::Sources& sources, Language language) {
  Json json;
  json["code"] = info(diagnostic.kind).code;
  json["severity"] = word(diagnostic.severity());
  json["message"] = message(diagnostic, language);
  json["hints"] = Json::array();
  for (const Bilingual& hint : diagnostic.hints) json["hints"].push_back(in(language, hint));
  put_place(json, diagnostic.span, sources);
  for (const Related& related : diagnostic.related) {
    Json other{{"message", in(language, related.message)}};
    put_place(other, related.span, sources);
    json["related"].push_back(std::move(other));
  }
  for (const Fix& fix : diagnostic.fixes) {
    Json other{{"text", fix.text}};
    put_place(other, fix.span, sources);
    json["fixes"].push_back(std::move(other));
  }
  return json;
}

}  // namespace

std::string to_json(const std::vector<Diagnostic>& all, const text::Sources& sources, Language language) {
  Json array = Json::array();
  for (const Diagnostic& diagnostic : all) array.push_back(to_json(diagnostic, sources, language));
  return array.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace huice::diagnostics
