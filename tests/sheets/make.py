#!/usr/bin/env python3
"""Makes tests/sheets/data: messy tables as offices have them, written by LibreOffice, and what must be read from each.

    tests/sheets/make.py            needs LibreOffice (Debian: libreoffice-calc-nogui); the result is committed

Each mess is one function below. It gives rows of cells and, for each applicant, the values that a person would read from them or
the reason for which the row must be rejected. Every mess is written as .xlsx and, where that makes sense, as .csv in GB18030 or UTF-16.
"""
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
HEADER = ["编号", "企业名称", "研发经费", "占比", "日期", "资质"]
CHARSETS = {"csv": 76, "gb18030.csv": 85, "utf16.csv": 65535}
messes = []


class Sheet:
    """Rows of cells; expected: {key: values or (code, column)}. A cell: text, or (kind, value) of number percent date cndate formula merged."""

    def __init__(self):
        self.rows, self.expected = [], {}

    def add(self, *cells):
        self.rows.append(list(cells))
        return self

    def firm(self, key, name="甲公司", rd="100", share="30%", day="2024-03-05", level="甲级", *, cells=None, reads=None, rejected=None, shown=None):
        """An applicant. `reads`: values that differ from the plain reading of the arguments; `rejected`: (code, column). `shown`: the key's cell."""
        values = {"rd": rd, "share": share, "day": day, "level": level, **(reads or {})}
        self.rows.append(cells if cells is not None else [shown if shown is not None else key, name, rd, share, day, level])
        self.expected[key] = list(rejected) if rejected else values
        return self


def mess(*forms):
    def note(function):
        messes.append((function.__name__, forms or ("xlsx", "gb18030.csv", "csv"), function))
        return function
    return note


def usual(sheet):
    return sheet.firm("0101", "甲公司", "120.5").firm("0102", "乙公司", "99", "5%", "2023-12-31", "乙级").firm("0103", "丙公司", "1", "100%", "2025-01-01", "无")


def times(rd, unit):
    return {"rd": str(int(float(rd) * unit))}


@mess()
def plain(s):
    usual(s.add(*HEADER))


@mess("xlsx", "gb18030.csv", "csv", "utf16.csv")
def title(s):
    usual(s.add("2024年度研发补助申报汇总表").add(*HEADER))


@mess("xlsx", "gb18030.csv", "csv", "utf16.csv")
def title_with_unit(s):
    s.add("2024年度研发补助申报汇总表").add("填报单位：某区科技局", "", "", "", "", "单位：万元").add(*HEADER)
    s.firm("0101", rd="12.05", reads=times("12.05", 10000)).firm("0102", rd="3", reads=times("3", 10000))


@mess()
def title_gap_header(s):
    usual(s.add("汇总表").add().add("2024年3月").add().add(*HEADER))


@mess()
def title_looks_like_header(s):
    usual(s.add("企业名称：某某集团", "日期：2024年3月").add(*HEADER))


@mess()
def two_rows(s):
    s.add("编号", "企业名称", ("merged", "研发（万元）"), "", "日期", "资质", "占比").add("", "", "经费", "人员支出")
    for key, rd in (("0101", "12.5"), ("0102", "7")):
        s.firm(key, cells=[key, "甲公司", rd, "5", "2024-03-05", "甲级", "30%"], rd=rd, reads=times(rd, 10000))


@mess()
def two_rows_groups(s):
    s.add(("merged", "企业信息"), "", ("merged", "申报内容"), "").add("编号", "企业名称", "研发经费", "占比", "日期", "资质")
    usual(s)


@mess()
def row_of_units(s):
    s.add(*HEADER).add("", "", "万元", "%", "", "")
    s.firm("0101", rd="2", share="30", reads={"rd": "20000", "share": "30%"}).firm("0102", rd="3", share="0.5", reads={"rd": "30000", "share": "0.5%"})


@mess()
def row_of_units_in_brackets(s):
    s.add("标题").add(*HEADER).add("—", "—", "（万元）", "（%）", "—", "—")
    s.firm("0101", rd="2", share="30", reads={"rd": "20000", "share": "30%"})


@mess()
def units_in_headers(s):
    s.add("编号", "企业名称", "研发经费（单位：万元）", "占比(%)", "日期", "资质")
    s.firm("0101", rd="2.5", share="30", reads={"rd": "25000", "share": "30%"}).firm("0102", rd="3", share="30%", reads={"rd": "30000"})


@mess()
def header_broken_over_lines(s):
    s.add("编号", "企业\n名称", "研发经费\n（万元）", "占比", "日期", "资质")
    s.firm("0101", rd="2.5", reads=times("2.5", 10000))


