"""Personal data typed into any cell reaches no table, and is reported at that cell."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from listlab.law.pack import Industry
from listlab.model.tables import SCHEMAS
from listlab.survey.columns import ENTERPRISE, FLOWS, HISTORY, ITEMS, OPINIONS
from listlab.survey.read import read_workbooks

WriteSurvey = Callable[..., Path]
SECRETS = ("13800138000", "wang@example.com", "李雷")
TEXT = "联系人：李雷 13800138000，wang@example.com"
NUMBERS = {"场景编号", "年份"}  # without them a row belongs to no flow


def dump(tables: Any) -> str:
    """All that a study's tables hold, as one text."""
    return "\n".join(str(getattr(tables, name).rows()) for name in SCHEMAS)


@pytest.mark.parametrize(
    ("part", "form"),
    [("flows", FLOWS), ("items", ITEMS), ("history", HISTORY), ("opinions", OPINIONS)],
)
def test_no_table_holds_what_any_cell_of_a_list_leaks(
    part: str, form: Any, write_survey: WriteSurvey, industry: Industry
) -> None:
    """Every column at once: numbers, choices, free text; each cell is named."""
    row: dict[str, Any] = {column.header: TEXT for column in form.columns}
    row |= {header: 1 for header in row if header in NUMBERS} | {"年份": 2025}
    row = {header: row[header] for header in (c.header for c in form.columns)}
    path = write_survey(**{part: [row]})
    tables = read_workbooks([path], industry=industry, root=path.parent)
    asked = sum(text == TEXT for text in row.values())
    named = tables.problems.filter(pl.col("code").str.starts_with("private."))

    assert [] == [secret for secret in SECRETS if secret in dump(tables)]
    assert 3 * asked == named.height
    assert asked == named["cell"].n_unique()


def test_no_table_holds_what_the_enterprise_sheet_leaks(
    write_survey: WriteSurvey, industry: Industry
) -> None:
    """Also lines and headers of people's own, and numbers stored as such."""
    answers: dict[str, Any] = {column.header: TEXT for column in ENTERPRISE.columns[1:]}
    answers |= {"联系人": "李雷", "联系电话": 13800138000, TEXT: "见左"}
    path = write_survey(enterprise=answers)
    tables = read_workbooks([path], industry=industry, root=path.parent)
    named = tables.problems.filter(pl.col("code").str.starts_with("private."))

    assert [] == [secret for secret in SECRETS if secret in dump(tables)]
    assert {*(f"B{row}" for row in range(2, 11)), "A11"} == set(named["cell"])


def test_flow_numbers_that_are_personal_still_join_the_sheets(
    write_survey: WriteSurvey, industry: Industry, flow: dict[str, Any]
) -> None:
    """A mobile number as 场景编号 names the flow in no table, but its items are found."""
    number = SECRETS[0]
    item = {"场景编号": number, "数据项名称": "编号", "是否个人信息": "是"}
    path = write_survey(flows=[flow | {"场景编号": number}], items=[item])
    tables = read_workbooks([path], industry=industry, root=path.parent)

    assert number not in dump(tables)
    assert tables.flows["flow_id"].to_list() == tables.items["flow_id"].to_list()


@pytest.mark.parametrize("number", ["110101199003078515", "13800138000"])
def test_an_identity_number_is_no_credit_code(
    number: str, write_survey: WriteSurvey, industry: Industry
) -> None:
    """The workbook goes back, and the number is written nowhere."""
    write_survey("surveys/乙.xlsx")
    path = write_survey(enterprise={"统一社会信用代码": number})
    tables = read_workbooks([path.parent], industry=industry, root=path.parent)

    assert ["credit_code.identity"] == tables.problems["code"].to_list()
    assert number not in dump(tables)
