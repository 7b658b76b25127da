#include "runtime/workbook/xml.h"

#include <expat.h>

#include <new>

namespace huice::workbook {
namespace {

constexpr int block = 64 << 10;
constexpr int most_deep = 64;                 // elements inside each other
constexpr long long most_token = 4 << 20;     // bytes of one tag

std::string_view local(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

const char* Attributes::find(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (local(pair[0]) == name) return pair[1];
  }
  return nullptr;
}

struct XmlReader::Parser {
  XML_Parser expat;
  XmlHandler* handler;
  int depth = 0;
  long long fed = 0;
  const char* refused = nullptr;

  ~Parser() { XML_ParserFree(expat); }
  void stop_if_failed() {
    if (handler->failure()) XML_StopParser(expat, XML_FALSE);
  }
  void refuse(const char* why) {
    refused = why;
    XML_StopParser(expat, XML_FALSE);
  }
  static void on_start(void* data, const char* name, const char** attributes) {
    auto& parser = *static_cast<Parser*>(data);
    if (parser.refused != nullptr || parser.handler->failure()) return;
    if (++parser.depth > most_deep) return parser.refuse("elements too deep inside each other / 元素嵌套过深");
    parser.handler->start(local(name), Attributes(attributes));
    parser.stop_if_failed();
  }
  static void on_end(void* data, const char* name) {
    auto& parser = *static_cast<Parser*>(data);
    if (parser.refused != nullptr || parser.handler->failure()) return;
    --parser.depth;
    parser.handler->end(local(name));
    parser.stop_if_failed();
  }
  static void on_text(void* data, const char* text, int size) {
    auto& parser = *static_cast<Parser*>(data);
    if (parser.refused != nullptr || parser.handler->failure()) return;
    parser.handler->text({text, static_cast<size_t>(size)});
    parser.stop_if_failed();
  }
  static void on_doctype(void* data, const char*, const char*, const char*, int) {
    static_cast<Parser*>(data)->refuse("a document type, which workbooks never have / 含有工作簿不应有的 DOCTYPE");
  }
};

XmlReader::XmlReader(std::string file, std::string where, std::unique_ptr<Part> part, XmlHandler& handler)
    : file_(std::move(file)), where_(std::move(where)), part_(std::move(part)), handler_(handler) {
  XML_Parser expat = XML_ParserCreate(nullptr);
  if (expat == nullptr) throw std::bad_alloc();
  parser_.reset(new Parser{expat, &handler_});
  XML_SetUserData(expat, parser_.get());
  XML_SetElementHandler(expat, Parser::on_start, Parser::on_end);
  XML_SetCharacterDataHandler(expat, Parser::on_text);
  XML_SetStartDoctypeDeclHandler(expat, Parser::on_doctype);
}
XmlReader::~XmlReader() = default;

Failure XmlReader::damaged(const std::string& why) const {
  const std::string line = std::to_string(XML_GetCurrentLineNumber(parser_->expat)), column = std::to_string(XML_GetCurrentColumnNumber(parser_->expat) + 1);
  return unusable(file_, "the workbook is damaged (" + where_ + ", line " + line + ", column " + column + " of its XML: " + why + "); open it in a spreadsheet program and save it again",
                  "工作簿已损坏（" + where_ + "，XML 第 " + line + " 行第 " + column + " 列：" + why + "）；请在电子表格软件中打开并重新保存");
}

Result<bool> XmlReader::step() {
  void* const buffer = XML_GetBuffer(parser_->expat, block);
  if (buffer == nullptr) throw std::bad_alloc();
  const Result<size_t> count = part_->read(static_cast<char*>(buffer), block);
  if (!count) return count.failure();
  parser_->fed += static_cast<long long>(*count);
  const XML_Status status = XML_ParseBuffer(parser_->expat, static_cast<int>(*count), *count == 0);
  if (handler_.failure()) return *handler_.failure();
  if (parser_->refused != nullptr) return damaged(parser_->refused);
  if (status != XML_STATUS_OK) return damaged(XML_ErrorString(XML_GetErrorCode(parser_->expat)));
  if (parser_->fed - XML_GetCurrentByteIndex(parser_->expat) > most_token) return damaged("a tag of more than 4 MiB / 标签超过 4 MiB");
  return *count > 0;
}

Outcome XmlReader::run() {
  for (;;) {
    const Result<bool> more = step();
    if (!more) return more.failure();
    if (!*more) return Nothing{};
  }
}

}  // namespace huice::workbook
