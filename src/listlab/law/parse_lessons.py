"""Lessons of a lexicon: items labelled by people, a row each."""

from collections.abc import Iterable, Mapping
from typing import Any

from listlab.law.terms import LEVELS, Lesson
from listlab.model.language import Text
from listlab.model.problem import Problem

FIELDS = ("name", "description", "category", "personal", "important")
PERSONAL = ("none", *LEVELS)
IMPORTANT = ("yes", "no", "review")
_Row = Mapping[str, str | None]


def parse_lessons(
    rows: Iterable[_Row], codes: set[int], *, file: str
) -> tuple[list[Lesson], list[Problem]]:
    """Lessons of a table, and everything wrong with it; its first row is line 2.

    Parameters
    ----------
    rows : iterable of mapping
        Cells by column; a blank one is an empty text.
    codes : set of int
        Categories of the packs that share the table.
    file : str
        Where it comes from, for messages.
    """
    found, problems = [], []
    for line, row in enumerate(rows, start=2):
        wrong = _wrong(row, codes)
        problems += [_problem(file, line, *each) for each in wrong]
        if not wrong:
            found.append(_lesson(row))
    return found, problems


def _lesson(row: _Row) -> Lesson:
    category = row["category"]
    return Lesson(
        name=row["name"] or "",
        description=row["description"] or "",
        category=int(category) if category else None,
        personal=str(row["personal"]),
        important=row["important"] or None,
    )


def _wrong(row: _Row, codes: set[int]) -> list[tuple[str, Any, str]]:
    """Column, what it holds and what it should, of each cell that can't be used."""
    found = [(name, "", "a column") for name in FIELDS if row.get(name) is None]
    if found:
        return found
    category = row["category"]
    known = {str(code) for code in codes} | {""}
    checks = (
        ("name", bool(row["name"]), "a name"),
        ("category", category in known, "a category of the pack, or nothing"),
        ("personal", row["personal"] in PERSONAL, "|".join(PERSONAL)),
        ("important", row["important"] in (*IMPORTANT, ""), "|".join(IMPORTANT)),
    )
    return [(name, row[name], expected) for name, right, expected in checks if not right]


def _problem(file: str, line: int, column: str, got: Any, expected: str) -> Problem:
    message = Text(
        f"第 {line} 行 {column} 列：{got!r}，应为 {expected}；请修改",
        f"line {line}, column {column}: {got!r}, expected {expected}; mend it",
    )
    return Problem("pack.value", "error", message, file=file, got=str(got))
