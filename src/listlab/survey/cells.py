"""Values of single cells: what a spreadsheet stores, and the text a person sees."""

import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_KEPT_LENGTH = 100  # longer texts are not worth their memory
# Characters without width that copying leaves in texts: blanks, joiners, marks of direction.
UNSEEN = dict.fromkeys(
    [0xAD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
Cell = str | int | float | bool | date | datetime | time | timedelta | None


def cell_name(row: int, column: int) -> str:
    """Name of a cell as Excel writes it, from 0-based row and column: (3, 12) is M4."""
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Letters of a column from its 0-based number: 12 is M."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_blank(value: Cell) -> bool:
    """Whether a cell holds nothing that a person would see."""
    return value is None or value == "" or (isinstance(value, str) and value.isspace())


def cell_text(value: Cell) -> str | None:
    """Text of a cell, with whole numbers free of `.0`; None when blank."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def plain_text(value: Cell) -> str:
    """Text of a cell in half width and lower case without blanks; empty when blank."""
    text = cell_text(value) or ""
    return _plain(text) if len(text) < _KEPT_LENGTH else _plain.__wrapped__(text)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(UNSEEN).casefold().split())


def identifier(value: Cell) -> str | None:
    """Number or code of a row, in half width and upper case; None when blank."""
    return plain_text(value).upper() or None
