#include "compiler/diagnostics/diagnostic.h"

#include <algorithm>
#include <array>

#include "base/test_switch.h"

namespace huice::diagnostics {
namespace {

using enum Severity;

constexpr auto kinds = std::to_array<KindInfo>({
#define HUICE_DIAGNOSTIC(code, severity, en, zh) {#code, severity, en, zh},
#include "compiler/diagnostics/kinds.def"
#undef HUICE_DIAGNOSTIC
});

}  // namespace

const KindInfo& info(Kind kind) { return kinds.at(static_cast<size_t>(kind)); }
size_t kind_count() { return kinds.size(); }

Diagnostic& Diagnostic::hint(std::string en, std::string zh) {
  hints.push_back({std::move(en), std::move(zh)});
  return *this;
}

Diagnostic& Diagnostic::also(text::Span place, std::string en, std::string zh) {
  related.push_back({place, {std::move(en), std::move(zh)}});
  return *this;
}

Diagnostic& Diagnostic::fix(text::Span place, std::string replacement) {
  fixes.push_back({place, std::move(replacement)});
  return *this;
}

Diagnostic& Sink::report(Kind kind, text::Span span, std::initializer_list<Argument> arguments) {
  Diagnostic diagnostic{kind, span, {}, {}, {}, {}};
  for (const auto& [name, value] : arguments) diagnostic.arguments.emplace_back(name, value);
  const size_t before = all_.size();
  add(std::move(diagnostic));
  if (all_.size() > before) return all_.back();
  return discarded_ = Diagnostic{kind, span, {}, {}, {}, {}};
}

void Sink::add(Diagnostic diagnostic) {
  const text::Span span = diagnostic.span;
  if (switched_off(info(diagnostic.kind).code)) return;
  if (!seen_.insert({diagnostic.kind, span.source.value, span.begin, span.end}).second) return;
  if (diagnostic.severity() == Severity::error) ++errors_;
  all_.push_back(std::move(diagnostic));
}

void Sink::sort() {
  const auto key = [](const Diagnostic& d) { return std::tuple(d.span.source.value, d.span.begin, d.span.end); };
  std::stable_sort(all_.begin(), all_.end(), [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

std::string message(const Diagnostic& diagnostic, Language language) {
  const std::string_view pattern = language == Language::en ? info(diagnostic.kind).en : info(diagnostic.kind).zh;
  std::string result;
  for (size_t at = 0; at < pattern.size();) {
    const size_t close = pattern[at] == '{' ? pattern.find('}', at) : std::string_view::npos;
    if (close == std::string_view::npos) {
      result += pattern[at++];
      continue;
    }
    const std::string_view name = pattern.substr(at + 1, close - at - 1);
    // An argument that reads differently in Chinese is given a second time under `name_zh`.
    const auto find = [&](const std::string& wanted) {
      return std::find_if(diagnostic.arguments.begin(), diagnostic.arguments.end(), [&](const auto& a) { return a.first == wanted; });
    };
    auto found = language == Language::zh ? find(std::string(name) + "_zh") : diagnostic.arguments.end();
    if (found == diagnostic.arguments.end()) found = find(std::string(name));
    result += found == diagnostic.arguments.end() ? std::string(pattern.substr(at, close - at + 1)) : found->second;
    at = close + 1;
  }
  return result;
}

std::string apply_fixes(const std::vector<Diagnostic>& all, text::SourceId source, std::string_view bytes, size_t* applied) {
  std::vector<const Fix*> fixes;
  for (const Diagnostic& diagnostic : all) {
    for (const Fix& fix : diagnostic.fixes) {
      if (fix.span.source == source) fixes.push_back(&fix);
    }
  }
  std::stable_sort(fixes.begin(), fixes.end(), [](const Fix* a, const Fix* b) { return a->span.begin < b->span.begin; });
  std::string result;
  size_t done = 0;
  size_t count = 0;
  const Fix* last = nullptr;
  for (const Fix* fix : fixes) {
    const bool twice = last != nullptr && last->span == fix->span;
    if (fix->span.begin < done || twice || fix->span.end > bytes.size()) continue;
    result += bytes.substr(done, fix->span.begin - done);
    result += fix->text;
    done = fix->span.end;
    last = fix;
    ++count;
  }
  result += bytes.substr(done);
  if (applied != nullptr) *applied = count;
  return result;
}

}  // namespace huice::diagnostics
