"""Texts of items laid out for matching, so that every place leads back to its character.

Folding changes single characters for single characters only (full width to half width, `_` and
`-` to a space), so a character's index in the folded text is its index in the field as written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# A full-width comma always ends a clause, a plain one seldom does in English: they stay apart.
_KEPT = {0xFF0C}
_CODES = [code for code in range(0xFF01, 0xFF5F) if code not in _KEPT]
_WIDE = [chr(code) for code in _CODES] + ["\u3000", "_", "-", "\t", "\r"]
_HALF = [chr(code - 0xFEE0) for code in _CODES] + [" "] * 5
# Folded a second time, so that ＿ and － end as spaces too.
_SEPARATORS = ["_", "-"]
FIELD_END = "\n"


@dataclass(frozen=True)
class Texts:
    """All items in one UTF-8 buffer: item after item, field after field, each ended by a newline.

    `starts` has the shape (items, fields): the byte at which a field starts. `fields` names
    them in that order.
    """

    fields: tuple[str, ...]
    buffer: NDArray[np.uint8]
    starts: Ints
    folded: pl.Series

    @property
    def count(self) -> int:
        """Items laid out."""
        return int(self.starts.shape[0])

    def place(self, positions: Ints) -> tuple[Ints, Ints]:
        """Item and field of each byte position."""
        flat = np.searchsorted(self.starts.ravel(), positions, side="right") - 1
        return flat // len(self.fields), flat % len(self.fields)

    def characters(self, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Where pieces start and end in their fields, in characters; from byte positions."""
        item, field = self.place(start)
        heads = np.cumsum((self.buffer & 0xC0) != 0x80)  # bytes that begin a character
        before = np.concatenate(([0], heads))
        origin = before[self.starts[item, field]]
        return np.asarray(before[start] - origin), np.asarray(before[end] - origin)


def fold(texts: pl.Series) -> pl.Series:
    """Texts with full-width characters and separators made plain, character by character."""
    plain = texts.cast(pl.String).fill_null("").str.replace_many(_WIDE, _HALF)
    return plain.str.replace_many(_SEPARATORS, [" "] * len(_SEPARATORS))


def lay_out(items: pl.DataFrame, fields: Sequence[str]) -> Texts:
    """Buffer of the named columns of all items; a missing column or value is an empty field."""
    columns = [
        fold(items[name])
        if name in items.columns
        else pl.Series([""]).new_from_index(0, items.height)
        for name in fields
    ]
    # A newline inside a field is a clause end, not a field end: the starts say where fields are.
    frame = pl.DataFrame([column.alias(str(i)) for i, column in enumerate(columns)])
    lengths = np.stack([c.str.len_bytes().to_numpy().astype(np.int64) + 1 for c in columns], axis=1)
    ends = np.cumsum(lengths.ravel())
    starts = np.concatenate(([0], ends[:-1])).reshape(lengths.shape) if ends.size else lengths
    folded = frame.select(
        pl.concat_str([pl.col(name) + FIELD_END for name in frame.columns])
    ).to_series()
    text = "".join(folded.to_list()).encode()
    return Texts(tuple(fields), np.frombuffer(text, dtype=np.uint8), starts, folded)
