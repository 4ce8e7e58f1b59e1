"""Room that text takes in a cell of a sheet, Chinese characters counted double."""

import math
import unicodedata
from collections.abc import Sequence

_LINE_HEIGHT, _PADDING, _TALLEST = 14, 6, 409  # points; Excel takes no taller row
_SPARE = 1.03  # fonts run a little wider than the column's unit


def breadth(line: str) -> float:
    """Width of a line in characters of a column's width."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
    return _SPARE * (len(line) + wide)


def row_height(values: Sequence[object], widths: Sequence[float]) -> int:
    """Height in points of a row in which all wrapped text shows.

    Programs do not agree on one of their own.

    Parameters
    ----------
    values : sequence
        What the cells of the row show.
    widths : sequence of float
        Width of each column in characters.
    """
    lines = [
        sum(max(1, math.ceil(breadth(line) / width)) for line in str(value).split("\n"))
        for value, width in zip(values, widths, strict=True)
    ]
    return min(_LINE_HEIGHT * max(lines) + _PADDING, _TALLEST)