@mess()
def header_with_blanks(s):
    usual(s.add(" 编号 ", "企业名称", "研发经费　", " 占比", "日期", "资质"))


@mess()
def total_below(s):
    usual(s.add(*HEADER)).add("合计", "", ("number", 220.5))


@mess()
def total_spelt_wide(s):
    usual(s.add(*HEADER)).add("合　　计：", "", ("number", 220.5))


@mess()
def total_without_key(s):
    usual(s.add(*HEADER)).add("", "合计", ("number", 220.5))


@mess()
def subtotals(s):
    s.add(*HEADER).firm("0101", "甲公司").add("小计", "", "100").firm("0102", "乙公司").add("小计", "", "100").add("总计", "", "200")


@mess()
def firm_called_total(s):
    s.add(*HEADER).firm("0101", "合计公司").firm("0102", "总计划有限公司").add("合计", "2家", "200")


@mess()
def notes_below(s):
    usual(s.add(*HEADER)).add("注：1. 以上数据由企业填报").add("填表人：张三", "", "审核人：李四", "", "填表日期：2024-03-05")


@mess()
def pages_repeat_header(s):
    s.add("申报表").add(*HEADER).firm("0101").firm("0102").add(*HEADER).firm("0103").add("合计", "", "300")


@mess()
def empty_rows(s):
    s.add(*HEADER).firm("0101").add("", "", "").firm("0102").add().firm("0103").add("", "", "", "", "", "")


@mess()
def dashes(s):
    s.add(*HEADER).firm("0101", rd="—", reads={"rd": None}).firm("0102", share="/", reads={"share": None}).firm("0103", day="无", reads={"day": None})
    s.firm("0104", level="无").firm("0105", level="/", reads={"level": None}).firm("", shown="—", rejected=("missing_key", "编号"))


@mess("gb18030.csv", "csv")
def codes_as_formulas(s):
    s.add(*HEADER).firm("0101", shown='="0101"').firm("91330200MA00000001", shown='="91330200MA00000001"')


@mess()
def codes_with_apostrophes(s):
    s.add(*HEADER).firm("0101", shown="'0101").firm("330203199001011234", shown="'330203199001011234")


@mess()
def codes_with_tabs_and_nbsp(s):
    s.add(*HEADER).firm("330203199001011234", shown="\t330203199001011234").firm("0102", shown="\u00A00102\u00A0")


@mess()
def codes_as_text(s):
    s.add(*HEADER).firm("000123").firm("330203199001011234").firm("1E5").firm("2024-03")


@mess()
def codes_destroyed(s):
    s.add(*HEADER).firm("x", shown=("number", 330203199001011234), rejected=("destroyed_code", "编号")).firm("0102")


@mess("xlsx")
def codes_padded_by_format(s):
    s.add(*HEADER).firm("x", shown=("padded", 123), rejected=("destroyed_code", "编号")).firm("0102")


@mess("xlsx")
def codes_become_dates(s):
    s.add(*HEADER).firm("x", shown=("date", "2024-01-02"), rejected=("destroyed_code", "编号")).firm("0102")


@mess()
def numbers_as_codes(s):
    s.add("编号", *HEADER[1:]).firm("101", shown=("number", 101)).firm("102", shown=("number", 102))


@mess()
def full_width(s):
    s.add(*HEADER).firm("0101", rd="１２３．５", share="３０％", day="２０２４－０３－０５".replace("－", "/"), reads={"rd": "123.5", "share": "30%", "day": "2024-03-05"})


@mess()
def grouped_numbers(s):
    s.add(*HEADER).firm("0101", rd="￥1,234,567.89", reads={"rd": "1234567.89"}).firm("0102", rd="1,000", reads={"rd": "1000"})


@mess()
def chinese_dates(s):
    s.add(*HEADER).firm("0101", day="2024年3月5日", reads={"day": "2024-03-05"}).firm("0102", day="2023年12月31日", reads={"day": "2023-12-31"})


@mess()
def other_dates(s):
    s.add(*HEADER).firm("0101", day="2024/3/5", reads={"day": "2024-03-05"}).firm("0102", day="20231231", reads={"day": "2023-12-31"})
    s.firm("0103", day="2024.3.5", rejected=("bad_date", "日期")).firm("0104", day="3月5日", rejected=("bad_date", "日期"))


@mess()
def true_dates(s):
    s.add(*HEADER).firm("0101", day=("date", "2024-03-05"), reads={"day": "2024-03-05"}).firm("0102", day=("cndate", "2023-12-31"), reads={"day": "2023-12-31"})


