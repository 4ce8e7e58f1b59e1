"""A figure of bars in HTML, each of which opens onto the rows behind it.

Bars are text and boxes rather than a drawing: they need no script, keep their size of letters on
a telephone, and a click on one unfolds its rows where the reader is, on the page and in notebooks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

import polars as pl

from listlab.chart import palette
from listlab.model.language import Lang, Text
from listlab.report.load import asset
from listlab.report.table import Table

# A bar of thousands of rows would make the page too heavy to open; the rest lies in the tables.
MOST_ROWS = 300
SMALL_BOX = 340  # pixels in which all bars of a figure are drawn small


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar from `start` to `end`, shares of the width; `key` names its colour."""

    start: float
    end: float
    key: str = ""

    def style(self) -> str:
        """Place within the track."""
        return f"left:{100 * self.start:.2f}%;width:{100 * (self.end - self.start):.2f}%"


@dataclass(frozen=True)
class Bar:
    """A line of a figure: label, pieces, the figure in words, and the rows behind it.

    `value` is the number that the bar shows, None where it shows none. `band` is an interval
    around its end; `more` stands in small letters under the label.
    """

    label: str
    text: str
    rows: Table
    parts: tuple[Part, ...] = ()
    value: float | None = None
    band: Part | None = None
    more: str = ""


@dataclass(frozen=True)
class Figure:
    """Bars under a title; `legend` gives words and colour of each kind of piece.

    `notes` say what is counted and what is not, a sentence each. `ticks` label shares of the
    width above bars that share an axis. With a `key`, which no other figure of a page has, all
    bars are also drawn small in one box, each a link to its line in a list that scrolls.
    """

    title: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()
    legend: dict[str, tuple[str, str]] = field(default_factory=dict)
    ticks: tuple[tuple[float, str], ...] = ()
    key: str = ""
    lang: Lang = "zh"

    def to_frame(self) -> pl.DataFrame:
        """Label, number, words and count of rows of each bar."""
        return pl.DataFrame(
            {
                "label": [bar.label for bar in self.bars],
                "value": [bar.value for bar in self.bars],
                "text": [bar.text for bar in self.bars],
                "rows": [len(bar.rows.rows) for bar in self.bars],
            },
            schema={"label": pl.String, "value": pl.Float64, "text": pl.String, "rows": pl.Int64},
        )

    @property
    def html(self) -> str:
        """Figure for a page that carries the style already."""
        title = f'<p class="ll-title">{escape(self.title)}</p>'
        nothing = Text("没有。", "None.").say(self.lang)
        bars = "".join(
            f"<li{self._anchor(place)}>{self._bar(bar)}</li>" for place, bar in enumerate(self.bars)
        )
        box = ' class="ll-tall" tabindex="0"' if self.key else ""
        body = f"<ol{box}>{bars}</ol>" if bars else f'<p class="ll-note">{nothing}</p>'
        notes = "".join(f'<p class="ll-note">{escape(note)}</p>' for note in self.notes)
        above = f"{title}{self._legend()}{self._axis()}{self._small()}"
        return f'<div class="ll-figure">{above}{body}{notes}</div>'

    def __html__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"{self.title} ({len(self.bars)})"

    def _repr_html_(self) -> str:
        return f"<style>{asset('figure.css')}</style>{self.html}"

    def _legend(self) -> str:
        keys = "".join(
            f'<span><i style="background:{colour}"></i>{escape(words)}</span>'
            for words, colour in self.legend.values()
        )
        return f'<p class="ll-legend">{keys}</p>' if keys else ""

    def _axis(self) -> str:
        marks = "".join(
            f'<span style="left:{100 * place:.2f}%">{escape(words)}</span>'
            for place, words in self.ticks
        )
        if not marks:
            return ""
        return (
            '<div class="ll-row ll-axis" aria-hidden="true"><span class="ll-label"></span>'
            f'<span class="ll-track">{marks}</span><span class="ll-text"></span></div>'
        )

    def _anchor(self, place: int) -> str:
        return f' id="{escape(self.key)}-{place}"' if self.key else ""

    def _small(self) -> str:
        """All bars in one box; a hand that hovers reads who it is, a click leads to the line."""
        if not self.key or not self.bars:
            return ""
        height = min(max(SMALL_BOX / len(self.bars), 2.0), 9.0)
        links = "".join(
            f'<a href="#{escape(self.key)}-{place}" tabindex="-1" style="height:{height:.1f}px" '
            f'title="{escape(bar.label)}  {escape(bar.text)}">{self._pieces(bar)}</a>'
            for place, bar in enumerate(self.bars)
        )
        return (
            '<div class="ll-row ll-small" aria-hidden="true"><span class="ll-label"></span>'
            f'<span class="ll-track">{links}</span><span class="ll-text"></span></div>'
        )

    def _bar(self, bar: Bar) -> str:
        more = f"<small>{escape(bar.more)}</small>" if bar.more else ""
        line = (
            f'<span class="ll-row"><span class="ll-label">{escape(bar.label)}{more}</span>'
            f'<span class="ll-track" aria-hidden="true">{self._pieces(bar)}</span>'
            f'<span class="ll-text">{escape(bar.text)}</span></span>'
        )
        return f'<details class="ll-bar"><summary>{line}</summary>{rows_html(bar.rows)}</details>'

    def _pieces(self, bar: Bar) -> str:
        lines = "".join(f'<s style="left:{100 * place:.2f}%"></s>' for place, _ in self.ticks)
        pieces = "".join(
            f'<i style="{part.style()};background:{self._colour(part.key)}"></i>'
            for part in bar.parts
        )
        band = f'<b style="{bar.band.style()}"></b>' if bar.band else ""
        return lines + pieces + band

    def _colour(self, key: str) -> str:
        return self.legend[key][1] if key in self.legend else palette.FORECAST


