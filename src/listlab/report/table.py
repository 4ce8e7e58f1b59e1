"""A table for people: headers in their language, numbers aligned, causes beneath."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import polars as pl

from listlab.model.language import Lang

_CELL = "padding:4px 10px;border-bottom:1px solid rgba(128,128,128,.28);vertical-align:top;"
_NUMBER = "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;"
_WORDS = "text-align:left;"


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header; `numeric` ones are right-aligned with figures of equal width."""

    header: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text under headers, with a caption; `marked` rows are the ones to look at.

    `notes` give the causes of missing values and the meaning of columns, a sentence each.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    marked: frozenset[int] = field(default_factory=frozenset)
    lang: Lang = "zh"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                msg = (
                    f"table {self.caption!r}: got {len(row)} cells for {len(self.columns)} columns"
                )
                raise ValueError(msg)

    def to_frame(self) -> pl.DataFrame:
        """Same cells as text, a column a header."""
        return pl.DataFrame(
            {
                column.header: [row[place] for row in self.rows]
                for place, column in enumerate(self.columns)
            },
            schema={column.header: pl.String for column in self.columns},
        )

    def head(self, rows: int) -> "Table":
        """First rows, with a note that says how many there are in all."""
        if rows >= len(self.rows):
            return self
        total = len(self.rows)
        more = f"共 {total} 行，此处列前 {rows} 行。"
        if self.lang == "en":
            more = f"First {rows} of {total} rows."
        kept = frozenset(place for place in self.marked if place < rows)
        notes = (*self.notes, more)
        return Table(self.caption, self.columns, self.rows[:rows], notes, kept, self.lang)

    def __repr__(self) -> str:
        return f"{self.caption} ({len(self.rows)} × {len(self.columns)})"

    def _repr_html_(self) -> str:
        head = "".join(_cell("th", column.header, column) for column in self.columns)
        body = "".join(
            f"<tr{_tint(place in self.marked)}>{_row(self.columns, row)}</tr>"
            for place, row in enumerate(self.rows)
        )
        caption = (
            '<caption style="caption-side:top;text-align:left;font-weight:600;padding:4px 10px">'
            f"{escape(self.caption)}</caption>"
        )
        notes = "".join(
            f'<p style="margin:4px 10px;font-size:.9em;opacity:.8">{escape(note)}</p>'
            for note in self.notes
        )
        return (
            '<div style="overflow-x:auto"><table style="border-collapse:collapse;margin:0">'
            f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}</div>"
        )


def _row(columns: Sequence[Column], row: Sequence[str]) -> str:
    return "".join(_cell("td", text, column) for column, text in zip(columns, row, strict=True))


def _cell(tag: str, text: str, column: Column) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    align = _NUMBER if column.numeric else _WORDS
    return f'<{tag}{scope} style="{_CELL}{align}">{escape(text)}</{tag}>'


def _tint(marked: bool) -> str:
    return ' style="background:rgba(0,158,115,.14);font-weight:600"' if marked else ""
