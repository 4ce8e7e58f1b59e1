"""Workbooks as grids of cells, from their bytes, with guards against files that lie."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, PasswordError

from listlab.law.pack import normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_text, is_blank
from listlab.survey.columns import GUIDANCE, SYNTHETIC_MARK, TEMPLATE_NAME
from listlab.survey.findings import Issue
from listlab.survey.formats import has_style, unit_styles

_MOST_BYTES_UNZIPPED = 100 * 2**20
_MOST_CELLS = 2 * 10**6
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^>]*?)\sr=["']([A-Z]{1,3})(\d{1,7})["']([^>]*)>""")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr=["'](\d{1,7})["']""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_Marked = tuple[tuple[tuple[int, int], ...], frozenset[tuple[int, int]]]
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class UnusableWorkbook(Exception):  # noqa: N818  # caught by the reader and turned into a problem
    """A file from which no cell can be taken; `issue` says why and what to do."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


@dataclass(frozen=True)
class Grid:
    """Cells of one sheet from A1 on, with what a spreadsheet knows of them besides values."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    errors: tuple[tuple[int, int], ...] = ()  # cells that show #REF! and the like
    units: frozenset[tuple[int, int]] = frozenset()  # cells whose format alone shows 万

    def at(self, row: int, column: int) -> Cell:
        """Value of a cell, None outside the area used."""
        inside = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if inside else None


@dataclass(frozen=True)
class Workbook:
    """Sheets of one file by normalised name, template version, synthetic mark."""

    sheets: Mapping[str, Grid]
    template: str | None
    synthetic: bool

    def sheet(self, name: str) -> Grid | None:
        """Sheet of that name, whatever its width, case and blanks."""
        return self.sheets.get(normalise(name))


def open_workbook(content: bytes) -> Workbook:
    """Workbook in the bytes of an xlsx file.

    Raises
    ------
    UnusableWorkbook
        Empty, encrypted, an old format, broken, too large, or no workbook at all.
    """
    _refuse_other_formats(content)
    try:
        parts = _unzip(content)
        relations = _sheet_parts(parts)
        template = _template(parts)
        styles = unit_styles(parts)
        marked = {
            name: (_error_cells(parts.get(part, b"")), _unit_cells(parts.get(part, b""), styles))
            for name, part in relations.items()
        }
        sheets = _grids(content, marked)
    except UnusableWorkbook:
        raise
    except PasswordError as cause:
        raise UnusableWorkbook(_ENCRYPTED) from cause
    except Exception as cause:  # zip, zlib, XML and the reader each fail in their own ways
        raise UnusableWorkbook(_BROKEN) from cause
    except BaseException as cause:
        # A panic of the Rust reader is no Exception; one broken file must not stop the others.
        if type(cause).__name__ != "PanicException":
            raise
        raise UnusableWorkbook(_BROKEN) from cause
    return Workbook(sheets, _resolved(template, sheets), _is_synthetic(sheets))


def _refuse_other_formats(content: bytes) -> None:
    if not content:
        raise UnusableWorkbook(_EMPTY)
    if content.startswith(_OLE_MAGIC):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise UnusableWorkbook(_ENCRYPTED if encrypted else _OLD_FORMAT)
    if not content.startswith(b"PK"):
        raise UnusableWorkbook(_NO_WORKBOOK)


def _unzip(content: bytes) -> dict[str, bytes]:
    """XML parts that matter, after every part was unpacked within the limit."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES_UNZIPPED:
            raise UnusableWorkbook(_TOO_LARGE)
        for entry in archive.infolist():
            # Unpacked to the size it states, so that a false size fails its checksum here.
            data = archive.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                parts[entry.filename.lstrip("/")] = data
    if "xl/workbook.xml" not in parts:
        raise UnusableWorkbook(_NO_WORKBOOK)
    for name, data in parts.items():
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data.startswith(_UTF16):
            raise UnusableWorkbook(_BROKEN)
        if name.startswith("xl/worksheets/") and _area(data) > _MOST_CELLS:
            raise UnusableWorkbook(_TOO_LARGE)
    return parts


def _area(sheet: bytes) -> int:
    """Cells between A1 and the farthest one; a stray cell far off would fill the memory."""
    places = [(int(row), _column(column)) for _, column, row, _ in _CELL.findall(sheet)]
    if len(places) < len(_ANY_CELL.findall(sheet)):  # cells may leave their place out
        rows = sheet.split(b"</row>")
        places.append((len(rows), max(len(_ANY_CELL.findall(row)) for row in rows)))
        places.extend((int(row), 1) for row in _ROW.findall(sheet))
    return max((r for r, _ in places), default=0) * max((c for _, c in places), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _error_cells(sheet: bytes) -> tuple[tuple[int, int], ...]:
    cells = _CELL.findall(sheet)
    return tuple(
        (int(row) - 1, _column(column) - 1)
        for before, column, row, after in cells
        if b't="e"' in before + after
    )


def _unit_cells(sheet: bytes, styles: frozenset[int]) -> frozenset[tuple[int, int]]:
    if not styles:
        return frozenset()
    return frozenset(
        (int(row) - 1, _column(column) - 1)
        for before, column, row, after in _CELL.findall(sheet)
        if has_style(before + b" " + after, styles)
    )


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Part of each sheet by the sheet's name."""
    relations = ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"))
    targets = {
        relation.get("Id"): (relation.get("Target") or "").lstrip("/").removeprefix("xl/")
        for relation in relations.iter(f"{_PACKAGE}Relationship")
    }
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    return {
        sheet.get("name") or "": f"xl/{targets.get(sheet.get(_RELATION), '')}"
        for sheet in book.iter(f"{_MAIN}sheet")
    }


def _template(parts: Mapping[str, bytes]) -> str | None:
    for name in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{_MAIN}definedName"):
        if (name.get("name") or "").lower() == TEMPLATE_NAME:
            return (name.text or "").strip().lstrip("=") or None
    return None


def _resolved(template: str | None, sheets: Mapping[str, Grid]) -> str | None:
    """Version in a defined name that holds a text, a number, or points at a cell."""
    if template is None:
        return None
    place = re.fullmatch(r"'?([^'!]+)'?!\$?([A-Z]{1,3})\$?(\d+)", template)
    if place is None:
        return template.strip('"')
    grid = sheets.get(normalise(place[1]))
    column = _column(place[2].encode()) - 1
    return cell_text(grid.at(int(place[3]) - 1, column)) if grid else None


def _grids(content: bytes, marked: Mapping[str, _Marked]) -> dict[str, Grid]:
    sheets: dict[str, Grid] = {}
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows: list[list[Cell]] = [list(r) for r in sheet.to_python(skip_empty_area=False)]
            merged = tuple(sheet.merged_cell_ranges or ())
            errors, units = marked.get(name, ((), frozenset()))
            sheets.setdefault(normalise(name), Grid(name, rows, merged, errors, units))
    return sheets


def _is_synthetic(sheets: Mapping[str, Grid]) -> bool:
    """Whether the guidance, or the first cell that is filled in a sheet, says so."""
    texts: list[str] = []
    for key, grid in sheets.items():
        filled = (str(cell) for row in grid.rows for cell in row if not is_blank(cell))
        texts.extend(filled if key == normalise(GUIDANCE) else [next(filled, "")])
    return any(SYNTHETIC_MARK in text for text in texts)


def _unusable(code: str, zh: str, en: str) -> Issue:
    return Issue(f"workbook.{code}", Text(zh, en), severity="error")


_EMPTY = _unusable(
    "empty",
    "文件是空的（0 字节），可能上传中断；请让企业重新发送",
    "the file is empty (0 bytes), perhaps cut off on its way; ask the enterprise to send it again",
)
_ENCRYPTED = _unusable(
    "encrypted",
    "工作簿设有打开密码，无法读取；请让企业取消密码后重新发送",
    "the workbook is protected by a password; ask for a copy without one",
)
_OLD_FORMAT = _unusable(
    "old_format",
    "文件是旧版 .xls 格式；请用 Excel 或 WPS 另存为 .xlsx 后重新放入",
    "the file is in the old .xls format; save it as .xlsx and put it back",
)
_NO_WORKBOOK = _unusable(
    "no_workbook",
    "文件不是 .xlsx 工作簿；请核对是否放错文件，或另存为 .xlsx",
    "the file is no .xlsx workbook; check that it is the right file, or save it as .xlsx",
)
_BROKEN = _unusable(
    "broken",
    "工作簿已损坏，打不开；请在 Excel 或 WPS 中修复后另存，或让企业重新发送",
    "the workbook is damaged; repair and save it in Excel or WPS, or ask for it again",
)
_TOO_LARGE = _unusable(
    "too_large",
    "工作簿展开后过大（可能在很远的行列留有内容，或不是正常的调查表）；请删除空白区域的多余内容后另存",
    "the workbook is too large unpacked (perhaps stray cells far off, or no real answer); delete "
    "what lies outside the form and save it again",
)
