"""Files that can't be used at all: what arrives besides workbooks, and what is meant to harm."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from random import Random

import msoffcrypto
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from .answers import clean_form
from .form import FLOWS, Form, Formula
from .written import rezip, xlsx_bytes

_SHEET = "xl/worksheets/sheet3.xml"


def damaged_files(rng: Random) -> list[tuple[str, str, str, bytes]]:
    """Kind, suffix, code and bytes of each file; each is refused as a whole."""
    form = clean_form(900, rng)
    content = xlsx_bytes(form)
    locked, bomb = encrypted(content), _bomb(content)
    cases: list[tuple[str, str, str, Callable[[], bytes]]] = [
        ("空文件", ".xlsx", "workbook.empty", lambda: b""),
        ("空的 xls", ".xls", "workbook.empty", lambda: b""),
        ("传输中断", ".xlsx", "workbook.broken", lambda: content[: len(content) // 2]),
        ("末尾缺一段", ".xlsx", "workbook.broken", lambda: content[:-60]),
        ("工作表 XML 损坏", ".xlsx", "workbook.broken", lambda: _torn(content)),
        ("缺工作表部件", ".xlsx", "workbook.broken", lambda: _without_sheet(content)),
        ("压缩内容损坏", ".xlsx", "workbook.broken", lambda: _bad_bytes(content)),
        ("设了打开密码", ".xlsx", "workbook.encrypted", lambda: locked),
        ("xlsm 设了打开密码", ".xlsm", "workbook.encrypted", lambda: locked),
        ("改名的 PDF", ".xlsx", "workbook.no_workbook", lambda: b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"),
        ("PDF 扫描件", ".pdf", "workbook.no_workbook", lambda: b"%PDF-1.4\n1 0 obj\n"),
        ("改名的 Word", ".xlsx", "workbook.no_workbook", _word),
        ("Word 文档", ".docx", "workbook.no_workbook", _word),
        ("网页另存为 xls", ".xls", "workbook.no_workbook", _web_page),
        ("照片", ".jpg", "workbook.no_workbook", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
        ("改名的照片", ".xlsx", "workbook.no_workbook", lambda: b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("压缩包", ".zip", "workbook.no_workbook", lambda: _packed(content)),
        ("改名的压缩包", ".xlsx", "workbook.no_workbook", lambda: _packed(content)),
        ("RAR 压缩包", ".rar", "workbook.no_workbook", lambda: b"Rar!\x1a\x07\x01\x00abc"),
        ("文本冒充工作簿", ".xlsx", "workbook.no_workbook", "企业名称\t样例".encode),
        ("开放文档表格", ".ods", "workbook.no_workbook", _ods),
        (
            "WPS 格式",
            ".et",
            "workbook.wps_format",
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64,
        ),
        ("压缩炸弹", ".xlsx", "workbook.too_large", lambda: bomb),
        ("谎报大小的压缩炸弹", ".xlsx", "workbook.too_large", lambda: _lying(bomb)),
        ("远处一个单元格", ".xlsx", "workbook.too_large", _far_cell),
        ("实体炸弹", ".xlsx", "workbook.unsafe", lambda: _laughs(content)),
        ("外部实体", ".xlsx", "workbook.unsafe", lambda: _outside_entity(content)),
        ("部件路径向上", ".xlsx", "workbook.unsafe", lambda: _climbing(content)),
        ("链接其他工作簿", ".xlsx", "workbook.external_links", lambda: _linked(form)),
    ]
    return [(kind, suffix, code, make()) for kind, suffix, code, make in cases]


def encrypted(content: bytes) -> bytes:
    """Workbook that opens with a password only."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt("合成样例", out)
    assert msoffcrypto.OfficeFile(out).is_encrypted()
    return out.getvalue()


def _torn(content: bytes) -> bytes:
    return rezip(content, lambda n, d: d[: len(d) // 2] if n == _SHEET else d)


def _without_sheet(content: bytes) -> bytes:
    return rezip(content, lambda n, d: None if n == _SHEET else d)


def _bad_bytes(content: bytes) -> bytes:
    place = content.index(_SHEET.encode()) + len(_SHEET) + 40
    return (
        content[:place]
        + bytes(b ^ 0x5A for b in content[place : place + 60])
        + content[place + 60 :]
    )


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _word() -> bytes:
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def _ods() -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind, "content.xml": b"<office/>"})


def _packed(content: bytes) -> bytes:
    return _zip({"survey.xlsx": content})


def _web_page() -> bytes:
    return "<html><table><tr><td>企业名称</td><td>样例</td></tr></table></html>".encode()


def _bomb(content: bytes) -> bytes:
    spaces = b" " * (100 * 2**20)
    return rezip(
        content,
        lambda n, d: d.replace(b"</sheetData>", b"</sheetData>" + spaces) if n == _SHEET else d,
    )


def _lying(bomb: bytes) -> bytes:
    """Bomb whose central directory says that each part has ten bytes."""
    data = bytearray(bomb)
    for match in re.finditer(rb"PK\x01\x02", bytes(data)):
        struct.pack_into("<I", data, match.start() + 24, 10)
    return bytes(data)


def _far_cell() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name in ("企业信息", FLOWS):
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, "合成样例")
        sheet.write(1_048_575, 16_383, "。")
    book.close()
    return stream.getvalue()


def _laughs(content: bytes) -> bytes:
    lines = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    head = f'<!DOCTYPE w [<!ENTITY l0 "ha">{lines}]>'.encode()
    return _with_doctype(content, head)


def _outside_entity(content: bytes) -> bytes:
    return _with_doctype(content, b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


def _with_doctype(content: bytes, doctype: bytes) -> bytes:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"?>", b"?>" + doctype, 1) if name == _SHEET else data

    return rezip(content, change)


def _climbing(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(zipfile.ZipInfo("../../outside.xml"), b"<r/>")
    return stream.getvalue()


def _linked(form: Form) -> bytes:
    """Workbook whose persons come from another workbook, with its own part for the link."""
    table = form.tables[FLOWS]
    kept = table.rows[0]["必要性说明"]
    table.rows[0]["必要性说明"] = Formula("=[1]Sheet1!$A$1", "监管要求")
    content = xlsx_bytes(form)
    table.rows[0]["必要性说明"] = kept
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships" r:id="rId1"/></externalLink>'
    )
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/externalLinkPath" Target="other.xlsx" TargetMode="External"/>'
        b"</Relationships>"
    )
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(zipfile.ZipInfo("xl/externalLinks/externalLink1.xml"), link)
        archive.writestr(zipfile.ZipInfo("xl/externalLinks/_rels/externalLink1.xml.rels"), relation)
    return stream.getvalue()
