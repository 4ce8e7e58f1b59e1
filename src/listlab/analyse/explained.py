"""What all results of the analysis share: a frame, a chart, and words that explain them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from html import escape
from typing import Any, Protocol

import polars as pl

from listlab.analyse.columns.heading import written
from listlab.analyse.columns.load import heading
from listlab.model.language import Lang, Text

_MOST_ROWS = 30  # of a frame shown in a notebook


class Chart(Protocol):
    """Chart of Altair, which loads only when one is drawn."""

    def to_dict(self) -> dict[str, Any]:
        """Vega-lite spec."""


class Explained(ABC):
    """Result of one question: what was found in words, the rows behind it, and a chart.

    Subclasses are frozen dataclasses; they give `title`, `lines`, `to_frame` and `chart`.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def title(self) -> Text:
        """Name of the question, as a heading."""

    @abstractmethod
    def lines(self) -> Sequence[Text]:
        """Findings in words with their numbers, limits and causes, a sentence each."""

    @abstractmethod
    def to_frame(self) -> pl.DataFrame:
        """Rows behind the words."""

    @abstractmethod
    def chart(self, lang: Lang = "zh") -> Chart:
        """Altair chart of the rows, with an alternative text."""

    def to_pandas(self) -> Any:
        """Same as `to_frame`, for pandas."""
        return self.to_frame().to_pandas()

    def explain(self, lang: Lang = "zh") -> str:
        """Heading, words and rows as HTML."""
        frame = self.to_frame()
        words = "".join(f"<li>{escape(line.say(lang))}</li>" for line in self.lines())
        more = frame.height - _MOST_ROWS
        note = Text(f"另有 {more} 行，见 to_frame()。", f"{more} more rows in to_frame().")
        rest = f"<p>{escape(note.say(lang))}</p>" if more > 0 else ""
        return (
            f"<section><h4>{escape(self.title.say(lang))}</h4><ul>{words}</ul>"
            f"{_rows(frame.head(_MOST_ROWS), lang)}{rest}</section>"
        )

    def _repr_html_(self) -> str:
        return self.explain()


def _rows(frame: pl.DataFrame, lang: Lang) -> str:
    shown = [heading(name) for name in frame.columns]
    head = "".join(f"<th>{escape(each.name.say(lang))}</th>" for each in shown)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(written(value, each.form, lang))}</td>"
            for value, each in zip(row, shown, strict=True)
        )
        + "</tr>"
        for row in frame.iter_rows()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
