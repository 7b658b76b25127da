#include "compiler/program/beside.h"

#include "compiler/program/files.h"

namespace huice::program {

namespace fs = std::filesystem;
using diagnostics::Kind;

std::optional<Beside> find_beside(Program& program, const std::string& name, text::Span span) {
  if (program.root == no_root) {
    program.sink.report(Kind::no_folder, span, {{"file", name}})
        .hint("only std/… can be used; or compile the folder that the file lies in", "只能引用 std/…；或者编译该文件所在的文件夹");
    return {};
  }
  const fs::path file = (fs::path(program.sources[span.source].path).parent_path() / name).lexically_normal();
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    program.sink.report(Kind::use_not_found, span, {{"file", file.string()}});
    return {};
  }
  auto canonical = inside(program.root, file);
  if (!canonical) {
    program.sink.report(Kind::use_outside_root, span, {{"path", name}, {"root", program.root}})
        .hint("a huice.toml in a folder further up makes that folder the root",
              "在更上层的文件夹中放置 huice.toml，即以该文件夹为根");
    return {};
  }
  return Beside{file, std::move(*canonical)};
}

}  // namespace huice::program