@dataclass(frozen=True)
class Figures:
    """Figures that belong together, shown one under the other."""

    figures: tuple[Figure, ...]

    def to_frame(self) -> pl.DataFrame:
        """Bars of all figures, with the title of each."""
        frames = (
            figure.to_frame().with_columns(pl.lit(figure.title).alias("figure"))
            for figure in self.figures
        )
        return pl.concat(frames).select("figure", "label", "value", "text", "rows")

    def __repr__(self) -> str:
        return "; ".join(map(repr, self.figures))

    def _repr_html_(self) -> str:
        style = f"<style>{asset('figure.css')}</style>"
        return style + "".join(figure.html for figure in self.figures)


def told_once(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures that share their notes, which stand beneath the last."""
    return (*(replace(figure, notes=()) for figure in figures[:-1]), *figures[-1:])


def rows_html(table: Table) -> str:
    """Rows behind a bar, without the styles that a table on its own brings along."""
    shown = table.head(MOST_ROWS)
    numeric = [' class="ll-n"' if column.numeric else "" for column in shown.columns]
    head = "".join(
        f'<th scope="col"{kind}>{escape(column.header)}</th>'
        for column, kind in zip(shown.columns, numeric, strict=True)
    )
    body = "".join(f"<tr>{_cells(row, numeric)}</tr>" for row in shown.rows)
    notes = "".join(f'<p class="ll-note">{escape(note)}</p>' for note in shown.notes)
    return (
        f'<div class="ll-rows" tabindex="0" role="region" aria-label="{escape(table.caption)}">'
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}</div>"
    )


def ranked(values: Sequence[float]) -> list[tuple[Part, ...]]:
    """One piece a value from the left edge, the largest at full width."""
    most = max(values, default=0) or 1
    return [(Part(0, value / most),) if value else () for value in values]


def stacked(rows: Sequence[Sequence[tuple[str, float]]]) -> list[tuple[Part, ...]]:
    """Pieces side by side in each row, the longest row at full width; empty ones left out."""
    most = max((sum(value for _, value in row) for row in rows), default=0) or 1
    found = []
    for row in rows:
        parts, end = [], 0.0
        for key, value in row:
            if value:
                parts.append(Part(end / most, (end + value) / most, key))
            end += value
        found.append(tuple(parts))
    return found


def _cells(row: Sequence[str], kinds: Sequence[str]) -> str:
    return "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in zip(row, kinds, strict=True))
