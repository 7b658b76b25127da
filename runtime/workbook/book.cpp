#include "runtime/workbook/book.h"

#include <charconv>
#include <cstring>
#include <map>

#include "base/unicode/utf8.h"
#include "runtime/workbook/xml.h"

namespace huice::workbook {
namespace {

constexpr size_t most_sheets = 10'000, most_styles = 100'000;

/// What all small parts share.
class Handler : public XmlHandler {
 public:
  explicit Handler(const std::string& file) : file_(file) {}
  const std::optional<Failure>& failure() const final { return failure_; }

 protected:
  void fail(const std::string& en, const std::string& zh) { failure_ = unusable(file_, en, zh); }
  void too_many(const char* en, const char* zh) { fail(std::string("more ") + en + " than a workbook has; it is refused", std::string(zh) + "过多，已拒绝读取"); }
  const std::string& file_;
  std::optional<Failure> failure_;
};

std::string value(const Attributes& attributes, std::string_view name) {
  const char* const found = attributes.find(name);
  return found != nullptr ? found : "";
}

unsigned number(const Attributes& attributes, std::string_view name, unsigned otherwise = 0) {
  const char* const found = attributes.find(name);
  if (found != nullptr) std::from_chars(found, found + std::strlen(found), otherwise);
  return otherwise;
}

bool truth(const std::string& word) { return word == "1" || word == "true" || word == "on"; }

/// `../theme.xml` beside `xl/`: parts are named from the root.
std::string joined(const std::string& folder, const std::string& target) {
  if (target.starts_with('/')) return target.substr(1);
  std::string base = folder, rest = target;
  while (rest.starts_with("../") || rest.starts_with("./")) {
    if (rest.starts_with("../") && !base.empty()) base.erase(base.rfind('/', base.size() - 2) == std::string::npos ? 0 : base.rfind('/', base.size() - 2) + 1);
    rest.erase(0, rest.find('/') + 1);
  }
  return base + rest;
}

struct Relation {
  std::string type, target;
};

class Relations final : public Handler {
 public:
  using Handler::Handler;
  void start(std::string_view name, const Attributes& attributes) override {
    if (name != "Relationship") return;
    if (all.size() > most_sheets) return too_many("parts", "部件");
    all[value(attributes, "Id")] = {value(attributes, "Type"), value(attributes, "Target")};
  }
  /// The target of the first relation whose type ends so.
  std::string find(std::string_view type) const {
    for (const auto& [id, relation] : all) {
      if (relation.type.ends_with(type)) return relation.target;
    }
    return {};
  }
  std::map<std::string, Relation> all;
};

class Sheets final : public Handler {
 public:
  using Handler::Handler;
  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "workbookPr") from_1904 = truth(value(attributes, "date1904"));
    if (name != "sheet") return;
    if (sheets.size() > most_sheets) return too_many("sheets", "工作表");
    const std::string state = value(attributes, "state");
    sheets.push_back({value(attributes, "name"), value(attributes, "id"), state == "hidden" || state == "veryHidden"});
  }
  bool from_1904 = false;
  std::vector<SheetName> sheets;  // with the id of the part
};

class Styles final : public Handler {
 public:
  using Handler::Handler;
  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "numFmt") {
      if (codes_.size() > most_styles) return too_many("number formats", "数字格式");
      codes_[number(attributes, "numFmtId")] = shown_by(value(attributes, "formatCode"));
    }
    if (name == "cellXfs") inside_ = true;
    if (!inside_ || name != "xf") return;
    if (styles.size() > most_styles) return too_many("styles", "样式");
    const unsigned id = number(attributes, "numFmtId");
    const auto found = codes_.find(id);
    styles.push_back(found != codes_.end() ? found->second : shown_by(id));
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }
  std::vector<Shows> styles;

 private:
  std::map<unsigned, Shows> codes_;
  bool inside_ = false;
};

class SharedStrings final : public Handler {
 public:
  SharedStrings(const std::string& file, Strings& strings) : Handler(file), strings_(strings) {}
  void start(std::string_view name, const Attributes&) override {
    if (name == "si") text_.clear();
    else if (name == "rPh") phonetic_ = true;  // how it is read aloud
    else if (name == "t") inside_ = !phonetic_;
  }
  void text(std::string_view text) override {
    if (!inside_) return;
    text_.append(text);
    if (text_.size() > most_text) fail("a shared string is longer than a cell's text may be", "共享字符串超过单元格文本的长度上限");
  }
  void end(std::string_view name) override {
    if (name == "t") inside_ = false;
    else if (name == "rPh") phonetic_ = false;
    else if (name == "si") {
      if (Outcome outcome = strings_.add(unescaped(text_)); !outcome) failure_ = outcome.failure();
    }
  }

