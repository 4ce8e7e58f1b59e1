"""Personal data in the cells of an answer, each cell and kind once."""

from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_name, cell_text
from listlab.survey.columns import ENTERPRISE, SHEETS
from listlab.survey.findings import Findings, Issue
from listlab.survey.private import KINDS, mask
from listlab.survey.sheets import Grid, Workbook

_SMALLEST = 10**10  # a number below it is no mobile, card or identity number


def report_private(book: Workbook, findings: Findings, *, apart: str | None = None) -> None:
    """Report every cell of the form's sheets that holds personal data, also outside the lists.

    `apart` is the cell of the credit code, which has checks of its own.
    """
    for form in SHEETS:
        if grid := book.sheet(form.name):
            report_sheet(grid, findings, apart=apart if form is ENTERPRISE else None)


def report_sheet(grid: Grid, findings: Findings, *, apart: str | None = None) -> None:
    """Report every cell of a sheet that holds personal data but the one set apart."""
    for index, row in enumerate(grid.rows):
        for place, cell in enumerate(row):
            if not _may_be_private(cell):
                continue
            kinds = mask(cell_text(cell) or "").kinds
            if kinds and (name := cell_name(index, place)) != apart:
                for kind in kinds:
                    findings.add(private_issue(kind), sheet=grid.name, cell=name)


def report_headed(header: str, place: tuple[str, str, str], findings: Findings) -> None:
    """Report what only the header of a column or line of people's own tells to be personal.

    `place` is sheet, cell and text.
    """
    sheet, cell, text = place
    for kind in mask(text, header).kinds:
        if kind not in mask(text).kinds:
            findings.add(private_issue(kind), sheet=sheet, cell=cell)


def private_issue(kind: str) -> Issue:
    """Warning for personal data of a kind, which is never quoted."""
    name = KINDS[kind]
    return Issue(
        f"private.{kind}",
        Text(
            f"含有本调查不需要的{name.zh}，已在所有输出中隐去；请从原表中删除",
            f"holds {name.en}, which this survey does not ask for: masked in all that is written; "
            "delete it from the workbook",
        ),
    )


def _may_be_private(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) > 1
    return isinstance(cell, (int, float)) and abs(cell) >= _SMALLEST
