"""Answers chosen from a list are understood in the spellings people use."""

import pytest

from listlab.survey.choices import (
    FREQUENCY,
    NEED,
    ROUTE,
    SIZE,
    YES_NO,
    read_choice,
    read_yes_no,
    ticked_words,
)

YES = ["是", "是的", "Ｙ", "yes", "T", "TRUE", True, 1, 1.0, "1", "√", "✓", "✔", "☑", "有", "对"]
YES += ["涉及", "已公开", "是（部分）", "☑是 □否", "是☑ 否□", "■是□否", "是√"]
NO = ["否", "否。", "不是", "N", "no", "F", "FALSE", False, 0, "0", "×", "✗", "x", "X", "无"]
NO += ["不涉及", "未公开", "否(已去标识化)", "□是 ☑否", "是□ 否√", "否×"]
UNKNOWN = ["", None, "不确定", "待核实", "不清楚", "N/A", "/", "-", "?", "？", "暂不确定"]


@pytest.mark.parametrize("cell", YES, ids=repr)
def test_yes(cell: object) -> None:
    """Words, letters, marks, ticked boxes, truth values."""
    assert ("yes", None) == read_yes_no(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", NO, ids=repr)
def test_no(cell: object) -> None:
    """Words, letters, crosses, ticked boxes, truth values."""
    assert ("no", None) == read_yes_no(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", UNKNOWN, ids=repr)
def test_unsure_or_blank(cell: object) -> None:
    """Unknown without a problem; never no."""
    assert ("unknown", None) == read_yes_no(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["也许", "是/否", "□是 □否", "部分", "见附件", "2"])
def test_neither(cell: str) -> None:
    """What is neither is unknown and asked back."""
    answer, issue = read_yes_no(cell)

    assert ("unknown", "yes_no.unreadable") == (answer, issue and issue.code)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("每月一次", "monthly"),
        ("1次/月", "monthly"),
        ("每月2次", "monthly"),
        ("每季度（3月）", "quarterly"),
        ("T+1", "daily"),
        ("7×24小时", "realtime"),
        ("Real time", "realtime"),
        ("On demand", "on_demand"),
        ("□每日 ☑每周", "weekly"),
        ("不详", None),
    ],
)
def test_frequencies(cell: str, code: str | None) -> None:
    """The period is read, whatever the count within it."""
    assert (code, None) == read_choice(cell, FREQUENCY)


@pytest.mark.parametrize("cell", ["半年", "每小时", "偶尔", "每日、每周", "☑每日 ☑每周"])
def test_frequencies_that_are_not_offered(cell: str) -> None:
    """No nearest answer is chosen for people."""
    code, issue = read_choice(cell, FREQUENCY)

    assert (None, "choice.unknown") == (code, issue and issue.code)


def test_boxes_are_read_before_or_behind_their_words() -> None:
    """Text without boxes has no ticked words."""
    assert [["是"], ["否"], []] == [ticked_words(t) for t in ("☑是 □否", "是□ 否☑", "是")]


def test_offered_words_lead_their_tables() -> None:
    """What the template offers is the first word of each answer, and is read as that answer."""
    offered = [
        ["实时", "每日", "每周", "每月", "每季度", "每年", "按需"],
        ["是", "否", "不确定"],
        ["无", "安全评估", "标准合同", "认证"],
        ["必需", "可选"],
        ["大型", "中型", "小型", "微型"],
    ]
    tables = (FREQUENCY, YES_NO, ROUTE, NEED, SIZE)

    for words, table in zip(offered, tables, strict=True):
        codes = list(dict.fromkeys(table.values()))
        assert words == [next(w for w, c in table.items() if c == code) for code in codes]
