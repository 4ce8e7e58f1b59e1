"""Values of single cells: what a spreadsheet stores, and the text a person sees."""

import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None


def cell_name(row: int, column: int) -> str:
    """Name of a cell as Excel writes it, from 0-based row and column: (3, 12) is M4."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def is_blank(value: Cell) -> bool:
    """Whether a cell holds nothing that a person would see."""
    return value is None or (isinstance(value, str) and not value.strip())


def cell_text(value: Cell) -> str | None:
    """Text of a cell, with whole numbers free of `.0`; None when blank."""
    if is_blank(value):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def plain_text(value: Cell) -> str:
    """Text of a cell in half width and lower case without blanks; empty when blank."""
    folded = unicodedata.normalize("NFKC", cell_text(value) or "").casefold()
    return "".join(folded.split())


def identifier(value: Cell) -> str | None:
    """Number or code of a row, in half width and upper case; None when blank."""
    return plain_text(value).upper() or None
