"""Headers are matched whatever people make of them, but never in another unit."""

from typing import Any

import pytest

from listlab.survey.columns import ENTERPRISE, FLOWS, HISTORY, ITEMS, OPINIONS, SHEETS, SheetForm
from listlab.survey.findings import Findings
from listlab.survey.header_names import header_names, is_serial, match_header
from listlab.survey.headers import Row, read_rows
from listlab.survey.sheets import Flags, Grid

PERSONAL, SENSITIVE = FLOWS.column("personal").header, FLOWS.column("sensitive").header
TOP = ["场景编号", "标准场景", PERSONAL, SENSITIVE, "境外接收方"]


def read(
    rows: list[list[Any]], form: SheetForm = FLOWS, **known: Any
) -> tuple[list[Row], Findings]:
    """Rows of a sheet, and what was found wrong with it."""
    findings = Findings("甲.xlsx")
    width = max(map(len, rows))
    grid = Grid(form.name, [row + [None] * (width - len(row)) for row in rows], **known)
    return read_rows(grid, form, findings), findings


def told(findings: Findings) -> list[tuple[str, str | None]]:
    """Codes and cells, absent columns apart."""
    return [(p.code, p.cell) for p in findings.problems if p.code != "header.absent"]


@pytest.mark.parametrize(
    ("header", "form", "key"),
    [
        ("场景编号", FLOWS, "flow"),
        ("1. 场景编号", FLOWS, "flow"),
        ("①场景编号", FLOWS, "flow"),
        ("（一）标准场景", FLOWS, "scenario"),
        ("* 标准场景（必填，下拉选择）", FLOWS, None),
        ("*标准场景（必填）（下拉选择）", FLOWS, "scenario"),
        ("场景编号\nflow number", FLOWS, "flow"),
        ("场景编号 Flow No.", FLOWS, "flow"),
        ("flow number", FLOWS, "flow"),
        ("Overseas recipient", FLOWS, "recipient"),
        ("境外接收方名称", FLOWS, "recipient"),
        ("接收方所在国家/地区", FLOWS, "country"),
        ("本年度个人信息人数(不含敏感)", FLOWS, "personal"),
        ("本年度个人信息人数（不含敏感个人信息）", FLOWS, "personal"),
        ("本年度敏感个人信息人数（人）", FLOWS, "sensitive"),
        ("本年度敏感个人信息人数（单位：人）", FLOWS, "sensitive"),
        ("本年度敏感个人信息人数（例如：5万）", FLOWS, "sensitive"),
        ("信用代码", ENTERPRISE, "credit_code"),
        ("国民经济行业代码（GB/T 4754-2017）", ENTERPRISE, "industry"),
        ("企业规模（大/中/小/微）", ENTERPRISE, "size"),
        ("是否为关键信息基础设施运营者", ENTERPRISE, "ciio"),
        ("字段名称", ITEMS, "name"),
        ("年度", HISTORY, "year"),
        ("期望的量级", OPINIONS, "wanted"),
        # another unit, or nothing said of sensitive information: never taken
        ("本年度敏感个人信息人数（万人）", FLOWS, None),
        ("本年度敏感个人信息人数（W）", FLOWS, None),
        ("本年度敏感个人信息人数 (k)", FLOWS, None),
        ("本年度敏感个人信息人次", FLOWS, None),
        ("本年度个人信息人数", FLOWS, None),
        ("本年度敏感个人信息条数", FLOWS, None),
        ("员工人数（万人）", ENTERPRISE, None),
        ("", FLOWS, None),
        (None, FLOWS, None),
        (5, FLOWS, None),
    ],
)
def test_spellings_of_headers(header: Any, form: SheetForm, key: str | None) -> None:
    """Old templates, English, numbering and remarks name the same column."""
    column = match_header(header, form)

    assert key == (column and column.key)


@pytest.mark.parametrize("form", SHEETS, ids=lambda form: form.name)
def test_every_own_header_names_its_column(form: SheetForm) -> None:
    """No other name takes the place of a template's header."""
    names = header_names(form)

    for column in form.columns:
        for text in (column.header, column.english, column.header + "\n" + column.english):
            assert column == names.match(text)
            assert names.is_own(text)


def test_a_serial_number_never_takes_the_place_of_the_flow_number() -> None:
    """Where both are there; alone it is the flow's number."""
    rows, findings = read([["序号", *TOP], [7, "S1", "其他", 1, 2]])
    alone, _ = read([["序号", *TOP[1:]], ["S1", "其他", 1, 2]])

    assert "S1" == rows[0].values["flow"] == alone[0].values["flow"]
    assert [] == told(findings)
    assert is_serial("序号 ")


