"""Bad files to order: tables as nobody should send them, and good files with damage.

``tables`` are rows of texts; ``files`` are bytes with a name, written out of such tables or damaged.
Numbers of persons are among the cells: PERSONAL lists them all.
"""

import codecs
import csv
import io
import struct
import zipfile
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

FOLDER = Path(__file__).parent
# Every kind of file that lies in these folders is damaged as well as those made below.
SAMPLES = sorted(p for f in ("pass", "warn", "fail") for p in (FOLDER / f).iterdir())

HEADINGS = (
    "地区", "年份", "指标", "数值", "会员人数", "会员人数（万人）", "女会员人数", "入会率", "入会率(%)",
    "职工总数", "单位", "备注", "数据状态", "行政区划代码", "2023年", "2022年", "2024年1-9月", "2023Q1",
    "季度", "月份", "其中：女", "合计", "序号", "", " 地区 ", "会员人数", "地\n区", "Region", "Members",
    "西安市", "宝鸡", "救助资金（万元）", "=地区", "地区" * 200,
)  # fmt: skip
MORE_HEADINGS = (
    "女会员人数",
    "职工总数（万人）",
    "入会率",
    "备注",
    "救助资金（万元）",
    "会员情况",
    "序号",
)
PLACES = (
    "西安市", "西安", "宝鸡市", " 咸 阳 市", "铜川", "渭难市", "陕西省", "全省", "合计", "小计", "总计：",
    "其中：未央区", "朝阳区", "鼓楼区", "市辖区", "杨凌示范区", "杨陵区", "610100", "610100.0", "6.101E+05",
    "北京", "上海市", "香港", "Xi'an", "", "—", "西安市\n雁塔区", "ＸＩ安", "西安市（含西咸新区）", "ÉÏº£",
)  # fmt: skip
PERIODS = (
    "2023", "2023年", "2023年度", "FY2023", "二〇二三年", "23", "23年", "2023.0", "45291", "2023-12-31",
    "2023/2/30", "2023Q5", "2023年第四季度", "2023-06", "202306", "2023年13月", "2024年1-9月", "上半年",
    "2023上半年", "近三年", "0000", "9999", "99999", "2099年", "1066", "二零二三", "2023年2023年", "",
    "２０２３", "-2023", "1e3", "2023-12-31T00:00:00", "2023-00", "٢٠٢٣", "²⁰²³", "2023Q²", "第五季度",
)  # fmt: skip
NUMBERS = (
    "0", "1", "20", "2000", "-5", "1.5", "3.2万", "1亿", "12%", "９７％", "１，２３４", "1,234", "1,23,4",
    "(987.65)", "987-", "1.23E+11", "1e308", "1e999", "-1e999", "9" * 40, "NaN", "nan", "inf", "-inf",
    "Infinity", "0x1F", "1_000", "1.2.3", "--", "—", "…", "x", "/", "N/A", "无", "未报", "约3万多人",
    "≥5", "5以上", "#N/A", "#REF!", "######", "32767", "2147483647", "9007199254740993", "0.1" + "0" * 60 + "1",
    "", " ", "　", "12人", "¥5", "5万元", "100%", "0.95", "95", "101", "1 234", "1\n2", "٣", "½", "一百", "3.2萬",
    "123456789012000", "1e-400", "+5", "5*", "5(p)", "5‰", "99999999999999999999亿", "-0", "00012",
)  # fmt: skip
NOTES = (
    "2023年工会会员情况统计表", "单位：万人", "单位：人、万元", "（单位：万人）", "填表人：王某", "注：1.本表数据为初步数。",
    "数据来源：市总工会", "指标：会员人数", "陕西省2023年会员人数", "续表", "制表单位（盖章）", "", "说明", "注",
)  # fmt: skip
HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "\t=1+1", "\r=1", "＝1+1", "=HYPERLINK(\"x\")",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></tr></table>", "&lt;b&gt;", "<!--",
    "'; DROP TABLE cell; --", '"', '""', '"a', "a\"b", "''", "$place_text", "{text}", "{0}", "{", "}", "%s", "%",
    "[x](javascript:alert(1))", "**b**", "`c`", "$x^2$", ":red[x]", "![a](http://x/y.png)", "\\", "\\n",
    "\x00", "\x01", "\x07\x08", "\x1b[31m", "\x1f", "\x7f", "\x85", "\u2028", "\u200b", "\ufeff", "\u202e",
    "\ufffd", "锟斤拷", "\ud800", "\udc00x", "😀", "𠮷", "é", "e\u0301", "\ufdfa", "a" * 300, "甲" * 5000, ",", ";",
    "|", "，", "\n", "a\nb", "a\r\nb", "_x0001_", "]]>", "&#0;", "\uffff", "null", "None", "TRUE", "#",
)  # fmt: skip
# Valid and invalid checksums, written together, parted, in full-width digits; telephones; cards.
PERSONAL = (
    "610102199001011234", "11010519491231002X", "610102 19900101 1234", "610102-19900101-123x",
    "６１０１０２１９９００１０１１２３４", "13912345678", "139-1234-5678", "139 1234 5678", "+86 13912345678",
    "8613912345678", "１３９１２３４５６７８", "6222021234567890123", "6222 0212 3456 7890 123", "6222-0212-3456-7890",
)  # fmt: skip
ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5", "latin-1",
)  # fmt: skip
NAMES = (
    "table.csv", "table.xlsx", "table.xls", "table.ods", "table.html", "table", "2023年会员人数.et", "a.b.c",
    ".csv", "陕西省会员人数.txt", "<b>.csv", "x" * 300 + ".csv",
)  # fmt: skip

