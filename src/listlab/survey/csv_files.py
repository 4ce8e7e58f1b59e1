"""Csv files as sheets: their encoding, their delimiter, and which sheet one stands for."""

import csv
import io
from collections import Counter
from itertools import chain
from pathlib import PurePath

from listlab.survey.cells import Cell
from listlab.survey.columns import SHEETS
from listlab.survey.recognise import form_of_name, names_form
from listlab.survey.refusals import CSV_ENCODING, EMPTY, TOO_LARGE, refuse_foreign
from listlab.survey.room import MOST_CELLS, WIDEST_ROW, Room
from listlab.survey.sheets import Grid, UnusableWorkbook

_MOST_LINES = 10**5
_MOST_BYTES = 20 * 2**20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", "\t", ";", "，")
_FOREIGN = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
_SEPARATORS = " \t-_—–·.、，,（）()[]【】"
_JOINTS = " \t-_—–·.、，,"
# Spreadsheets take a text that begins so for a formula; writers guard it by an apostrophe.
_GUARDED = ("'=", "'+", "'-", "'@")


def read_csv(content: bytes, name: str, room: Room | None = None) -> Grid:
    """Grid of texts from a csv file in UTF-8 or UTF-16 with or without BOM, or GB18030.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Name of the sheet that it stands for.
    room : Room, optional
        What the answer may still hold, when it has several files.

    Raises
    ------
    UnusableWorkbook
        Empty, too large, of another kind, or in an unknown encoding.
    """
    if not content.strip():
        raise UnusableWorkbook(EMPTY)
    if content.startswith(_FOREIGN):
        raise refuse_foreign(content)
    if len(content) > _MOST_BYTES or content.count(b"\n") + content.count(b"\r") > _MOST_LINES:
        raise UnusableWorkbook(TOO_LARGE)
    text = _decoded(content)
    delimiter = _delimiter(text)
    if text.count(delimiter) > MOST_CELLS:
        raise UnusableWorkbook(TOO_LARGE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows: list[list[Cell]] = [[_cell(value) for value in row] for row in reader]
    except csv.Error as cause:
        raise UnusableWorkbook(TOO_LARGE) from cause  # a field longer than any cell may be
    width = max(map(len, rows), default=0)
    if width > WIDEST_ROW:
        raise UnusableWorkbook(TOO_LARGE)
    filled = sum(value is not None for row in rows for value in row)
    (room or Room()).take_sheet(filled, len(rows), width)
    return Grid(name, [row + [None] * (width - len(row)) for row in rows])


def sheet_of(name: str) -> str | None:
    """Part of a csv file's name that names a sheet of the form, None when none does."""
    stem = PurePath(name).stem
    return None if form_of_name(stem, SHEETS) is None else split_name(stem)[1]


def split_name(stem: str) -> tuple[str, str]:
    """Name of a csv file as whose answer it is and which sheet: 甲公司_企业信息."""
    starts = [p for p in range(len(stem)) if p == 0 or stem[p - 1] in _SEPARATORS]
    exact = (place for place in starts if names_form(stem[place:], SHEETS))
    similar = (place for place in reversed(starts) if form_of_name(stem[place:], SHEETS))
    place = next(chain(exact, similar), 0)
    return stem[:place].strip(_JOINTS), stem[place:].strip()


def _decoded(content: bytes) -> str:
    marked = content.startswith(_UTF16)
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnusableWorkbook(CSV_ENCODING)


def _delimiter(text: str) -> str:
    """Delimiter that is most frequent in the first lines; a comma when none is."""
    counts = Counter(char for char in text[:4096] if char in _DELIMITERS)
    lines = text[:4096].splitlines()
    first = max(_DELIMITERS[:3], key=lambda char: sum(char in line for line in lines))
    return first if counts[first] else ","


def _cell(value: str) -> Cell:
    if value.startswith('="') and value.endswith('"'):
        return value[2:-1] or None  # how spreadsheets are told to keep a number as text
    if value.startswith(_GUARDED):
        value = value[1:]
    return value or None
