"""Who answered: the enterprise sheet of a workbook as a record."""

from listlab.law.pack import Industry, normalise
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_name, cell_text, is_blank
from listlab.survey.choices import SIZE
from listlab.survey.columns import ENTERPRISE
from listlab.survey.corrections import Corrections
from listlab.survey.credit_code import read_credit_code
from listlab.survey.fields import quote
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row, match_header
from listlab.survey.industry_codes import read_industry
from listlab.survey.merged import MergedCells
from listlab.survey.rows import Record, RowReader
from listlab.survey.sheets import Grid
from listlab.survey.volume import read_volume

_KEPT_ASIDE = ("employees", "credit_grade")  # answers that no table has a column for
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Headings of the two columns, which are no answers themselves.
_HEADINGS = frozenset(
    map(normalise, ("项目", "指标", "填报项目", "填写项", "内容", "item", "field"))
)


def read_enterprise(
    grid: Grid, industry: Industry, findings: Findings, corrections: Corrections
) -> tuple[Record, RowReader]:
    """Record of the enterprise (its id None with an error when unknown), and its answers."""
    reader = RowReader(_answers(grid), ENTERPRISE, findings, corrections)
    reader.record_id = read_credit_code(reader.value("credit_code"))[0]
    code, issue = read_credit_code(reader.value("credit_code"))
    reader.report("credit_code", issue)
    if reader.text("name") is None:
        reader.report("name", _NO_NAME)
    gbt4754, issue = read_industry(reader.value("industry"), industry)
    reader.report("industry", issue)
    employees = read_volume(reader.value("employees"))
    if employees.unit == "unknown" and employees.code != "volume.missing":
        reader.report("employees", _not_employees(employees.text))
    for key in _KEPT_ASIDE:
        reader.keep(key)
    record = {
        "enterprise_id": code,
        "name": reader.text("name"),
        "region": reader.text("region"),
        "industry": gbt4754,
        "size": reader.choice("size", SIZE),
        "ciio": reader.yes_no("ciio"),
        "weight": 1.0,  # every answer counts once until a frame of the population is known
        "source": {
            "file": findings.file,
            "sheet": grid.name,
            "row": _row(reader.row.places.get("credit_code")),
            "personal_cell": None,
            "sensitive_cell": None,
        },
    }
    return record, reader


def _row(cell: str | None) -> int | None:
    """Row of a cell, by which people find the answers."""
    return int(cell.lstrip(_LETTERS)) if cell else None


def _answers(grid: Grid) -> Row:
    """Answers beside their labels, or beneath them where the labels stand in one row."""
    values: dict[str, Cell] = {}
    places: dict[str, str] = {}
    extras: dict[str, tuple[str, str]] = {}
    merged = MergedCells(grid)
    taken: set[tuple[int, int]] = set()  # answers, which are no labels themselves
    for index, cells in enumerate(grid.rows):
        for place, cell in enumerate(cells):
            if is_blank(cell) or (index, place) in taken:
                continue
            column = match_header(cell, ENTERPRISE)
            row, beside = _beside(grid, merged, index, place)
            if column and column.key not in values:
                values[column.key] = grid.at(row, beside)
                places[column.key] = cell_name(row, beside)
                taken.add((row, beside))
            elif place == 0 and column is None and not is_blank(grid.at(row, beside)):
                label, answer = cell_text(cell) or "", cell_text(grid.at(row, beside)) or ""
                if normalise(label) not in _HEADINGS:
                    extras[label] = (cell_name(row, beside), answer)
    return Row(grid.name, 0, values, places, extras)


def _beside(grid: Grid, merged: MergedCells, row: int, column: int) -> tuple[int, int]:
    """Place of the answer to a label: to its right, or beneath it in a row of labels."""
    below, right = merged.end(row, column)
    if match_header(grid.at(row, right + 1), ENTERPRISE):
        return below + 1, column
    before = grid.at(row, column - 1) if column else None
    if is_blank(grid.at(row, right + 1)) and match_header(before, ENTERPRISE):
        return below + 1, column  # the last label of the row
    return row, right + 1


def _not_employees(text: str) -> Issue:
    return Issue(
        "number.unreadable",
        Text(
            "不是人数，按未填处理；请填员工人数，例如 120",
            "no number of employees: taken as blank; fill in a number such as 120",
        ),
        quote(text),
    )


_NO_NAME = Issue(
    "enterprise.no_name", Text("没有填写企业名称；请补填", "no enterprise name; fill it in")
)