@mess()
def serial_dates(s):
    s.add(*HEADER).firm("0101", day=("number", 45356), reads={"day": "2024-03-05"}).firm("0102", day=("number", 45291), reads={"day": "2023-12-31"})


@mess()
def true_numbers(s):
    s.add(*HEADER)
    for key, rd in (("0101", 0.1), ("0102", 1234.56), ("0103", 80000.01), ("0104", 99999999.99)):
        s.firm(key, rd=("number", rd), share=("percent", 0.3), reads={"rd": repr(rd), "share": "30%"})


@mess()
def true_percentages(s):
    s.add(*HEADER).firm("0101", share=("percent", 0.3), reads={"share": "30%"}).firm("0102", share=("percent", 1.2), reads={"share": "120%"})


@mess()
def bare_percentages(s):
    s.add(*HEADER).firm("0101", share=("number", 30), reads={"share": "30%"}).firm("0102", share="5", reads={"share": "5%"})


@mess()
def ratios_in_header(s):
    s.add("编号", "企业名称", "研发经费", "占比（小数）", "日期", "资质").firm("0101", share=("number", 0.3), reads={"share": "30%"})


@mess("xlsx", "csv")
def formulas(s):
    s.add(*HEADER).firm("0101", rd=("formula", "1200.1-1000.2"), reads={"rd": "199.9"}).firm("0102", rd=("formula", "100*3"), reads={"rd": "300"})
    s.firm("0103", rd=("formula", "100/3"), rejected=("too_many_digits", "研发经费") )


@mess()
def formula_errors(s):
    s.add("申报表").add(*HEADER).firm("0101", rd=("formula", "1/0"), rejected=("spreadsheet_error", "研发经费")).firm("0102")


@mess()
def other_order_and_more(s):
    s.add("序号", "资质", "日期", "占比", "研发经费", "企业名称", "编号", "联系人", "电话")
    s.firm("0101", cells=[("number", 1), "甲级", "2024-03-05", "30%", "100", "甲公司", "0101", "张三", "13800000000"])
    s.firm("0102", cells=[("number", 2), "乙级", "2024-03-05", "30%", "100", "乙公司", "0102", "李四", "13800000001"], level="乙级").add("合计", "", "", "", "200")


@mess()
def headers_in_english(s):
    usual(s.add("id", "name", "rd", "share", "day", "level"))


@mess()
def bad_cells(s):
    s.add(*HEADER).firm("0101", rd="约5", rejected=("bad_number", "研发经费")).firm("0102", rd="-5", rejected=("negative", "研发经费"))
    s.firm("0103", rd="1.234", rejected=("too_many_digits", "研发经费")).firm("0104", day="2024-02-30", rejected=("bad_date", "日期"))
    s.firm("0105", level="丙级", rejected=("unknown_choice", "资质")).firm("0106", rd="1亿", rejected=("bad_number", "研发经费")).firm("0107")


@mess("xlsx", "gb18030.csv", "csv", "utf16.csv")
def all_of_it(s):
    s.add("2024年度某市研发补助申报汇总表").add("填报单位：某区科技局", "", "", "", "", "单位：万元").add()
    s.add("编号", "企业名称", ("merged", "研发"), "", "日期", "资质", "占比").add("", "", "经费", "人员支出")
    s.firm("0101", cells=["'0101", "甲公司", "１２．５", "—", "2024年3月5日", "甲级", "30%"], rd="12.5", reads=times("12.5", 10000))
    s.firm("0102", cells=["0102", "乙公司", "—", "3", "2024/3/5", "无", "5%"], share="5%", level="无", reads={"rd": None})
    s.add("小计", "", "12.5")
    s.firm("x", cells=[("number", 330203199001011234), "丙公司", "1", "", "2024-03-05", "甲级", "30%"], rejected=("destroyed_code", "编号"))
    s.firm("0104", cells=["0104", "丁公司", ("formula", "1/0"), "", "2024-03-05", "甲级", "30%"], rejected=("spreadsheet_error", "研发经费"))
    s.add("合计", "", "12.5").add("注：以上数据由企业填报")


