"""Sheets of old .xls files, cell by cell, so that stray cells far off take no memory."""

import io
from collections.abc import Iterator
from datetime import datetime, time

import olefile
import xlrd
from xlrd.book import SUPBOOK_DDEOLE, SUPBOOK_EXTERNAL

from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_text
from listlab.survey.columns import REVISION_NAME, TEMPLATE_NAME
from listlab.survey.formats import shows_unit
from listlab.survey.refusals import ENCRYPTED, EXTERNAL_LINKS, TOO_LARGE, no_workbook
from listlab.survey.room import MOST_CELLS, MOST_SHEETS, Room
from listlab.survey.sheets import Flags, Grid, Place, Stamp, UnusableWorkbook, revision_number
from listlab.survey.xlsx import Wanted

_MOST_BYTES = 10 * 2**20
_STREAMS = ("Workbook", "Book")
_OTHER = Text("Word 文档（.doc）或其他旧版 Office 文件", "a .doc or other old Office file")
_SAYS_ENCRYPTED = "encrypted"


def read_xls(content: bytes, wanted: Wanted) -> tuple[list[Grid], Stamp]:
    """Grids of the sheets wanted in their order, and what listlab wrote into the file.

    Raises
    ------
    UnusableWorkbook
        Encrypted, too large, linked to other files, or no workbook at all.
    """
    _check_container(content)
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            logfile=io.StringIO(),
            on_demand=True,
            formatting_info=True,
            ragged_rows=True,
        )
    except xlrd.XLRDError as cause:
        if _SAYS_ENCRYPTED in str(cause):
            raise UnusableWorkbook(ENCRYPTED) from cause
        raise
    if {SUPBOOK_EXTERNAL, SUPBOOK_DDEOLE} & {*book._supbook_types}:
        raise UnusableWorkbook(EXTERNAL_LINKS)
    names = book.sheet_names()
    read = [i for i, name in enumerate(names) if wanted(name, book._sheet_visibility[i] != 0)]
    if len(read) > MOST_SHEETS:
        raise UnusableWorkbook(TOO_LARGE)
    grids, room, blank = [], Room(), MOST_CELLS
    for index in read:
        sheet = book.sheet_by_index(index)
        blank -= sum(map(sheet.row_len, range(sheet.nrows)))  # cells that are only formatted
        if blank < 0:
            raise UnusableWorkbook(TOO_LARGE)
        grids.append(_grid(book, sheet, room))
        book.unload_sheet(index)
    return grids, Stamp(_named(book, TEMPLATE_NAME), revision_number(_named(book, REVISION_NAME)))


def _named(book: xlrd.Book, wanted: str) -> str | None:
    """Content of a defined name; None where it is no constant."""
    for name in book.name_obj_list:
        if name.name.lower() == wanted and name.result is not None:
            return cell_text(name.result.value)
    return None


def _check_container(content: bytes) -> None:
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        if container.exists("EncryptedPackage"):
            raise UnusableWorkbook(ENCRYPTED)
        if not any(container.exists(name) for name in _STREAMS):
            raise UnusableWorkbook(no_workbook(_OTHER))
    if len(content) > _MOST_BYTES:
        raise UnusableWorkbook(TOO_LARGE)


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet, room: Room) -> Grid:
    filled = list(_filled(sheet))
    height = max((row for row, *_ in filled), default=-1) + 1
    width = max((column for _, column, _ in filled), default=-1) + 1
    room.take_sheet(len(filled), height, width)
    for _, _, left, right in sheet.merged_cells:
        room.take_merged(right - left)
    rows: list[list[Cell]] = [[None] * width for _ in range(height)]
    for row, column, cell in filled:
        rows[row][column] = _value(cell, book)
    return Grid(
        sheet.name,
        rows,
        tuple(((top, left), (b - 1, r - 1)) for top, b, left, r in sheet.merged_cells),
        Flags(
            tuple(_places(filled, xlrd.XL_CELL_ERROR)),
            frozenset(
                (row, column)
                for row, column, cell in filled
                if cell.ctype == xlrd.XL_CELL_NUMBER and shows_unit(_format(cell, book))
            ),
        ),
        bool(sheet.visibility),
    )


def _filled(sheet: xlrd.sheet.Sheet) -> Iterator[tuple[int, int, xlrd.sheet.Cell]]:
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                yield row, column, sheet.cell(row, column)


def _places(filled: list[tuple[int, int, xlrd.sheet.Cell]], kind: int) -> Iterator[Place]:
    return ((row, column) for row, column, cell in filled if cell.ctype == kind)


def _value(cell: xlrd.sheet.Cell, book: xlrd.Book) -> Cell:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return None
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(cell.value, book.datemode)
    value: str | float = cell.value
    return value


def _date(number: float, mode: int) -> datetime | time | float:
    try:
        moment: datetime = xlrd.xldate_as_datetime(number, mode)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return number
    return moment.time() if number < 1 else moment


def _format(cell: xlrd.sheet.Cell, book: xlrd.Book) -> str:
    code: str = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    return code
