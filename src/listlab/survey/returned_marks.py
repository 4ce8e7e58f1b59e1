"""Marks in the cells of a returned copy: put in, taken away again, and personal data masked."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from listlab.law.pack import normalise
from listlab.model.language import Lang, Text
from listlab.model.measure import row_height
from listlab.model.problem import Level, Problem
from listlab.survey.cells import cell_text
from listlab.survey.columns import ENTERPRISE, PROBLEM_LIST, SheetForm
from listlab.survey.headers import match_header
from listlab.survey.levels import LEVELS
from listlab.survey.private import mask
from listlab.survey.returned_open import filled_cells, put, stored_cell

Place = tuple[str, str]  # sheet and cell
COLOURS: Mapping[Level, str] = {"must": "FFF4B6AE", "check": "FFFCE08B", "note": "FFE3EAF1"}
ORDER: tuple[Level, ...] = ("must", "check", "note")
PLACE_COLUMN, LOOK_COLUMN = 8, 9  # of the hidden record on the list of problems
_MARK = Text("【核对】", "【Check】")
_AUTHOR, _OTHERS = "listlab", "—"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?=$|:)")
_HEADER_WITHIN = 10
_LOOKS = ("font", "fill", "border", "alignment", "number_format", "protection")
_COMMENT_WIDTH, _COMMENT_CHARACTERS, _PIXELS_A_POINT = 340, 44, 96 / 72


def clear_marks(book: openpyxl.Workbook) -> None:
    """Take away the marks and the list of an earlier copy; cells look as they did before it."""
    looks: dict[Place, str] = {}
    for sheet in [s for s in book.worksheets if s.title.strip() == PROBLEM_LIST]:
        looks |= _recorded(sheet)
        del book[sheet.title]
    for sheet in book.worksheets:
        for cell in filled_cells(sheet):
            if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in COLOURS.values():
                cell.fill = _fill(looks.get((sheet.title, cell.coordinate)))
            if cell.comment:
                _clear_comment(cell)


def mask_cells(book: openpyxl.Workbook, forms: Mapping[str, SheetForm]) -> None:
    """Mask personal data in cells, comments and the file's own properties."""
    for sheet in book.worksheets:
        heads = _heads(sheet, forms.get(sheet.title))
        for cell in filled_cells(sheet):
            _mask_cell(cell, heads)
            if cell.comment:
                text = mask(cell.comment.text).text
                cell.comment = Comment(text, _OTHERS, cell.comment.height, cell.comment.width)
    properties = book.properties
    properties.creator, properties.lastModifiedBy = _AUTHOR, None
    for name in ("title", "subject", "description", "keywords", "category"):
        if said := getattr(properties, name):
            setattr(properties, name, mask(said).text)


def mark_cells(
    book: openpyxl.Workbook, problems: Sequence[Problem], lang: Lang
) -> dict[int, tuple[Place, str]]:
    """Colour and comment the cells that problems name.

    Returns
    -------
    dict of int to ((str, str), str)
        By the index of the problem: sheet and cell, and the cell's look before. Problems without
        a cell, or whose sheet is not in the book, are not in it.
    """
    found: dict[Place, list[int]] = defaultdict(list)
    for index, problem in enumerate(problems):
        sheet = find_sheet(book, problem.sheet)
        if sheet is not None and (cell := _cell(sheet, problem.cell)) is not None:
            found[sheet.title, cell.coordinate].append(index)
    marked: dict[int, tuple[Place, str]] = {}
    for (title, place), indexes in found.items():
        cell = book[title][place]
        before = _look(cell)
        here = sorted((problems[index] for index in indexes), key=weight)
        cell.fill = PatternFill("solid", fgColor=COLOURS[here[0].told_as()])
        _comment(cell, here, lang)
        marked |= dict.fromkeys(indexes, ((title, place), before))
    return marked


def weight(problem: Problem) -> int:
    """Place in the order in which problems are told: what must be mended first."""
    return ORDER.index(problem.told_as())


def find_sheet(book: openpyxl.Workbook, name: str | None) -> Worksheet | None:
    """Sheet of that name, else of one that differs in width, case and blanks only."""
    wanted = normalise(name or "")
    sheets = [s for s in book.worksheets if name and normalise(s.title) == wanted]
    exact = [s for s in sheets if s.title == name]
    return (exact or sheets or [None])[0]


