"""Corrections are replayed on untouched workbooks, and refused when they no longer fit."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from listlab.errors import SurveyError
from listlab.law.pack import Industry
from listlab.model.tables import SurveyTables
from listlab.survey.corrections import Correction, Corrections, by_id, says
from listlab.survey.read import read_workbooks

WriteSurvey = Callable[..., Path]
CODE = "91999999XXXX01011F"
FLOW = f"{CODE}/1"
HEADER = ("id", "field", "old", "new", "reason", "by", "when")
WHO = {"reason": "电话核实", "by": "王", "when": "2026-03-02"}
SENSITIVE = "本年度敏感个人信息人数"
VOLUME = {"id": FLOW, "field": SENSITIVE, "old": "50000", "new": "5.5万", **WHO}


@pytest.fixture
def replay(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> Callable[..., SurveyTables]:
    """Reads one workbook with corrections, given as rows."""

    def read(
        *rows: Mapping[str, str], header: Sequence[str] = HEADER, **sheets: Any
    ) -> SurveyTables:
        folder = write_survey(**sheets).parent
        path = tmp_path / "corrections.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows([row.get(name, "") for name in HEADER] for row in rows)
        return read_workbooks([folder], industry=industry, root=tmp_path, corrections=path)

    return read


def test_a_correction_changes_what_is_read_and_keeps_the_place(
    replay: Callable[..., SurveyTables],
) -> None:
    """The new value is read like a written one; the table names file, sheet and cell."""
    tables = replay(VOLUME)
    flow = tables.flows.to_dicts()[0]

    assert (55000, 55000, "M2") == (
        flow["sensitive_low"],
        flow["sensitive_high"],
        flow["source"]["sensitive_cell"],
    )
    assert [("applied", None, "surveys/甲.xlsx", "出境场景", "M2", "corrections.csv", 2)] == (
        tables.corrections.select("status", "code", "file", "sheet", "cell", "origin", "row").rows()
    )


@pytest.mark.parametrize(
    ("row", "table", "column", "value"),
    [
        (
            {"id": FLOW, "field": "sensitive", "old": "50,000", "new": "60000"},
            "flows",
            "sensitive_low",
            60000,
        ),
        (
            {"id": FLOW, "field": "希望的量级", "old": "5万", "new": "8万"},
            "opinions",
            "wanted_low",
            80000,
        ),
        (
            {"id": f"{FLOW}/2", "field": "必要程度", "old": "必需", "new": "可选"},
            "items",
            "need",
            "optional",
        ),
        (
            {"id": f"{FLOW}@2025", "field": "敏感个人信息人数", "old": "40000", "new": "45000"},
            "history",
            "sensitive",
            45000,
        ),
        (
            {"id": CODE, "field": "企业规模", "old": "中型", "new": "大型"},
            "enterprises",
            "size",
            "大型",
        ),
        ({"id": FLOW, "field": "重复比例", "old": "30%", "new": ""}, "flows", "repeat_share", None),
        ({"id": FLOW, "field": "豁免人数", "old": "", "new": "20"}, "flows", "exempt_persons", 20),
    ],
)
def test_cells_of_every_table_can_be_corrected(
    replay: Callable[..., SurveyTables],
    row: dict[str, str],
    table: str,
    column: str,
    value: object,
) -> None:
    """By header or key; a blank `new` empties a cell, a blank `old` fills one."""
    tables = replay({**row, **WHO})

    assert ["applied"] == tables.corrections["status"].to_list()
    assert [value] == getattr(tables, table)[column].to_list()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"old": "40000"}, "corrections.old"),
        ({"id": f"{CODE}/9"}, "corrections.id"),
        ({"field": "人数"}, "corrections.field"),
        ({"field": "场景编号"}, "corrections.field"),
        ({"reason": ""}, "corrections.incomplete"),
        ({"by": " "}, "corrections.incomplete"),
        ({"when": ""}, "corrections.incomplete"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(
    replay: Callable[..., SurveyTables], changed: dict[str, str], code: str
) -> None:
    """The cell stays as handed in, and a problem names the row, at the cell of `old`."""
    tables = replay({**VOLUME, **changed})
    found = [row for row in tables.problems.to_dicts() if row["code"].startswith("corrections")]

    assert [50000] == tables.flows["sensitive_low"].to_list()
    assert [("refused", code)] == tables.corrections.select("status", "code").rows()
    assert [("corrections.csv", "C2", code, "error")] == [
        (row["file"], row["cell"], row["code"], row["severity"]) for row in found
    ]
    assert "第 2 行" in found[0]["message_zh"]


def test_the_refusal_says_what_was_expected_and_found(
    replay: Callable[..., SurveyTables],
) -> None:
    """Whoever keeps the table sees both values."""
    message = replay({**VOLUME, "old": "40000"}).problems["message_zh"].to_list()[-1]

    assert "40000" in message
    assert "50000" in message


def test_two_corrections_of_one_cell_that_differ_are_both_refused(
    replay: Callable[..., SurveyTables],
) -> None:
    """By header and by key they are the same cell; equal ones are applied once."""
    other = {**VOLUME, "field": "sensitive", "new": "70000"}
    clash, same = replay(VOLUME, other), replay(VOLUME, {**VOLUME, "field": "sensitive"})

    assert ["corrections.clash"] * 2 == clash.corrections["code"].to_list()
    assert [50000] == clash.flows["sensitive_low"].to_list()
    assert ["applied"] * 2 == same.corrections["status"].to_list()


def test_a_correction_of_a_rejected_workbook_says_so(
    replay: Callable[..., SurveyTables], write_survey: WriteSurvey
) -> None:
    """Two differing workbooks of one enterprise are rejected: neither is corrected."""
    other = {"统一社会信用代码": "91999999XXXX01012J", "企业名称": "样例乙有限公司"}
    for name, purpose in (("surveys/乙1.xlsx", "甲"), ("surveys/乙2.xlsx", "乙")):
        flow = {"场景编号": 1, "标准场景": "药物临床试验", "业务目的": purpose}
        flow |= {"本年度个人信息人数（不含敏感）": 1, "本年度敏感个人信息人数": 1}
        write_survey(name, enterprise=other, flows=[flow], items=[], history=[], opinions=[])
    tables = replay({**VOLUME, "id": "91999999XXXX01012J/1", "old": "1"})

    assert ["corrections.rejected"] == tables.corrections["code"].to_list()


def test_headers_may_be_chinese_and_the_file_xlsx(
    write_survey: WriteSurvey, industry: Industry, tmp_path: Path
) -> None:
    """The template's headers are read like those of the contract; a date is written as ISO."""
    path = tmp_path / "更正.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("更正")
        sheet.write_row(0, 0, ["编号", "字段", "原值", "新值", "理由", "更正人", "日期"])
        sheet.write_row(1, 0, [FLOW, SENSITIVE, 50000, 55000, "核实", "王"])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, 6, datetime(2026, 3, 2), day)
    folder = write_survey().parent
    tables = read_workbooks([folder], industry=industry, root=tmp_path, corrections=path)

    assert [55000] == tables.flows["sensitive_low"].to_list()
    assert ["2026-03-02"] == tables.corrections["when"].to_list()