 private:
  Strings& strings_;
  std::string text_;
  bool inside_ = false, phonetic_ = false;
};

Outcome read(Package& package, const std::string& part, XmlHandler& handler) {
  auto opened = package.part(part);
  if (!opened) return opened.failure();
  return XmlReader(package.file(), part, std::move(*opened), handler).run();
}

}  // namespace

std::string unescaped(std::string_view text) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    const size_t mark = std::min(text.find("_x", at), text.size());
    plain.append(text.substr(at, mark - at));
    at = mark;
    if (at == text.size()) break;
    uint32_t code = 0;
    const bool escape = at + 7 <= text.size() && text[at + 6] == '_' && std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16).ptr == text.data() + at + 6;
    if (escape && (code < 0xD800 || code > 0xDFFF)) {
      unicode::append_utf8(plain, static_cast<char32_t>(code));
      at += 7;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

std::string Book::listed() const {
  std::string list;
  for (const SheetName& sheet : sheets) list += (list.empty() ? "" : "、") + sheet.name;
  return list;
}

Result<const SheetName*> Book::sheet(const std::optional<std::string>& name) const {
  for (const SheetName& sheet : sheets) {
    if (name ? sheet.name == *name : !sheet.hidden) return &sheet;
  }
  if (!name) return unusable(package->file(), "the workbook has no sheet that is not hidden", "工作簿没有未隐藏的工作表");
  return unusable(package->file(), "there is no sheet " + *name + "; there are " + listed(), "没有工作表“" + *name + "”；现有：" + listed());
}

Result<std::shared_ptr<Book>> Book::open(const std::string& file, const std::string& folder) {
  auto package = Package::open(file);
  if (!package) return package.failure();
  auto book = std::make_shared<Book>(std::move(*package), folder);
  Package& its = *book->package;
  if (its.has("xl/workbook.bin")) {
    return unusable(file, "this is a binary workbook (.xlsb); save it as .xlsx", "这是二进制工作簿（.xlsb）；请另存为 .xlsx");
  }
  Relations root(its.file());
  if (Outcome outcome = read(its, "_rels/.rels", root); !outcome) return outcome.failure();
  const std::string workbook = joined("", root.find("/officeDocument"));
  if (workbook.empty() || workbook.find("word/") == 0 || workbook.find("ppt/") == 0) {
    return unusable(file, "this is an office document, but no workbook", "这是办公文档，但不是工作簿");
  }
  const size_t slash = workbook.rfind('/');
  const std::string base = slash == std::string::npos ? "" : workbook.substr(0, slash + 1), name = workbook.substr(base.size());
  Relations relations(its.file());
  if (Outcome outcome = read(its, base + "_rels/" + name + ".rels", relations); !outcome) return outcome.failure();
  Sheets sheets(its.file());
  if (Outcome outcome = read(its, workbook, sheets); !outcome) return outcome.failure();
  book->from_1904 = sheets.from_1904;
  for (SheetName& sheet : sheets.sheets) {
    const auto found = relations.all.find(sheet.part);
    if (found == relations.all.end() || !found->second.type.ends_with("/worksheet")) continue;  // a chart
    sheet.part = joined(base, found->second.target);
    book->sheets.push_back(std::move(sheet));
  }
  if (const std::string styles = relations.find("/styles"); !styles.empty()) {
    Styles read_styles(its.file());
    if (Outcome outcome = read(its, joined(base, styles), read_styles); !outcome) return outcome.failure();
    book->styles = std::move(read_styles.styles);
  }
  if (const std::string strings = relations.find("/sharedStrings"); !strings.empty()) {
    SharedStrings shared(its.file(), book->strings);
    if (Outcome outcome = read(its, joined(base, strings), shared); !outcome) return outcome.failure();
  }
  if (Outcome outcome = book->strings.finish(); !outcome) return outcome.failure();
  return book;
}

}  // namespace huice::workbook
