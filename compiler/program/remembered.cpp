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

void remembered(Program& program, const std::string& digest, const std::string& what, const std::function<void()>& check) {
  if (!program.cache.on()) return check();
  const std::string key = Cache::key("said " + what, digest);
  if (const auto kept = program.cache.find(key)) {
    std::vector<diagnostics::Diagnostic> all;
    Said said(*kept);
    said(all);
    if (said.finished()) {
      for (auto& each : all) program.sink.add(std::move(each));
      return;
    }
  }
  const size_t before = program.sink.all().size();
  check();
  std::vector<diagnostics::Diagnostic> all(program.sink.all().begin() + static_cast<ptrdiff_t>(before), program.sink.all().end());
  Said said;
  said(all);
  program.cache.keep(key, said.take());
}

}  // namespace huice::program
