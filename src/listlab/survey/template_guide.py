"""First sheet of the survey form: covering letter, how to fill in, how to count, self-check."""

from collections.abc import Mapping, Sequence
from typing import Any

from listlab.model.language import Text
from listlab.model.measure import row_height
from listlab.survey.columns import GUIDANCE
from listlab.survey.forms.load import both
from listlab.survey.template_book import FormBook, quoted

_WIDTHS = (2, 13, 14, 72)  # margin, label, sheet, text
_LABEL, _SHEET, _TEXT = 1, 2, 3


class Guide:
    """The first sheet under way, row by row."""

    def __init__(
        self,
        book: FormBook,
        words: Mapping[str, Any],
        facts: Mapping[str, Text],
        *,
        title: str,
    ) -> None:
        self._book, self._words = book, words
        self._facts = {name: text.say(book.lang) for name, text in facts.items()}
        self._sheet = book.add_sheet(GUIDANCE, landscape=False)
        self._row = 1
        for place, width in enumerate(_WIDTHS):
            self._sheet.set_column(place, place, width)
            self._sheet.write_blank(0, place, None, book.formats["title"])
        self._sheet.set_row(0, 36)
        self._sheet.write_string(0, 1, title, book.formats["title"])

    def write(self, statuses: Mapping[str, tuple[str, str]]) -> None:
        """Write what the words hold: letter, blanks for the sender, steps, self-check, notes.

        Parameters
        ----------
        statuses : mapping of str to (str, str)
            Cell with the status of each sheet, and what it says at first.
        """
        for paragraph in self._words["letter"]:
            self._paragraph(self._say(paragraph))
        if "blanks" in self._words:
            self._blanks(self._words["blanks"])
        if "steps" in self._words:
            self._steps(self._words["steps"])
        self._statuses(statuses)
        for block in self._words["notes"]:
            self._labelled(block)
        self._row += 1
        stamp = self._book.say("stamp").format_map(self._facts)
        self._sheet.write_string(self._row, _LABEL, stamp, self._book.formats["stamp"])

    def _say(self, node: Mapping[str, str]) -> str:
        return both(node).say(self._book.lang).format_map(self._facts)

    def _paragraph(self, text: str) -> None:
        self._merged(text, _LABEL, "text")
        self._sheet.set_row(self._row, row_height([text], [sum(_WIDTHS[1:])]) + 4)
        self._row += 1

    def _merged(self, text: str, first: int, style: str) -> None:
        look = self._book.formats[style]
        self._sheet.merge_range(self._row, first, self._row, _TEXT, "", look)
        self._sheet.write_string(self._row, first, text, look)

    def _heading(self, text: str) -> None:
        self._row += 1
        look = self._book.formats["heading"]
        for place in range(_LABEL, _TEXT + 1):
            self._sheet.write_blank(self._row, place, None, look)
        self._sheet.write_string(self._row, _LABEL, text, look)
        self._sheet.set_row(self._row, 22)
        self._row += 1

    def _blanks(self, labels: Sequence[Mapping[str, str]]) -> None:
        """Lines that the office fills in before it sends the form."""
        self._row += 1
        answer, missing = self._book.formats["answer"], self._book.marks["missing"]
        for label in labels:
            self._sheet.write_string(
                self._row, _LABEL, self._say(label), self._book.formats["label"]
            )
            self._sheet.merge_range(self._row, _SHEET, self._row, _TEXT, "", answer)
            blank = {"type": "formula", "criteria": f"=LEN(TRIM($C${self._row + 1}))=0"}
            area = (self._row, _SHEET, self._row, _TEXT)
            self._sheet.conditional_format(*area, {**blank, "format": missing})
            self._sheet.set_row(self._row, 20)
            self._row += 1

    def _steps(self, steps: Mapping[str, Any]) -> None:
        self._heading(both(steps["title"]).say(self._book.lang))
        for label, sheet, text in steps["rows"]:
            said = self._say(text)
            self._sheet.write_string(
                self._row, _LABEL, self._say(label), self._book.formats["label"]
            )
            self._link(sheet, _SHEET)
            self._sheet.write_string(self._row, _TEXT, said, self._book.formats["text"])
            self._sheet.set_row(self._row, row_height([said], [_WIDTHS[_TEXT]]))
            self._row += 1

    def _statuses(self, statuses: Mapping[str, tuple[str, str]]) -> None:
        """What each sheet says of itself, as it stands there."""
        self._heading(self._book.say("check"))
        for sheet, (cell, said) in statuses.items():
            self._link(sheet, _LABEL)
            look = self._book.formats["text"]
            self._sheet.merge_range(self._row, _SHEET, self._row, _TEXT, "", look)
            self._sheet.write_formula(self._row, _SHEET, f"={cell}", look, said)
            self._row += 1

    def _labelled(self, block: Mapping[str, Any]) -> None:
        self._heading(self._say(block["title"]))
        for label, text in block["rows"]:
            said = self._say(text)
            self._sheet.write_string(
                self._row, _LABEL, self._say(label), self._book.formats["label"]
            )
            self._merged(said, _SHEET, "text")
            height = row_height([said], [_WIDTHS[_SHEET] + _WIDTHS[_TEXT]])
            self._sheet.set_row(self._row, height)
            self._row += 1

    def _link(self, sheet: str, place: int) -> None:
        target = f"internal:{quoted(sheet)}!A1"
        self._sheet.write_url(self._row, place, target, self._book.formats["link"], sheet)
