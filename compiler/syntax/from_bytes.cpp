#include "compiler/syntax/from_bytes.h"

#include "compiler/syntax/from_text.h"
#include "compiler/syntax/kept.h"
#include "compiler/text/from_bytes.h"

namespace huice::syntax {
namespace {

void report(const text::Fault& fault, diagnostics::Sink& sink) {
  using diagnostics::Kind;
  switch (fault.kind) {
    case text::Fault::Kind::file_too_large:
      sink.report(Kind::file_too_large, fault.span, {{"limit", std::to_string(text::largest_file >> 20) + " MiB"}})
          .hint("split it into several files of one folder", "请拆分为同一文件夹下的多个文件");
      return;
    case text::Fault::Kind::empty_file:
      sink.report(Kind::empty_file, fault.span)
          .hint("was it saved? write declarations into it, or delete it", "是否忘了保存？请写入内容，或删除该文件");
      return;
    case text::Fault::Kind::invalid_utf8:
      sink.report(Kind::invalid_utf8, fault.span)
          .hint("save the file as UTF-8; GB18030 is for data files only", "请将文件另存为 UTF-8；GB18030 仅用于数据文件");
      return;
    case text::Fault::Kind::nul_byte:
      sink.report(Kind::nul_byte, fault.span).hint("save the file as UTF-8 text", "请将文件存为 UTF-8 文本");
      return;
  }
}

void parse(const text::Sources& sources, text::SourceId source, Tree& tree, diagnostics::Sink& sink, const Cache& cache) {
  if (!cache.on()) return from_text(sources, source, tree, sink);
  const std::string key = Cache::key("tree", sources[source].bytes);
  if (const auto kept = cache.find(key); kept && add_kept(*kept, source, tree)) return;
  const size_t first_expr = tree.exprs.size(), said = sink.all().size();
  from_text(sources, source, tree, sink);
  if (sink.all().size() == said) cache.keep(key, to_bytes(tree, first_expr));
}

}  // namespace

text::SourceId from_bytes(text::Sources& sources, std::string path, std::string bytes, Tree& tree, diagnostics::Sink& sink, const Cache& cache) {
  const text::Reading reading = text::from_bytes(sources, std::move(path), std::move(bytes));
  if (reading.fault) {
    report(*reading.fault, sink);
    tree.files.push_back(File{reading.source, std::nullopt, {}, {}});
  } else {
    parse(sources, reading.source, tree, sink, cache);
  }
  return reading.source;
}

}  // namespace huice::syntax