def test_an_unknown_header_is_kept_and_a_likely_one_named() -> None:
    """The hint is for people; nothing is read by likeness."""
    rows, findings = read([[*TOP, "保护的措施"], [1, "其他", 1, 2, "甲", "加密"]])
    message = next(p.message for p in findings.problems if p.code == "header.unknown")

    assert {"保护的措施": ("F2", "加密")} == rows[0].extras
    assert "「保护措施」" in message.zh
    assert "safeguards" in message.en


def test_a_header_may_stand_beneath_titles() -> None:
    """And rows keep the numbers they have in the sheet."""
    rows, _ = read([["数据出境场景"], [None], TOP, [1, "其他", 1, 2, "甲"]])

    assert [4] == [row.number for row in rows]
    assert "C4" == rows[0].places["personal"]


def test_a_header_in_two_rows_is_put_together() -> None:
    """本年度 over both counts, the other headers merged over both rows."""
    upper = ["场景编号", "标准场景", "本年度", None, "境外接收方"]
    lower = [None, None, "个人信息人数（不含敏感）", "敏感个人信息人数", None]
    merged = (((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (1, 4)))
    rows, findings = read([upper, lower, [1, "其他", 10, 20, "甲"]], merged=merged)

    assert [] == told(findings)
    assert {
        "flow": 1,
        "scenario": "其他",
        "personal": 10,
        "sensitive": 20,
        "recipient": "甲",
    } == dict(rows[0].values)


def test_merged_texts_hold_for_all_rows_and_numbers_for_one() -> None:
    """One recipient over two flows is both flows'; a number of persons counts once."""
    body = [["S1", "其他", 10, 100, "甲"], ["S2", "其他", None, 200, None]]
    rows, findings = read([TOP, *body], merged=(((1, 4), (2, 4)), ((1, 2), (2, 2))))

    assert ["甲", "甲"] == [row.values["recipient"] for row in rows]
    assert [10, None] == [row.values["personal"] for row in rows]
    assert [("cell.merged", "C2")] == told(findings)
    assert [frozenset(), frozenset({"personal"})] == [row.noted for row in rows]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["示例", "药物临床试验", 1, 2], None),
        (["示例1：", "药物临床试验", 1, 2], None),
        (["（填写示例）", "药物临床试验", 1, 2], None),
        ([None, None, None, None], None),
        (["S9", None, None, None], None),
        (["—", "/", "无", "-"], None),
        (TOP, None),
        (["合计", None, 1, 2], "row.total"),
        ([None, "总计：", 1, 2], "row.total"),
        (["注：以上为估算", None, "见附件", None], "row.note"),
        (["填表人：", "样例", None, None], "row.note"),
    ],
)
def test_rows_that_are_no_answers_are_left_out(row: list[Any], code: str | None) -> None:
    """Examples, blanks, dashes, headers printed again; totals and notes are said to be."""
    rows, findings = read([TOP, ["S1", "其他", 1, 2, "甲"], row])

    assert ["S1"] == [r.values["flow"] for r in rows]
    assert ([(code, "A3")] if code else []) == told(findings)


def test_a_case_number_that_begins_like_an_example_is_none() -> None:
    """Only a whole cell says 示例."""
    rows, _ = read([TOP, ["样例〔2024〕001号", "其他", 1, 2]])

    assert 1 == len(rows)


def test_formulas_are_reported_beneath_the_header_only() -> None:
    """The template reckons above it; a blank that a formula explains is not missing too."""
    flags = Flags(errors=((0, 0), (2, 2)), no_value=((2, 3),))
    rows, findings = read([["自查"], TOP, ["S1", "其他", None, None, "甲"]], flags=flags)

    assert [("cell.error", "C3"), ("cell.no_value", "D3")] == told(findings)
    assert frozenset({"personal", "sensitive"}) == rows[0].noted


def test_columns_that_occur_twice_or_not_at_all_are_said() -> None:
    """A required column that is missing makes the sheet useless."""
    rows, findings = read([[*TOP, "境外接收方"], ["S1", "其他", 1, 2, "甲", "乙"]])
    assert [("header.repeated", "F1")] == told(findings)
    assert "甲" == rows[0].values["recipient"]

    rows, findings = read([TOP[:3], ["S1", "其他", 1]])
    assert [("header.missing", None)] == told(findings)
    assert [] == rows


def test_without_any_header_nothing_is_read() -> None:
    """The columns needed are named."""
    rows, findings = read([["甲", "乙"], ["丙", "丁"]])

    assert [] == rows
    assert [("header.missing", None)] == told(findings)
    assert "场景编号" in findings.problems[0].message.zh


def test_personal_data_in_a_header_is_not_quoted() -> None:
    """The message names the column without it."""
    _, findings = read([[*TOP, "备注（电话13800138000）"], [1, "其他", 1, 2, "甲"]])
    messages = [p.message.zh + p.message.en for p in findings.problems]

    assert [] == [message for message in messages if "13800138000" in message]
