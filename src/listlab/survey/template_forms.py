"""Forms that are sent out: columns with their hints, examples and lists, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from listlab.model.language import Lang, Text
from listlab.survey.columns import Column, SheetForm
from listlab.survey.forms.load import both

Level = Literal["must", "ask", "may"]
_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A column, or a line of the enterprise sheet, as people see it.

    `options` names the list to choose from; an `open` one only suggests. `volume`: a number of
    persons, in any way of writing it.
    """

    column: Column
    header: str
    level: Level
    width: int
    hint: str
    example: str
    options: str | None = None
    open: bool = False
    volume: bool = False


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A sheet to fill in; `rows` are looked at by its own checks, more may be filled in.

    `counted` is the column that says how many rows are filled in.
    """

    form: SheetForm
    how: str
    entries: tuple[Entry, ...]
    rows: int
    counted: str

    def place(self, key: str) -> int:
        """Column of that key, counted from 0."""
        return next(i for i, entry in enumerate(self.entries) if entry.column.key == key)


def entry_forms(
    words: Mapping[str, Any],
    forms: Sequence[SheetForm],
    facts: Mapping[str, Text],
    lang: Lang,
) -> tuple[EntryForm, ...]:
    """Forms with the words of a document; its hints and examples may name the facts.

    Parameters
    ----------
    words : mapping
        Document whose `sheets` describe each column by its key.
    forms : sequence of SheetForm
        Sheets in their order, each with its columns.
    facts : mapping of str to Text
        What stands for `{scenario}`, `{codes}` and the like.
    """
    said = {name: text.say(lang) for name, text in facts.items()}
    return tuple(_entry_form(words["sheets"][form.name], form, said, lang) for form in forms)


def _entry_form(
    words: Mapping[str, Any], form: SheetForm, facts: Mapping[str, str], lang: Lang
) -> EntryForm:
    entries = tuple(
        _entry(words["columns"][column.key], column, facts, lang) for column in form.columns
    )
    counted = words.get("counted", form.columns[0].key)
    return EntryForm(form, both(words["how"]).say(lang), entries, words.get("rows", 0), counted)


def _entry(words: Mapping[str, Any], column: Column, facts: Mapping[str, str], lang: Lang) -> Entry:
    example = both(words["example"]).say(lang).format_map(facts) if "example" in words else ""
    return Entry(
        column,
        column.header if lang == "zh" else f"{column.header}\n{column.english}",
        words["level"],
        words.get("width", _WIDTH),
        both(words["hint"]).say(lang).format_map(facts),
        example,
        options=words.get("options"),
        open=words.get("open", False),
        volume=words.get("volume", False),
    )
