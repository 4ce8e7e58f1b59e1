"""Workbooks as grids of cells, whatever kind of file they came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from listlab.survey.cells import Cell
from listlab.survey.findings import Issue

_REVISION = re.compile(r'"?([0-9]{1,4})(?:\.0)?"?')
Place = tuple[int, int]  # 0-based row and column


class UnusableWorkbook(Exception):  # noqa: N818  # caught by the reader and turned into a problem
    """A file from which no cell can be taken; `issue` says why and what to do."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


@dataclass(frozen=True)
class Flags:
    """What a spreadsheet knows of cells besides their values."""

    errors: tuple[Place, ...] = ()  # cells that show #REF! and the like
    units: frozenset[Place] = frozenset()  # cells whose format alone shows 万
    no_value: tuple[Place, ...] = ()  # formulas that nobody has calculated
    commands: tuple[Place, ...] = ()  # formulas that start programs


@dataclass(frozen=True)
class Grid:
    """Cells of one sheet from A1 on, with what a spreadsheet knows of them besides values."""

    name: str  # as written in the file
    rows: list[list[Cell]]
    merged: tuple[tuple[Place, Place], ...] = ()
    flags: Flags = Flags()
    hidden: bool = False

    def at(self, row: int, column: int) -> Cell:
        """Value of a cell, None outside the area used."""
        inside = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if inside else None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What listlab wrote into a file under defined names, where it came from listlab."""

    template: str | None = None  # version of the template
    revision: int = 0  # number of the revision that a marked copy became


def revision_number(text: str | None) -> int:
    """Number of a revision as a defined name holds it, 0 where it holds none.

    Examples
    --------
    >>> revision_number('"2"'), revision_number("Sheet1!A1"), revision_number(None)
    (2, 0, 0)
    """
    match = _REVISION.fullmatch(text or "")
    return int(match[1]) if match else 0


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to report that was seen while a file was opened."""

    issue: Issue
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Workbook:
    """Sheets of one answer by the name of their form, with what was seen on opening it."""

    sheets: Mapping[str, Grid]
    stamp: Stamp = Stamp()
    synthetic: bool = False
    notices: tuple[Notice, ...] = ()

    def sheet(self, name: str) -> Grid | None:
        """Sheet that answers the form of that name, however it is called in the file."""
        return self.sheets.get(name)
