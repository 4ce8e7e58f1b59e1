"""Who answered: the enterprise sheet of a workbook as a record."""

import re

from listlab.law.pack import Industry
from listlab.model.language import Text
from listlab.survey.cells import Cell, cell_name, cell_text, is_blank, plain_text
from listlab.survey.choices import SIZE, read_choice, read_yes_no
from listlab.survey.columns import ENTERPRISE
from listlab.survey.credit_code import read_credit_code
from listlab.survey.findings import Findings, Issue
from listlab.survey.headers import Row, match_header
from listlab.survey.rows import Record, RowReader
from listlab.survey.sheets import Grid

_INDUSTRY_CODE = re.compile(r"([a-t]?)([0-9]{2,4})(?![0-9])")


def read_enterprise(grid: Grid, industry: Industry, findings: Findings) -> tuple[Record, Row]:
    """Record of the enterprise (its id None with an error when unknown), and its answers."""
    row = _answers(grid)
    reader = RowReader(row, ENTERPRISE, findings)
    code, issue = read_credit_code(reader.value("credit_code"))
    reader.report("credit_code", issue)
    if reader.text("name") is None:
        reader.report("name", _NO_NAME)
    size, issue = read_choice(reader.value("size"), SIZE)
    reader.report("size", issue)
    ciio, issue = read_yes_no(reader.value("ciio"))
    reader.report("ciio", issue)
    record = {
        "enterprise_id": code,
        "name": reader.text("name"),
        "region": reader.text("region"),
        "industry": _industry(reader, industry),
        "size": size,
        "ciio": ciio,
        "weight": 1.0,  # every answer counts once until a frame of the population is known
        "source": {
            "file": findings.file,
            "sheet": grid.name,
            "row": None,
            "personal_cell": None,
            "sensitive_cell": None,
        },
    }
    return record, row


def _answers(grid: Grid) -> Row:
    """Answers to the right of their labels, wherever these stand."""
    values: dict[str, Cell] = {}
    places: dict[str, str] = {}
    extras: dict[str, tuple[str, str]] = {}
    for index, cells in enumerate(grid.rows):
        for place, cell in enumerate(cells):
            column = match_header(cell, ENTERPRISE)
            answer = grid.at(index, place + 1)
            if column and column.key not in values:
                values[column.key] = answer
                places[column.key] = cell_name(index, place + 1)
            elif place == 0 and not is_blank(cell) and not is_blank(answer):
                extras[cell_text(cell) or ""] = (cell_name(index, 1), cell_text(answer) or "")
    return Row(grid.name, 0, values, places, extras)


def _industry(reader: RowReader, industry: Industry) -> str | None:
    text = plain_text(reader.text("industry"))
    if not text:
        return None
    match = _INDUSTRY_CODE.search(text)
    if match is None:
        reader.report("industry", _NO_CODE)
        return None
    if not industry.covers(match[2]):
        reader.report("industry", _other_industry(industry, match[2]))
    return match[1].upper() + match[2]


def _other_industry(industry: Industry, code: str) -> Issue:
    known = "、".join(industry.gbt4754)
    return Issue(
        "industry.other",
        Text(
            f"不属于本次调查的{industry.name.zh}行业（代码以 {known} 开头）；请核对，数据仍计入",
            f"outside the industry surveyed ({industry.name.en}: codes that begin with {known}); "
            "check it; the answers still count",
        ),
        code,
    )


_NO_NAME = Issue(
    "enterprise.no_name", Text("没有填写企业名称；请补填", "no enterprise name; fill it in")
)
_NO_CODE = Issue(
    "industry.unreadable",
    Text(
        "应为国民经济行业代码（GB/T 4754，例如四位数字），按未填处理",
        "expected a GB/T 4754 code, such as four digits: taken as blank",
    ),
)
