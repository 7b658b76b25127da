#include "compiler/program/remembered.h"

#include "base/archive.h"

namespace huice {
HUICE_FIELDS(Bilingual, en, zh)
}  // namespace huice

namespace huice::text {
HUICE_FIELDS(Span, source, begin, end)
}  // namespace huice::text

namespace huice::diagnostics {
HUICE_FIELDS(Related, span, message)
HUICE_FIELDS(Fix, span, text)
HUICE_FIELDS(Diagnostic, kind, span, arguments, hints, related, fixes)
}  // namespace huice::diagnostics

namespace huice::program {
namespace {

struct Said : Archive<Said> {
  using Archive::Archive;
};

}  // namespace

void remembered(Program& program, const std::string& what, const std::function<void(diagnostics::Sink&)>& check) {
  const std::string key = program.cache.on() ? Cache::key("said " + what, program.digest) : "";
  std::vector<diagnostics::Diagnostic> all;
  const auto kept = program.cache.find(key);
  bool known = kept.has_value();
  if (kept) {
    Said said(*kept);
    said(all);
    if (!(known = said.finished())) all.clear();
  }
  if (!known) {
    diagnostics::Sink sink;
    check(sink);
    all = sink.all();
    Said said;
    said(all);
    program.cache.keep(key, said.take());
  }
  for (auto& each : all) program.sink.add(std::move(each));
}

}  // namespace huice::program