def test_personal_data_in_corrections_is_masked(replay: Callable[..., SurveyTables]) -> None:
    """What a correction removes does not come back through its own table or its problem."""
    mobile = "联系人电话 13800138000"
    row = {"id": FLOW, "field": "必要性说明", "old": mobile, "new": "监管要求", **WHO}
    wrong = {**row, "id": f"{CODE}/7"}
    tables = replay(row, wrong, flows=[_flow_with(必要性说明=mobile)])
    written = "".join(str(getattr(tables, name).to_dicts()) for name in ("corrections", "problems"))

    assert ["applied", "refused"] == tables.corrections["status"].to_list()
    assert "13800138000" not in written


def _flow_with(**cells: object) -> dict[str, object]:
    flow: dict[str, object] = {"场景编号": 1, "标准场景": "药物临床试验"}
    volumes = {"本年度个人信息人数（不含敏感）": 100, "本年度敏感个人信息人数": 50000}
    return flow | volumes | cells


def test_an_unreadable_table_stops_the_reading(
    replay: Callable[..., SurveyTables],
) -> None:
    """To go on without the corrections would give other results."""
    with pytest.raises(SurveyError) as caught:
        replay(VOLUME, header=("a", "b", "c", "d", "e", "f", "g"))

    assert "header.missing" == caught.value.problems[0].code
    assert "corrections.csv" == caught.value.problems[0].file


@pytest.mark.parametrize(
    ("raw", "old", "is_same"),
    [
        (50000, "50,000", True),
        (0.3, "30%", True),
        ("５万", "5万", True),
        ("1.5万", "15万", False),
        ("5-10万", "510万", False),
        (None, None, True),
        (None, "0", False),
        (True, "1", False),
    ],
)
def test_old_values_match_as_people_see_them(raw: Any, old: str | None, is_same: bool) -> None:
    """Width, case, blanks and number formats don't count; points and hyphens do."""
    assert is_same == says(raw, old)


def test_without_corrections_every_cell_passes() -> None:
    """The raw value itself comes back, whatever is asked."""
    other = Correction("x", "field", None, "new", "r", "b", "w")

    assert 5 == Corrections().amend("id", "key", "header", 5)
    assert 5 == Corrections(by_id([other])).amend("id", "key", "header", 5)