def cell_place(name: str | None) -> tuple[int, int] | None:
    """Row and column of a cell, of a range its first; None where the name is none."""
    found = _CELL.match(name or "")
    return (int(found[2]), column_index_from_string(found[1])) if found else None


def _cell(sheet: Worksheet, name: str | None) -> Any:
    """Cell of that name, of a merged one the first; None where the name is none."""
    place = cell_place(name)
    if place is None:
        return None
    cell = sheet.cell(*place)
    if isinstance(cell, MergedCell):
        area = next(a for a in sheet.merged_cells.ranges if cell.coordinate in a)
        cell = sheet.cell(area.min_row, area.min_col)
    if not cell.has_style:
        _inherit(sheet, cell)
    return cell


def _inherit(sheet: Worksheet, cell: Any) -> None:
    """Give a cell the looks of its row or column: without them it would not be open for typing."""
    row = sheet.row_dimensions.get(cell.row)
    columns = sheet.column_dimensions.values()
    around = [row] if row is not None and row.has_style else []
    around += [each for each in columns if (each.min or 0) <= cell.column <= (each.max or 0)]
    for dimension in around[:1]:
        for name in _LOOKS:
            setattr(cell, name, copy(getattr(dimension, name)))


def _comment(cell: Any, problems: Sequence[Problem], lang: Lang) -> None:
    lines = [f"[{LEVELS[p.told_as()].say(lang)}] {p.message.say(lang)}" for p in problems]
    text = ILLEGAL_CHARACTERS_RE.sub("", "\n".join([_MARK.say(lang), *lines]))
    if cell.comment:
        text = f"{cell.comment.text}\n{text}"
    height = row_height([text], [_COMMENT_CHARACTERS]) * _PIXELS_A_POINT
    cell.comment = Comment(text, _AUTHOR, round(height) + 12, _COMMENT_WIDTH)


def _clear_comment(cell: Any) -> None:
    text = cell.comment.text
    places = [text.find(mark) for mark in (_MARK.zh, _MARK.en) if mark in text]
    if places:
        kept = text[: min(places)].rstrip()
        cell.comment = Comment(kept, _OTHERS) if kept else None


def _heads(sheet: Worksheet, form: SheetForm | None) -> dict[int, str] | None:
    """Header of each column, None where labels stand to the left of what they name."""
    if form is None or form is ENTERPRISE:
        return None
    last = min(_HEADER_WITHIN, sheet.max_row)  # asking for more rows would add them
    rows = list(sheet.iter_rows(max_row=last, values_only=True))
    counts = [sum(match_header(cell_text(v), form) is not None for v in row) for row in rows]
    top = counts.index(max(counts)) if counts else 0
    return {column: cell_text(v) or "" for column, v in enumerate(rows[top], 1)} if rows else {}


def _mask_cell(cell: Any, heads: Mapping[int, str] | None) -> None:
    value = getattr(cell.value, "text", cell.value)  # of an array formula
    if value is None or isinstance(value, bool):
        return
    text = str(value) if isinstance(value, str) else cell_text(value) or ""
    head = heads.get(cell.column) if heads is not None else None
    if heads is None and cell.column > 1:
        left = stored_cell(cell.parent, cell.row, cell.column - 1)
        head = left.value if left is not None and isinstance(left.value, str) else None
    masked = mask(text, head)
    if masked.kinds:
        put(cell, masked.text)


def _look(cell: Any) -> str:
    return ElementTree.tostring(cell.fill.to_tree(), encoding="unicode")


def _fill(look: str | None) -> PatternFill:
    if look is None:
        return PatternFill()
    try:
        found: PatternFill = PatternFill.from_tree(ElementTree.fromstring(look))
    except (ElementTree.ParseError, TypeError, ValueError):
        return PatternFill()
    return found


def _recorded(sheet: Worksheet) -> dict[Place, str]:
    """Looks that an earlier copy noted of the cells it coloured."""
    looks: dict[Place, str] = {}
    for row in sheet.iter_rows(min_col=PLACE_COLUMN, max_col=LOOK_COLUMN, values_only=True):
        place, look = row
        if isinstance(place, str) and isinstance(look, str) and "!" in place:
            title, _, cell = place.rpartition("!")
            looks[title, cell] = look
    return looks