_texts = st.text(max_size=12)
_any_cell = st.one_of(
    st.sampled_from(NUMBERS), st.sampled_from(HOSTILE), st.sampled_from(PLACES), _texts,
    st.floats().map(str), st.sampled_from(PERSONAL),
)  # fmt: skip
_PARTS = {
    "place": st.sampled_from(PLACES),
    "period": st.sampled_from(PERIODS),
    "number": st.sampled_from(NUMBERS),
    "any": _any_cell,
}
Table = list[list[str]]
File = tuple[bytes, str]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Rows of a table: lines above, headings in one to three rows, ragged rows, lines below."""
    width = draw(st.integers(1, 7))
    heads = [[draw(st.sampled_from(HEADINGS)) for _ in range(width)] for _ in range(draw(_heights))]
    if draw(st.booleans()):
        more = draw(st.lists(st.sampled_from(MORE_HEADINGS), unique=True, max_size=3))
        width, heads = 3 + len(more), [["地区", "年份", "会员人数", *more]]
    kinds = ["place", "period", *["number"] * width] if draw(st.integers(0, 3)) else ["any"] * width
    rows = [[draw(_PARTS[k]) for k in kinds[:width]] for _ in range(draw(st.integers(0, 8)))]
    for _ in range(draw(st.integers(0, 3))):
        _disturb(draw, rows)
    above = [[draw(st.sampled_from(NOTES))] for _ in range(draw(st.integers(0, 3)))]
    below = [[draw(st.sampled_from(NOTES))] for _ in range(draw(st.integers(0, 2)))]
    return [*above, *heads, *rows, *below]


_heights = st.sampled_from((1, 1, 1, 2, 3))


def _disturb(draw: st.DrawFn, rows: Table) -> None:
    """Another cell, a longer or shorter row, a blank or repeated row, the headings once more."""
    if not rows:
        return
    row = rows[draw(st.integers(0, len(rows) - 1))]
    change = draw(st.integers(0, 5))
    if change == 0:
        row.append(draw(_any_cell))
    elif change == 1 and len(row) > 1:
        del row[-1]
    elif change == 2:
        rows.insert(draw(st.integers(0, len(rows))), draw(st.sampled_from(([], [""], list(row)))))
    elif change == 3:
        rows.append(["地区", "年份", "会员人数"])
    elif row:
        row[draw(st.integers(0, len(row) - 1))] = draw(_any_cell)


# Files out of tables


def write_text(rows: Table, encoding: str, separator: str = ",") -> bytes:
    """A text file; what the encoding lacks becomes a question mark, lone surrogates stay."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows(rows)
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    mark = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    plain = encoding.removesuffix("-sig")
    return mark + buffer.getvalue().encode(plain, errors)


def write_page(rows: Table, encoding: str = "utf-8") -> bytes:
    """A web page with one table, cells not escaped."""
    body = "".join("<tr>" + "".join(f"<td>{c}" for c in row) + "</tr>" for row in rows)
    return f"<html><table>{body}</table></html>".encode(encoding, "replace")


