#include "compiler/syntax/kept.h"

#include "compiler/syntax/tree_fields.h"

namespace huice::syntax {

/// Expressions are numbered from the file's first, and every span lies in the file: where it stands among a program's files is another
/// program's matter.
class KeptFile : public Archive<KeptFile> {
 public:
  KeptFile(size_t first_expr, text::SourceId source) : first_(static_cast<uint32_t>(first_expr)), source_(source) {}
  KeptFile(std::string_view bytes, size_t first_expr, text::SourceId source)
      : Archive(bytes), first_(static_cast<uint32_t>(first_expr)), source_(source) {}

  void expr(ExprId& id) {
    if (reading()) {
      (*this)(id.value);
      if (id.valid()) id.value += first_;
    } else {
      ExprId here{id.valid() ? id.value - first_ : id.value};
      (*this)(here.value);
    }
  }
  void source(text::SourceId& id) {
    bool valid = id.valid();
    (*this)(valid);
    if (reading()) id = valid ? source_ : text::SourceId{};
  }

 private:
  uint32_t first_;
  text::SourceId source_;
};

// Found before the ways that other archives have.
void fields(KeptFile& kept, ExprId& id) { kept.expr(id); }
void fields(KeptFile& kept, text::SourceId& id) { kept.source(id); }

std::string to_bytes(const Tree& tree, size_t first_expr) {
  File file = tree.files.back();
  std::vector<Expr> exprs(tree.exprs.begin() + static_cast<ptrdiff_t>(first_expr), tree.exprs.end());
  KeptFile kept(first_expr, file.source);
  kept(file, exprs);
  return kept.take();
}

bool add_kept(std::string_view bytes, text::SourceId source, Tree& tree) {
  KeptFile kept(bytes, tree.exprs.size(), source);
  File file;
  std::vector<Expr> exprs;
  kept(file, exprs);
  if (!kept.finished()) return false;
  tree.exprs.reserve(tree.exprs.size() + exprs.size());
  for (Expr& expr : exprs) tree.exprs.add(std::move(expr));
  tree.files.push_back(std::move(file));
  return true;
}

}  // namespace huice::syntax