def demo():
    """The workbook of the demo and of docs/workbook.md."""
    s = Sheet()
    s.add("2024年度宁波市研发投入增量补助申报汇总表").add("填报单位：某区科技局", "", "", "", "", "金额单位：万元")
    s.add("统一社会信用代码", "企业名称", "申报日期", "是否规上企业", "营业收入", "研发经费内部支出", "上年研发经费内部支出")
    day = lambda value: ("date", value)
    s.add("91330200DEMO000001", "甲机电有限公司", day("2024-05-01"), "是", ("number", 20000), ("number", 1200), ("number", 1000))
    s.add("91330200DEMO000002", "乙新材料有限公司", "2024年5月2日", "是", "３５０００", ("number", 1500.5), ("number", 1100.2))
    s.add("91330200DEMO000003", "丙软件有限公司", day("2024-05-06"), "否", ("number", 1800), ("number", 260), ("number", 200))
    s.add("91330200DEMO000004", "丁电子有限公司", day("2024-05-07"), "是", "—", ("number", 800), ("number", 500))
    s.add(("number", 330203199001011234), "戊器械有限公司", day("2024-05-08"), "是", ("number", 9000), ("number", 700), ("number", 600))
    s.add("91330200DEMO000006", "己纺织有限公司", day("2024-05-09"), "是", "1亿", ("number", 400), ("number", 390))
    s.add("合计", "", "", "", ("formula", "SUM(E4:E9)"), ("formula", "SUM(F4:F9)"), ("formula", "SUM(G4:G9)"))
    s.add("填表人：张三", "", "审核人：李四")
    return s


def cell_xml(cell):
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell).replace(chr(9), "<text:tab/>").replace(chr(10), "</text:p><text:p>")}</text:p></table:table-cell>' if cell else "<table:table-cell/>"
    kind, value = cell
    if kind == "merged":
        return f'<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    if kind == "formula":
        return f'<table:table-cell table:formula={quoteattr("of:=" + value)}/>'
    if kind in ("date", "cndate"):
        return f'<table:table-cell table:style-name="{kind}" office:value-type="date" office:date-value="{value}"/>'
    style = {"percent": ' table:style-name="percent"', "padded": ' table:style-name="padded"'}.get(kind, "")
    kind = "percentage" if kind == "percent" else "float"
    return f'<table:table-cell{style} office:value-type="{kind}" office:value="{value}"/>'


def flat_ods(sheet):
    part = lambda name, style="": f'<number:{name} number:style="long"/>' if style else f"<number:{name}/>"
    date = part("year", "long") + "<number:text>-</number:text>" + part("month", "long") + "<number:text>-</number:text>" + part("day", "long")
    chinese = part("year", "long") + "<number:text>年</number:text>" + part("month") + "<number:text>月</number:text>" + part("day") + "<number:text>日</number:text>"
    styles = (f'<number:date-style style:name="d">{date}</number:date-style><number:date-style style:name="c">{chinese}</number:date-style>'
              '<number:percentage-style style:name="p"><number:number number:min-integer-digits="1" number:decimal-places="0"/><number:text>%</number:text></number:percentage-style>'
              '<number:number-style style:name="z"><number:number number:min-integer-digits="6" number:decimal-places="0"/></number:number-style>')
    for name, data in (("date", "d"), ("cndate", "c"), ("percent", "p"), ("padded", "z")):
        styles += f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}"/>'
    rows = ""
    for row in sheet.rows:
        cells, covered = "", False
        for cell in row:
            cells += "<table:covered-table-cell/>" if covered else cell_xml(cell)
            covered = not covered and isinstance(cell, tuple) and cell[0] == "merged"
        rows += f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"' for name, urn in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle")))
    spaces += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document{spaces} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
            f'<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="申报">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document>")


def convert(kind, files, out):
    subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files)], check=True, capture_output=True)


def main():
    data = HERE / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    expected = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for form in ("xlsx", *CHARSETS):
            (folder / form).mkdir()
            files = []
            for mess_name, forms, function in messes:
                if form not in forms:
                    continue
                sheet = Sheet()
                function(sheet)
                file = folder / form / f"{mess_name}.fods"
                file.write_text(flat_ods(sheet), encoding="utf-8")
                files.append(file)
                expected[f"{mess_name}.{form}"] = sheet.expected
            out = folder / f"{form}.out"
            convert("xlsx" if form == "xlsx" else f"csv:Text - txt - csv (StarCalc):44,34,{CHARSETS[form]},1,,0,false,true", files, out)
            for made in out.iterdir():
                shutil.copy(made, data / f"{made.stem}.{form}")
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "研发投入申报表.fods"
        file.write_text(flat_ods(demo()), encoding="utf-8")
        convert("xlsx", [file], HERE.parent.parent / "policies/ningbo/2024/data")
    lines = [json.dumps({"file": name, "rows": rows}, ensure_ascii=False) for name, rows in sorted(expected.items())]
    (HERE / "expected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(expected), "sheets")


if __name__ == "__main__":
    main()
