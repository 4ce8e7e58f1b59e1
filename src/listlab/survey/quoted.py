"""The own words of the cells that problems are about, for those who may read them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from listlab.model.problem import Problem
from listlab.survey.cell_flags import column_number
from listlab.survey.columns import ENTERPRISE, FLOWS, SHEETS
from listlab.survey.findings import Findings
from listlab.survey.private import MASK
from listlab.survey.rows import Record
from listlab.survey.sheets import Grid, Workbook
from listlab.survey.written import written_text

Words = dict[tuple[str, str], str]  # by sheet and cell
_CELL = re.compile(r"([A-Z]+)([0-9]+)")
# What only the comparison of all answers finds fault with.
_COMPARED = {
    ENTERPRISE.name: ("credit_code", "name"),
    FLOWS.name: ("recipient", "personal", "sensitive"),
}


def quote_cells(book: Workbook, findings: Findings) -> None:
    """Give each problem the text of its cell, masked and cut; of personal data none is left."""
    grids = {grid.name: grid for form in SHEETS if (grid := book.sheet(form.name))}
    private = {(p.sheet, p.cell) for p in findings.problems if p.code.startswith("private.")}
    for place, problem in enumerate(findings.problems):
        grid = grids.get(problem.sheet or "")
        if grid is None or problem.cell is None:
            continue
        text = _text(grid, problem.cell)
        if text and (problem.sheet, problem.cell) in private and MASK not in text:
            text = MASK
        findings.problems[place] = replace(problem, written=text)


def compared_words(book: Workbook, tables: Mapping[str, list[Record]]) -> Words:
    """Text of the cells of an answer that are compared with other answers."""
    words: Words = {}
    places = {(row["sheet"], row["column"]): row["place"] for row in tables.get("places", [])}
    for form, rows in ((ENTERPRISE, [""]), (FLOWS, _rows(tables.get("flows", [])))):
        grid = book.sheet(form.name)
        if grid is None:
            continue
        for key in _COMPARED[form.name]:
            place = places.get((grid.name, key))
            for row in rows if place else ():
                if text := _text(grid, f"{place}{row}"):
                    words[grid.name, f"{place}{row}"] = text
    return words


def quote_compared(problems: Iterable[Problem], words: Mapping[str, Words]) -> list[Problem]:
    """Problems found by comparing answers, with the text of their cells by file."""
    return [
        replace(
            problem, written=words.get(problem.file or "", {}).get((problem.sheet, problem.cell))
        )
        if problem.sheet and problem.cell and problem.written is None
        else problem
        for problem in problems
    ]


def _rows(flows: Iterable[Record]) -> list[str]:
    return [str(flow["source"]["row"]) for flow in flows]


def _text(grid: Grid, cell: str) -> str | None:
    """Own text of a cell, of a range that of its first; None outside the sheet."""
    found = _CELL.match(cell)
    if found is None:
        return None
    return written_text(grid.at(int(found[2]) - 1, column_number(found[1]) - 1))