def pack(parts: dict[str, bytes]) -> bytes:
    """A zip of ``parts``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _xml(text: str) -> str:
    return escape(text.encode("utf-8", "replace").decode())


_OFFICE = "http://schemas.openxmlformats.org/"
XLSX_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
    '"/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OFFICE}package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_OFFICE}package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}officeDocument/2006/relationships/worksheet" '
    f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{_OFFICE}officeDocument/2006/'
    'relationships/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_OFFICE}spreadsheetml/2006/main" xmlns:r="{_OFFICE}'
    'officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
    "</workbook>",
    "xl/styles.xml": f'<styleSheet xmlns="{_OFFICE}spreadsheetml/2006/main"><fonts count="1"><font/>'
    '</fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs '
    'count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="10"/>'
    '<xf numFmtId="14"/></cellXfs></styleSheet>',
}  # fmt: skip


def write_xlsx(rows: Table, chance: Random) -> bytes:
    """A workbook: texts, numbers, formulas, errors, styles, merges and hiding by ``chance``."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_xlsx_cell(c, f"{chr(65 + k)}{number}", chance) for k, c in enumerate(row))
        hidden = ' hidden="1"' if chance.random() < 0.05 else ""
        lines.append(f'<row r="{number}"{hidden}>{cells}</row>')
    merges = ""
    if rows and chance.random() < 0.4:
        first, last = sorted(chance.choices(range(1, len(rows) + 1), k=2))
        merges = f'<mergeCells><mergeCell ref="A{first}:{chance.choice("AB")}{last}"/></mergeCells>'
    sheet = (
        f'<worksheet xmlns="{_OFFICE}spreadsheetml/2006/main"><sheetData>{"".join(lines)}'
        f"</sheetData>{merges}</worksheet>"
    )
    parts = XLSX_PARTS | {"xl/worksheets/sheet1.xml": sheet}
    return pack({name: text.encode() for name, text in parts.items()})


def _xlsx_cell(text: str, address: str, chance: Random) -> str:
    style = f' s="{chance.randrange(3)}"' if chance.random() < 0.2 else ""
    if text.startswith("=") and chance.random() < 0.5:
        return f'<c r="{address}"{style}><f>{_xml(text[1:])}</f></c>'
    if text.startswith("#") and chance.random() < 0.5:
        return f'<c r="{address}" t="e"><v>{_xml(text)}</v></c>'
    if text.isascii() and text.replace(".", "").isdigit():
        return f'<c r="{address}"{style}><v>{text}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{_xml(text)}</t></is></c>'


_ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def write_ods(rows: Table, chance: Random) -> bytes:
    """An OpenDocument spreadsheet: texts, numbers, percentages, dates, repeats by ``chance``."""
    lines = []
    for row in rows:
        repeat = ' table:number-rows-repeated="2"' if chance.random() < 0.05 else ""
        hidden = ' table:visibility="collapse"' if chance.random() < 0.05 else ""
        cells = "".join(_ods_cell(c, chance) for c in row)
        lines.append(f"<table:table-row{repeat}{hidden}>{cells}</table:table-row>")
    content = (
        f'<office:document-content xmlns:office="{_ODS}office:1.0" xmlns:table="{_ODS}table:1.0" '
        f'xmlns:text="{_ODS}text:1.0"><office:body><office:spreadsheet><table:table table:name="表">'
        f"{''.join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return pack_ods(content.encode())


def pack_ods(content: bytes) -> bytes:
    """An OpenDocument spreadsheet with this ``content.xml``."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{_ODS}manifest:1.0"/>'.encode()
    return pack({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def _ods_cell(text: str, chance: Random) -> str:
    if text.isascii() and text.replace(".", "", 1).isdigit():
        kind = chance.choice(("float", "percentage"))
        value = f'office:value-type="{kind}" office:value={quoteattr(text)}'
    elif text[:4].isdigit() and len(text) == 10:
        value = f'office:value-type="date" office:date-value={quoteattr(text)}'
    else:
        value = 'office:value-type="string"'
    repeat = ' table:number-columns-repeated="2"' if chance.random() < 0.05 else ""
    return f"<table:table-cell{repeat} {value}><text:p>{_xml(text)}</text:p></table:table-cell>"


def write_xls(rows: Table) -> bytes:
    """An old workbook with one sheet: numbers as NUMBER, texts as LABEL records of BIFF8."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    styles = b"".join(record(0xE0, struct.pack("<HH16x", 0, f)) for f in (0, 10))
    end = record(0x0A, b"")
    sheet = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"s")
    place = len(start + styles + sheet + end)
    sheet = record(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"s")
    cells = [_xls_cell(r, c, t) for r, row in enumerate(rows) for c, t in enumerate(row[:256])]
    stream = start + styles + sheet + end + begin + b"".join(cells) + end
    return store_stream(stream)


