#include "compiler/coverage/html.h"

namespace huice::coverage {
namespace {

constexpr std::string_view style = R"css(
:root { --ink: #1c2430; --soft: #667085; --line: #d8dde5; --mark: #fff2b8; --ok: #14793f; --bad: #b42318; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1480px; padding: 32px 40px; color: var(--ink); background: #fff;
  font: 15px/1.65 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
h1 { font-size: 26px; line-height: 1.35; margin: 0 0 4px; }
h2 { font-size: 21px; margin: 44px 0 4px; }
.facts, .reads, .none { color: var(--soft); font-size: 13px; }
.facts { margin: 0 0 14px; overflow-wrap: anywhere; }
.index { display: flex; flex-wrap: wrap; gap: 4px; margin: 10px 0 24px; padding: 0; list-style: none; font-size: 13px; }
.index a { display: block; min-width: 34px; padding: 1px 7px; text-align: center; border: 1px solid var(--line); border-radius: 4px; color: var(--ink); text-decoration: none; }
.index .ruled { background: #e8f3ec; }
.index .unaccounted, .index .wrong { background: #fde7e4; border-color: #f3b8b0; }
.clause { border: 1px solid var(--line); border-radius: 8px; margin: 0 0 18px; overflow: hidden; }
.clause > header { display: flex; gap: 14px; align-items: baseline; padding: 9px 18px; background: #f5f7fa; border-bottom: 1px solid var(--line); }
.clause h3 { margin: 0; font-size: 16px; }
.clause header span { color: var(--soft); font-size: 13px; }
.sides { display: grid; grid-template-columns: minmax(0, 4fr) minmax(0, 9fr); }
.said { padding: 14px 18px; border-right: 1px solid var(--line); }
.said p { margin: 0 0 10px; white-space: pre-line; overflow-wrap: anywhere; }
.done { padding: 14px 18px; min-width: 0; }
mark { background: var(--mark); color: inherit; padding: 1px 0; }
u.out { text-decoration: underline wavy var(--bad); text-underline-offset: 4px; }
u.told { text-decoration: underline dotted var(--soft); text-underline-offset: 4px; }
ul.notes { margin: 8px 0 0; padding-left: 18px; font-size: 13px; color: var(--soft); }
.fault { color: var(--bad); }
.rule + .rule { margin-top: 20px; padding-top: 16px; border-top: 1px dashed var(--line); }
.rule h4 { margin: 0 0 6px; font-size: 15px; }
.reading { margin: 0 0 6px; font-size: 13.5px; color: #344054; }
.kind { display: inline-block; font-size: 12px; font-weight: 500; padding: 0 8px; margin-right: 8px; border-radius: 9px; color: #fff; background: #475467; }
.kind.benefit { background: #175cd3; } .kind.eligibility { background: #0e7090; } .kind.target { background: #6941c6; } .kind.pool { background: #93370d; }
.rule h4 code { font-weight: 400; color: var(--soft); }
pre { margin: 6px 0; padding: 9px 12px; background: #fafbfc; border: 1px solid #e9ecf1; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 12.5px/1.6 "Sarasa Mono SC", "Noto Sans Mono CJK SC", "JetBrains Mono", Consolas, monospace; }
pre .c { color: #667085; } pre .k { font-weight: 700; } pre .n { color: #175cd3; } pre .t { color: #93370d; }
summary { cursor: pointer; font-size: 13px; font-weight: 600; }
table { border-collapse: collapse; margin: 6px 0 10px; font-size: 12.5px; line-height: 1.45; }
th, td { border: 1px solid #e3e7ed; padding: 2px 7px; text-align: left; vertical-align: top; }
th { background: #fafbfc; font-weight: 600; }
th { min-width: 4.6em; } th.result { min-width: 0; } td { white-space: nowrap; } td:last-child { white-space: normal; min-width: 8em; }
td.then, th.then { border-left: 2px solid #98a2b3; }
.scroll { overflow-x: auto; }
.ok { color: var(--ok); } .bad { color: var(--bad); font-weight: 700; }
.sign { display: grid; grid-template-columns: 3fr 2fr 1.4fr 1.2fr; gap: 18px; padding: 10px 18px 14px; border-top: 1px solid var(--line); font-size: 13px; color: var(--soft); }
.sign div { border-bottom: 1px solid #98a2b3; min-height: 30px; display: flex; align-items: flex-end; padding-bottom: 3px; gap: 6px; }
.sign .whole { min-height: 44px; }
.signed { margin: 26px 0 0; border: 1px solid var(--line); border-radius: 8px; }
.signed p { margin: 0; padding: 12px 18px 0; }
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  .clause { break-inside: auto; } .clause > header, .rule h4 { break-after: avoid; } .sign, tr { break-inside: avoid; }
  .scroll { overflow: visible; } td { white-space: normal; } th { min-width: 0; }
  .index { display: none; } h2 { break-before: page; } h2:first-of-type { break-before: auto; }
}
@media (max-width: 900px) { body { padding: 16px; } .sides { grid-template-columns: 1fr; } .said { border-right: 0; border-bottom: 1px solid var(--line); } }
)css";

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string html_head(const std::string& title, Language language) {
  std::string out = "<!doctype html>\n<html lang=\"";
  out += language == Language::zh ? "zh-CN" : "en";
  out += "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title) + "</title>\n<style>";
  out += style;
  return out + "</style>\n</head>\n<body>\n<h1>" + escaped(title) + "</h1>\n";
}

}  // namespace huice::coverage
