"""Workbooks made part by part, so that a test can have any cell, and any damage. Needs nothing but Python."""
import csv
import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# styles by name: position in cellXfs
FORMATS = ["General", "yyyy-mm-dd", "yyyy/m/d h:mm", "0%", "000000", '"A"0', "0.00", 'm"月"d"日"', "h:mm"]
STYLE = {"general": 0, "date": 1, "moment": 2, "percent": 3, "padded": 4, "lettered": 5, "two": 6, "month": 7, "time": 8}


def name_of(column):
    name = ""
    while column >= 0:
        name = chr(65 + column % 26) + name
        column = column // 26 - 1
    return name


def cell_xml(reference, cell):
    """None; a number (as text: its `<v>`); ("text", …); ("number", v, style); ("formula", f, v or None); ("error", e); ("bool", b); ("inline", …)."""
    if cell is None:
        return ""
    if isinstance(cell, (int, float)):
        cell = ("number", repr(cell), "general")
    if isinstance(cell, str):
        cell = ("inline", cell)
    kind, value = cell[0], cell[1]
    if kind == "number":
        return f'<c r="{reference}" s="{STYLE[cell[2] if len(cell) > 2 else "general"]}"><v>{value}</v></c>'
    if kind == "formula":
        stored = f"<v>{cell[2]}</v>" if cell[2] is not None else ""
        return f'<c r="{reference}"><f>{escape(value)}</f>{stored}</c>'
    if kind == "shared":
        return f'<c r="{reference}" t="s"><v>{value}</v></c>'
    if kind == "error":
        return f'<c r="{reference}" t="e"><v>{escape(value)}</v></c>'
    if kind == "bool":
        return f'<c r="{reference}" t="b"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_xml(rows, merged=(), hidden=()):
    lines = [f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>']
    for r, row in enumerate(rows, 1):
        if row is None:
            continue
        attribute = ' hidden="1"' if r in hidden else ""
        lines.append(f'<row r="{r}"{attribute}>' + "".join(cell_xml(f"{name_of(c)}{r}", cell) for c, cell in enumerate(row)) + "</row>")
    lines.append("</sheetData>")
    if merged:
        lines.append(f'<mergeCells count="{len(merged)}">' + "".join(f'<mergeCell ref="{ref}"/>' for ref in merged) + "</mergeCells>")
    return "".join(lines) + "</worksheet>"


def parts(sheets, strings=None, date1904=False, hidden_sheets=()):
    """{name: bytes} of a workbook; sheets: {name: XML}."""
    relation = lambda i, kind, target: f'<Relationship Id="rId{i}" Type="{TYPES}/{kind}" Target="{target}"/>'
    listed, related = [], []
    for i, name in enumerate(sheets, 1):
        state = ' state="hidden"' if name in hidden_sheets else ""
        listed.append(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"{state}/>')
        related.append(relation(i, "worksheet", f"worksheets/sheet{i}.xml"))
    related += [relation(100, "styles", "styles.xml"), relation(101, "sharedStrings", "sharedStrings.xml")]
    system = ' date1904="1"' if date1904 else ""
    head, rels = '<?xml version="1.0" encoding="UTF-8"?>', "http://schemas.openxmlformats.org/package/2006/relationships"
    formats = "".join(f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(code)}/>' for i, code in enumerate(FORMATS))
    result = {
        "_rels/.rels": f'{head}<Relationships xmlns="{rels}">{relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{TYPES}"><workbookPr{system}/>'
                           f'<sheets>{"".join(listed)}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{rels}">{"".join(related)}</Relationships>',
        "xl/styles.xml": f'{head}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>'
                         + "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(FORMATS))) + "</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'{head}<sst xmlns="{MAIN}">' + "".join(f"<si>{text}</si>" for text in strings or []) + "</sst>",
    }
    for i, xml in enumerate(sheets.values(), 1):
        result[f"xl/worksheets/sheet{i}.xml"] = xml
    return {name: text.encode() for name, text in result.items()}


def typed(lines):
    """Rows of cells from lines of CSV: `{number 0.3 percent}` is ("number", "0.3", "percent"), `{formula A1*2}` one without its result."""
    def cell(text):
        if not (text.startswith("{") and text.endswith("}")) or text == "{}":
            return ("inline", text) if text else None
        words = text[1:-1].split()
        return (*words, None) if words[0] == "formula" and len(words) == 2 else tuple(words)
    return [[cell(text) for text in row] for row in csv.reader(lines)]


def written(named_parts):
    """The bytes of the workbook; the same for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in named_parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write(path, named_parts, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in named_parts.items():
            archive.writestr(name, data)
    return path