def record(kind: int, body: bytes) -> bytes:
    """One record of an old workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row: int, column: int, text: str) -> bytes:
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return record(0x203, struct.pack("<HHHd", row, column, len(text) % 2, float(text)))
    units = text[:1000].encode("utf-16-le", "surrogatepass")
    head = struct.pack("<HHHHB", row, column, 0, len(units) // 2, 1)
    return record(0x204, head + units)


def store_stream(stream: bytes) -> bytes:
    """The stream as the only one of an OLE file: header, sectors, directory, table of sectors."""
    size, end, free, table = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // size)
    table_count = -(-(count + 2) // 127)
    chain = [*range(1, count), end, end, *[table] * table_count]
    chain += [free] * (table_count * 128 - len(chain))
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(size, b"\0"))
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, table_count, count)
    struct.pack_into("<5I", header, 56, 4096, end, 0, end, 0)
    blocks = [count + 1 + n for n in range(table_count)]
    struct.pack_into("<109I", header, 76, *blocks, *[free] * (109 - table_count))
    entries = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 0, len(stream))
    directory = entries.ljust(size, b"\0")
    return (
        bytes(header)
        + stream.ljust(count * size, b"\0")
        + directory
        + struct.pack(f"<{len(chain)}I", *chain)
    )


def _entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
    units = name.encode("utf-16-le")
    head = units.ljust(64, b"\0") + struct.pack("<HBB", len(units) + 2, kind, 1)
    return head + struct.pack("<3I36xIQ", 0xFFFFFFFF, 0xFFFFFFFF, child, first, length)


# Damage


def damage(content: bytes, other: bytes, chance: Random) -> bytes:
    """``content`` with flipped, lost, doubled or foreign bytes; of a zip also inside its parts."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _damage_part(content, other, chance)
    data = bytearray(content or b"x")
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(data))
        length = chance.choice((1, 2, 4, 16, 64, 512))
        change = chance.randrange(7)
        if change <= 2:
            data[at] = chance.choice((0, 0xFF, 0x80, 0x22, 0x0A, chance.randrange(256)))
        elif change == 3:
            del data[at : at + length]
        elif change == 4:
            data[at:at] = data[at : at + length]
        elif change == 5:
            start = chance.randrange(max(len(other), 1))
            data[at : at + length] = other[start : start + length]
        else:
            del data[max(at, 1) :]
        data = data or bytearray(b"x")
    return bytes(data)


def _damage_part(content: bytes, other: bytes, chance: Random) -> bytes:
    """A zip whose directory and sums are right, and one part is damaged, lost or empty."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {n: archive.read(n) for n in archive.namelist()}
    except zipfile.BadZipFile:
        return content[: chance.randrange(len(content))]
    name = chance.choice(sorted(parts))
    change = chance.randrange(8)
    if change == 0:
        del parts[name]
    elif change == 1:
        parts[name] = b""
    elif change == 2:
        parts[chance.choice(sorted(parts))] = parts[name]
    else:
        parts[name] = damage(parts[name], other, chance)
    return pack(parts)


def write_file(rows: Table, kind: str, chance: Random) -> bytes:
    """The table as a file of ``kind``: xlsx, ods, xls, html or an encoding of a text file."""
    if kind == "xlsx":
        return write_xlsx(rows, chance)
    if kind == "ods":
        return write_ods(rows, chance)
    if kind == "xls":
        return write_xls(rows)
    if kind == "html":
        return write_page(rows)
    return write_text(rows, kind, chance.choice(",,,;\t|"))


KINDS = (*ENCODINGS, "utf-8", "gb18030", "xlsx", "xlsx", "xlsx", "ods", "ods", "xls", "html")


@st.composite
def files(draw: st.DrawFn) -> File:
    """A messy table as a file, whole."""
    chance = draw(st.randoms(use_true_random=False))
    return write_file(draw(tables()), draw(st.sampled_from(KINDS)), chance), draw(_names)


_names = st.sampled_from(NAMES)
_seeds = st.integers(0, 2**48)


@st.composite
def damaged_files(draw: st.DrawFn) -> File:
    """A fixture of these tests, or a messy table as a file, with damage."""
    chance = Random(draw(_seeds))
    sources = [_draw_source(draw, chance) for _ in range(2)]
    return damage(sources[0], sources[1], chance), draw(_names)


GOOD = [["地区", "年份", "会员人数"], ["西安市", "2023", "20"], ["宝鸡市", "2023", "9"]]


def _draw_source(draw: st.DrawFn, chance: Random) -> bytes:
    choice = draw(st.integers(0, 2))
    if choice == 0:
        return draw(st.sampled_from(SAMPLES)).read_bytes()
    return write_file(GOOD if choice == 1 else draw(tables()), draw(st.sampled_from(KINDS)), chance)
